/** Whose record is open, with what must not be missed: allergies are said here on every physician's screen. */
import { useLingui } from '@lingui/react';
import { IdentityBand as Band } from '#libs/ui/identity-band/identity-band.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { Identity, Overview } from '../../model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';

interface IdentityBandProps {
  patient: Identity;
  /** Absent on screens that do not read them: then a link leads to where they stand. */
  allergies?: Overview['allergies'];
}

export function IdentityBand({ patient, allergies }: IdentityBandProps) {
  const { i18n } = useLingui();
  const { date } = useWording();
  const { id, name, age, sex, pesel, deceased } = patient;
  return (
    <Band
      id={id}
      name={name}
      age={age}
      sex={sex}
      pesel={pesel}
      allergic={allergies?.state === 'known'}
      allergies={<AllergyWords allergies={allergies} patient={id} />}
    >
      {deceased && (
        <strong>
          {typeof deceased === 'string' ? i18n._('zmarł(a) {day}', { day: date(deceased) ?? '' }) : i18n._('nie żyje')}
        </strong>
      )}
    </Band>
  );
}

/** "None known" and "nobody asked" are two different sentences. */
function AllergyWords({ allergies, patient }: Pick<IdentityBandProps, 'allergies'> & { patient: string }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  if (!allergies) {
    return (
      <Link href={href('clinician-portal/patient', { patient }) ?? ''}>{i18n._('Uczulenia: zobacz przegląd')}</Link>
    );
  }
  if (allergies.state === 'no-data') return i18n._('Uczulenia: nikt nie zapisał, czy są');
  if (allergies.state === 'stated-none') return i18n._('Uczulenia: zapisano, że nie ma');
  return (
    <>
      {i18n._('Uczulenie:')}{' '}
      <Recorded>{allergies.list.map(({ what }) => what.replace(/^(uczulenie|alergia) na /i, '')).join(', ')}</Recorded>
    </>
  );
}
