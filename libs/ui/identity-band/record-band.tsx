/** Whose record is open, on every screen of staff beside the overview: who, what they must not get, the way back. */
import { useLingui } from '@lingui/react';
import { ButtonLink } from '../link/link.tsx';
import { usePortal } from '../portal/portal.tsx';
import { IdentityBand } from './identity-band.tsx';

/** The overview of the patient profile, as far as the band shows it. */
export interface RecordFacts {
  readonly patient: {
    readonly id: string;
    readonly name: string;
    readonly birthDate?: string;
    readonly age?: number;
    readonly sex: 'male' | 'female' | 'other' | 'unknown';
    readonly pesel?: string;
  };
  readonly allergies: {
    readonly state: 'known' | 'stated-none' | 'no-data';
    readonly list: readonly { readonly what: string }[];
  };
}

/** Where the facts are read. */
export const recordFactsAddress = (patient: string): string =>
  `/api/patient-profile/${encodeURIComponent(patient)}/overview`;

export function RecordBand({ facts: { patient, allergies } }: { facts: RecordFacts }) {
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
