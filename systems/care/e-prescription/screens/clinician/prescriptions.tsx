/** The patient's prescriptions with their states; one's own are cancelled or put right from here. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { ButtonLink, Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { CursorPaging, Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Page as PageOf, Prescription, PrescriptionPackage } from '../../model.ts';
import { may } from '../../states.ts';
import { useRxWords } from '../words/use-rx-words.ts';
import { RecordBand } from '#libs/ui/identity-band/record-band.tsx';
import { CancelButton } from './cancel.tsx';
import { usePatientFacts } from './patient-facts.ts';
import '../prescriptions.css';

interface Row extends Prescription {
  readonly of: PrescriptionPackage;
}

export default function Prescriptions({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const patient = params.patient as string;
  const facts = usePatientFacts(patient);
  const [cursor, setCursor] = useState<string>();
  const query = useGet<PageOf<PrescriptionPackage>>(
    `/api/e-prescription/packages?${new URLSearchParams({ patient, ...(cursor ? { cursor } : {}) })}`,
    { fresh: true },
  );
  const write = href('clinician-portal/prescribe', { patient });
  return (
    <Page title={i18n._('Recepty pacjenta')} person={facts.data?.patient.name} width="wide">
      {facts.data && <RecordBand facts={facts.data} />}
      {write && (
        <p>
          <ButtonLink href={write}>{i18n._('Wystaw receptę')}</ButtonLink>
        </p>
      )}
      <Loaded query={query} lines={8}>
        {({ items, next }) => (
          <>
            <List packages={items} patient={patient} />
            <CursorPaging
              count={items.reduce((sum, { prescriptions }) => sum + prescriptions.length, 0)}
              onFirst={cursor ? () => setCursor(undefined) : undefined}
              onNext={next ? () => setCursor(next) : undefined}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function List({ packages, patient }: { packages: readonly PrescriptionPackage[]; patient: string }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { shortDate, number } = useFormat();
  const words = useRxWords();
  const rows = packages.flatMap((of): Row[] => of.prescriptions.map((one) => ({ ...one, of })));
  if (rows.length === 0)
    return <EmptyState kind="never">{i18n._('Nikt nie wystawił jeszcze temu pacjentowi e-recepty.')}</EmptyState>;
  return (
    <Table
      caption={i18n._('Recepty pacjenta')}
      captionHidden
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'what',
          header: i18n._('Lek'),
          rowHeader: true,
          cell: ({ medicine, dosageWords, of }) => (
            <>
              <Link href={href('clinician-portal/prescription-package', { patient, id: of.id }) ?? ''}>
                {medicine.name}
              </Link>
              <br />
              <small className="ez-secondary">{dosageWords}</small>
            </>
          ),
        },
        { key: 'issued', header: i18n._('Wystawiona'), cell: ({ issued }) => shortDate(issued.slice(0, 10)) },
        {
          key: 'state',
          header: i18n._('Stan'),
          cell: (row) => {
            const { kind, says } = words.state(row);
            return <Tag kind={kind}>{says}</Tag>;
          },
        },
        {
          key: 'left',
          header: i18n._('Wydano z przepisanych (op.)'),
          numeric: true,
          cell: ({ dispensed, quantity }) =>
            i18n._('{dispensed} z {quantity}', { dispensed: number(dispensed), quantity: number(quantity) }),
        },
        { key: 'until', header: i18n._('Ważna do'), cell: ({ until }) => shortDate(until) },
        { key: 'who', header: i18n._('Wystawił'), cell: ({ of }) => of.issuer.name },
        { key: 'acts', header: i18n._('Działania'), cell: (row) => <Acts row={row} patient={patient} /> },
      ]}
    />
  );
}

/** Cancelling and putting right: of one's own prescriptions, while nothing was dispensed. */
function Acts({ row, patient }: { row: Row; patient: string }) {
  const { i18n } = useLingui();
  const { href, session } = usePortal();
  if (row.of.issuer.practitioner !== session?.practitioner || !may('cancel', row.status)) return '–';
  const correct = href('clinician-portal/prescribe', { patient, poprawia: row.id });
  const name = row.medicine.name;
  return (
    <span className="rx-acts">
      {correct && (
        <ButtonLink kind="quiet" href={correct} aria-label={i18n._('Popraw: {name}', { name })}>
          {i18n._('Popraw')}
        </ButtonLink>
      )}
      <CancelButton id={row.id} name={name} />
    </span>
  );
}
