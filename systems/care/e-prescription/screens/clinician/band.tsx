/** Whose record is open, on every screen of prescriptions: who, and what they must not get. */
import { useLingui } from '@lingui/react';
import { IdentityBand } from '#libs/ui/identity-band/identity-band.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { PatientFacts } from './patient-facts.ts';

export function Band({ facts: { patient, allergies } }: { facts: PatientFacts }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const record = href('clinician-portal/patient', { patient: patient.id });
  const said = {
    'no-data': i18n._('Uczulenia: nikt nie zapisał, czy są'),
    'stated-none': i18n._('Uczulenia: zapisano, że nie ma'),
    known: i18n._('Uczulenie: {list}', { list: allergies.list.map(({ what }) => what).join(', ') }),
  };
  return (
    <IdentityBand {...patient} allergic={allergies.state === 'known'} allergies={said[allergies.state]}>
      {record && (
        <span className="ez-no-print">
          <ButtonLink kind="quiet" href={record}>
            {i18n._('Wróć do przeglądu')}
          </ButtonLink>
        </span>
      )}
    </IdentityBand>
  );
}
