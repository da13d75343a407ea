/** Referrals as a table: what, for which reason, how urgent, where it stands. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { type Column, Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Shown } from '../../model.ts';
import { StateTag } from '../words/state-tag.tsx';
import { useReferralWords } from '../words/use-referral-words.ts';

interface ReferralTableProps {
  readonly caption: string;
  readonly referrals: readonly Shown[];
  /** The list is of several patients. */
  readonly ofMany?: boolean;
}

export function ReferralTable({ caption, referrals, ofMany }: ReferralTableProps) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const { href } = usePortal();
  const words = useReferralWords();
  const address = ({ patient, id }: Shown) => href('clinician-portal/referral', { patient, id }) ?? '';
  const columns: Column<Shown>[] = [
    {
      key: 'what',
      header: i18n._('Skierowanie'),
      rowHeader: true,
      cell: (one) => (
        <>
          <Link href={address(one)}>{ofMany ? one.patientName : words.to(one)}</Link>
          {one.urgency === 'UR' && (
            <>
              {' '}
              <Tag kind="warning">{words.urgency('UR')}</Tag>
            </>
          )}
        </>
      ),
    },
    ...(ofMany ? [{ key: 'to', header: i18n._('Dokąd'), cell: (one: Shown) => words.to(one) }] : []),
    {
      key: 'why',
      header: i18n._('Rozpoznanie'),
      cell: ({ diagnoses: [main] }) =>
        main && (
          <>
            <code>{main.code}</code> <span lang="pl">{main.name}</span>
          </>
        ),
    },
    { key: 'issued', header: i18n._('Wystawione'), cell: ({ issuedAt }) => shortDate(issuedAt.slice(0, 10)) },
    { key: 'state', header: i18n._('Stan'), cell: (one) => <StateTag referral={one} /> },
    {
      key: 'provider',
      header: i18n._('Realizuje'),
      cell: ({ provider }) => provider?.name ?? <span aria-hidden="true">–</span>,
    },
  ];
  return <Table caption={caption} captionHidden columns={columns} rows={referrals} rowKey={({ id }) => id} cards />;
}
