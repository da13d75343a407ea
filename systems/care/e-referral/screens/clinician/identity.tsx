/** Whose record is open, on every screen of referrals. Read from the platform. */
import { useLingui } from '@lingui/react';
import { IdentityBand } from '#libs/ui/identity-band/identity-band.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { type Loading, useGet } from '#libs/ui/session/use-api.tsx';

export interface PatientFacts {
  readonly patient: {
    readonly id: string;
    readonly name: string;
    readonly age?: number;
    readonly sex: 'male' | 'female' | 'other' | 'unknown';
    readonly pesel?: string;
  };
  readonly allergies: {
    readonly state: 'known' | 'stated-none' | 'no-data';
    readonly list: readonly { readonly what: string }[];
  };
}

export const usePatientFacts = (patient: string): Loading<PatientFacts> =>
  useGet<PatientFacts>(`/api/patient-profile/${encodeURIComponent(patient)}/overview`);

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
