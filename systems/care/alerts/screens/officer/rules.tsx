/**
 * The safety officer's desk: reviews that are due, what specialities bear, what doctors told owners of rules, and all
 * rules with where they stand and how they fare (ALE-6 … ALE-8).
 */
import { useLingui } from '@lingui/react';
import { useRef } from 'react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Filters } from '#libs/ui/filters/filters.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useQueryChange } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { stages, tiers } from '../../model.ts';
import type { RuleLine } from '../clinician/rule-reading.ts';
import { BudgetTable } from './budget-table.tsx';
import { DueTag } from './due-tag.tsx';
import { MessagesTable, ReviewsTable } from './waiting.tsx';
import { stageLooks, useOfficerWords } from './use-officer-words.ts';
import '../alerts.css';

export default function OfficerRules({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const query = useGet<{ rules: readonly RuleLine[] }>('/api/alerts/rules', { fresh: true });
  const titles = new Map((query.data?.rules ?? []).map(({ id, title }) => [id, title]));
  return (
    <Page
      title={i18n._('Reguły alertów')}
      lead={i18n._(
        'Które reguły działają, jak często przerywają i czy ktoś z nich korzysta. Każdą zmianę widać w karcie.',
      )}
      width="wide"
    >
      <ReviewsTable titles={titles} />
      <BudgetTable />
      <MessagesTable titles={titles} />
      <Loaded query={query} lines={12}>
        {({ rules }) => <Rules rules={rules} search={search} />}
      </Loaded>
    </Page>
  );
}

function Rules({ rules, search }: { rules: readonly RuleLine[]; search: ScreenProps['search'] }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const words = useOfficerWords();
  const change = useQueryChange(search);
  const first = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => first.current?.focus() });
  const any = { value: '', label: i18n._('wszystkie') };
  const folded = (search.szukaj ?? '').toLocaleLowerCase(language);
  const found = rules.filter(
    ({ title, stage, tier, openReviews }) =>
      title[language].toLocaleLowerCase(language).includes(folded) &&
      (!search.stan || (search.stan === 'review' ? (openReviews ?? 0) > 0 : stage === search.stan)) &&
      (!search.poziom || tier === Number(search.poziom)),
  );
  return (
    <section aria-labelledby="al-rules">
      <h2 id="al-rules">{i18n._('Wszystkie reguły ({count})', { count: found.length })}</h2>
      <Filters
        first={first}
        filters={[
          { name: 'szukaj', label: i18n._('Szukaj reguły') },
          {
            name: 'stan',
            label: i18n._('Stan'),
            options: [
              any,
              ...stages.map((value) => ({ value: value as string, label: words.stage(value) })),
              { value: 'review', label: i18n._('w przeglądzie') },
            ],
          },
          {
            name: 'poziom',
            label: i18n._('Poziom'),
            options: [any, ...tiers.map((tier) => ({ value: String(tier), label: String(tier) }))],
          },
        ]}
        values={search}
        onApply={change}
      />
      {found.length === 0 ? <EmptyState kind="no-match" /> : <RulesTable rules={found} />}
    </section>
  );
}

function RulesTable({ rules }: { rules: readonly RuleLine[] }) {
  const { i18n } = useLingui();
  const { language, href } = usePortal();
  const { number } = useFormat();
  const words = useOfficerWords();
  return (
    <Table
      caption={i18n._('Wszystkie reguły')}
      captionHidden
      cards
      rows={rules}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'title',
          header: i18n._('Reguła'),
          rowHeader: true,
          cell: ({ id, title }) => (
            <Link href={href('operations-portal/alert-rule', { id }) ?? ''}>{title[language]}</Link>
          ),
        },
        {
          key: 'stage',
          header: i18n._('Stan'),
          cell: ({ stage, reviewDue }) => (
            <>
              <Tag kind={stageLooks[stage]}>{words.stage(stage)}</Tag> {reviewDue && <DueTag due={reviewDue} />}
            </>
          ),
        },
        { key: 'tier', header: i18n._('Poziom'), numeric: true, cell: ({ tier }) => tier },
        {
          key: 'per100',
          header: i18n._('Alertów na 100 wizyt (próba)'),
          numeric: true,
          cell: ({ shadow }) => shadow && number(shadow.per100Visits),
        },
        { key: 'shown', header: i18n._('Pokazana w 30 dni'), numeric: true, cell: ({ measured }) => measured.shown },
        {
          key: 'acceptance',
          header: i18n._('Przyjęta'),
          numeric: true,
          cell: ({ measured }) => words.share(measured.acceptance),
        },
      ]}
    />
  );
}
