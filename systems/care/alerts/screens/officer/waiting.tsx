/** What waits for the officer: reviews that are open, by when they are due, and what doctors told owners of rules. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { DueTag } from './due-tag.tsx';
import type { MessageShown, ReviewShown, Titles } from './reading.ts';
import { useOfficerWords } from './use-officer-words.ts';

function RuleLink({ rule, titles }: { rule: string; titles: Titles }) {
  const { language, href } = usePortal();
  return (
    <Link href={href('operations-portal/alert-rule', { id: rule }) ?? ''}>{titles.get(rule)?.[language] ?? rule}</Link>
  );
}

export function ReviewsTable({ titles }: { titles: Titles }) {
  const { i18n } = useLingui();
  const words = useOfficerWords();
  const { data } = useGet<{ reviews: readonly ReviewShown[] }>('/api/alerts/reviews', { fresh: true });
  if (!data) return null;
  const open = data.reviews.filter(({ closed }) => closed === null);
  return (
    <section aria-labelledby="al-reviews">
      <h2 id="al-reviews">{i18n._('Przeglądy do zrobienia ({count})', { count: open.length })}</h2>
      {open.length === 0 ? (
        <p className="ez-secondary">{i18n._('Żadna reguła nie czeka na przegląd.')}</p>
      ) : (
        <Table
          caption={i18n._('Przeglądy do zrobienia')}
          captionHidden
          cards
          rows={open}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'rule',
              header: i18n._('Reguła'),
              rowHeader: true,
              cell: ({ rule }) => <RuleLink rule={rule} titles={titles} />,
            },
            { key: 'kind', header: i18n._('Dlaczego'), cell: ({ kind }) => words.kind(kind) },
            { key: 'why', header: i18n._('Ustalenie'), cell: ({ why }) => <span lang="pl">{why}</span> },
            { key: 'due', header: i18n._('Termin'), cell: ({ due }) => <DueTag due={due} /> },
          ]}
        />
      )}
    </section>
  );
}

export function MessagesTable({ titles }: { titles: Titles }) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const words = useOfficerWords();
  const { data } = useGet<{ messages: readonly MessageShown[] }>('/api/alerts/messages', { fresh: true });
  if (!data || data.messages.length === 0) return null;
  return (
    <section aria-labelledby="al-messages">
      <h2 id="al-messages">
        {i18n._('Bez odpowiedzi: co napisali lekarze ({count})', { count: data.messages.length })}
      </h2>
      <Table
        caption={i18n._('Wiadomości do właścicieli reguł')}
        captionHidden
        cards
        rows={data.messages}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'rule',
            header: i18n._('Reguła'),
            rowHeader: true,
            cell: ({ rule }) => <RuleLink rule={rule} titles={titles} />,
          },
          { key: 'reason', header: i18n._('Powód'), cell: ({ reason }) => words.reason(reason) },
          { key: 'comment', header: i18n._('Komentarz'), cell: ({ comment }) => comment },
          { key: 'at', header: i18n._('Kiedy'), cell: ({ at }) => shortDate(at.slice(0, 10)) },
        ]}
      />
    </section>
  );
}
