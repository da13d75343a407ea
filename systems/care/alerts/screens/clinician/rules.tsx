/** All rules in one table: what each is for, where it stands, how it fares (ALE-8). */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { SearchField } from '#libs/ui/search-field/search-field.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { RuleLine } from './rule-reading.ts';
import '../alerts.css';

export default function Rules() {
  const { i18n } = useLingui();
  const { language, href } = usePortal();
  const { shortDate } = useFormat();
  const [text, setText] = useState('');
  const query = useGet<{ rules: readonly RuleLine[] }>('/api/alerts/rules');
  const folded = text.toLocaleLowerCase(language);
  return (
    <Page
      title={i18n._('Reguły alertów')}
      lead={i18n._('Każda reguła ma kartę: po co jest, skąd pochodzi, kto za nią odpowiada i jak się sprawdza.')}
      width="wide"
    >
      <Notice kind="warning">
        <p>{i18n._('Żadnej reguły nie zatwierdzono jeszcze do użytku klinicznego.')}</p>
      </Notice>
      <SearchField id="al-rules-search" label={i18n._('Szukaj reguły')} onSearch={setText} />
      <Loaded query={query} lines={10}>
        {({ rules }) => (
          <Table
            caption={i18n._('Reguły')}
            captionHidden
            cards
            rows={rules.filter(({ title }) => title[language].toLocaleLowerCase(language).includes(folded))}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'title',
                header: i18n._('Reguła'),
                rowHeader: true,
                cell: ({ id, title }) => (
                  <Link href={href('clinician-portal/alert-rule', { id }) ?? ''}>{title[language]}</Link>
                ),
              },
              { key: 'tier', header: i18n._('Poziom'), numeric: true, cell: ({ tier }) => tier },
              {
                key: 'live',
                header: i18n._('Stan'),
                cell: ({ live }) =>
                  live ? <Tag kind="success">{i18n._('działa')}</Tag> : <Tag>{i18n._('wyłączona')}</Tag>,
              },
              {
                key: 'shadow',
                header: i18n._('Alertów na 100 wizyt (próba)'),
                numeric: true,
                cell: ({ shadow }) => shadow && String(shadow.per100Visits).replace('.', ','),
              },
              {
                key: 'shown',
                header: i18n._('Pokazana w 30 dni'),
                numeric: true,
                cell: ({ measured }) => measured.shown,
              },
              {
                key: 'acceptance',
                header: i18n._('Przyjęta'),
                numeric: true,
                cell: ({ measured: { acceptance } }) =>
                  acceptance === undefined ? undefined : `${Math.round(acceptance * 100)} %`,
              },
              { key: 'date', header: i18n._('Przejrzana'), cell: ({ date }) => shortDate(date) },
              { key: 'owner', header: i18n._('Właściciel'), cell: ({ owner }) => owner },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}
