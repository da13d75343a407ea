/**
 * Writing a package for the open patient: what they took before is added by a digit, anything else by search, and one
 * key signs. With `?poprawia=<id>` one prescription is put right. GAB-3
 */
import { useLingui } from '@lingui/react';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { Page as PageOf, PrescriptionPackage, PrescriptionRead } from '../../model.ts';
import { RecordBand } from '#libs/ui/identity-band/record-band.tsx';
import { type PatientFacts, usePatientFacts } from './patient-facts.ts';
import { Writing } from './writing.tsx';
import '../prescriptions.css';

export default function Prescribe({ params, search }: ScreenProps) {
  const { i18n } = useLingui();
  const patient = params.patient as string;
  const facts = usePatientFacts(patient);
  const correcting = search.poprawia;
  return (
    <Page
      title={correcting ? i18n._('Popraw receptę') : i18n._('Wystaw receptę')}
      person={facts.data?.patient.name}
      quiet={facts.data !== undefined}
      width="wide"
    >
      <Loaded query={facts} lines={8}>
        {(known) => (
          <>
            <RecordBand facts={known} />
            {correcting ? (
              <Correcting facts={known} id={correcting} />
            ) : (
              <Issuing facts={known} visit={search.wizyta} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Issuing({ facts, visit }: { facts: PatientFacts; visit: string | undefined }) {
  const earlier = useGet<PageOf<PrescriptionPackage>>(
    `/api/e-prescription/packages?${new URLSearchParams({ patient: facts.patient.id })}`,
  );
  return (
    <Loaded query={earlier} lines={8}>
      {({ items }) => (
        <Writing facts={facts} earlier={items.flatMap(({ prescriptions }) => prescriptions)} visit={visit} />
      )}
    </Loaded>
  );
}

function Correcting({ facts, id }: { facts: PatientFacts; id: string }) {
  const query = useGet<PrescriptionRead>(`/api/e-prescription/prescriptions/${encodeURIComponent(id)}`);
  return (
    <Loaded query={query} lines={8}>
      {({ prescription }) => <Writing facts={facts} earlier={[]} corrected={prescription} />}
    </Loaded>
  );
}
