/** What each speciality bears: interruptions per 100 signed orders, against the budget of two (ALE-7). */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { type BudgetShown, mostPer100 } from './reading.ts';

export function BudgetTable() {
  const { i18n } = useLingui();
  const { number } = useFormat();
  const { data } = useGet<BudgetShown>('/api/alerts/budget', { fresh: true });
  if (!data) return null;
  return (
    <section aria-labelledby="al-budget">
      <h2 id="al-budget">
        {i18n._('Budżet przerwań: najwyżej {most} na 100 zleceń ({days} dni)', { most: mostPer100, days: data.days })}
      </h2>
      {data.specialities.length === 0 ? (
        <p className="ez-secondary">{i18n._('Jeszcze niczego nie policzono.')}</p>
      ) : (
        <Table
          caption={i18n._('Budżet przerwań według specjalności')}
          captionHidden
          cards
          rows={data.specialities}
          rowKey={({ speciality }) => speciality}
          columns={[
            {
              key: 'speciality',
              header: i18n._('Specjalność'),
              rowHeader: true,
              cell: ({ speciality }) => speciality,
            },
            { key: 'signed', header: i18n._('Podpisanych zleceń'), numeric: true, cell: ({ signed }) => signed },
            { key: 'interrupted', header: i18n._('Przerwań'), numeric: true, cell: ({ interrupted }) => interrupted },
            {
              key: 'per100',
              header: i18n._('Na 100 zleceń'),
              numeric: true,
              cell: ({ per100 }) => (per100 === undefined ? undefined : number(per100)),
            },
            {
              key: 'verdict',
              header: i18n._('Budżet'),
              cell: ({ per100 }) =>
                per100 === undefined ? undefined : per100 > mostPer100 ? (
                  <Tag kind="warning">{i18n._('przekroczony')}</Tag>
                ) : (
                  <Tag kind="success">{i18n._('zachowany')}</Tag>
                ),
            },
          ]}
        />
      )}
    </section>
  );
}
