/** Whose record is open, with what must not be missed: allergies are said here on every physician's screen. */
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { IdentityBand as Band } from '#libs/ui/identity-band/identity-band.tsx';
import type { Identity, Overview } from '../../model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { Why } from '../why/why.tsx';
import { useWording } from '../wording/use-wording.ts';

interface IdentityBandProps {
  patient: Identity;
  allergies: Overview['allergies'];
  /** What can be done with the whole record: at the band's end. */
  actions?: ReactNode;
}

export function IdentityBand({ patient, allergies, actions }: IdentityBandProps) {
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
      allergic={allergies.state === 'known'}
      allergies={
        <>
          <AllergyWords allergies={allergies} />{' '}
          <Why
            fact="allergies"
            level="overview"
            name={i18n._('Uczulenia')}
            about={allergies.list.map(({ link }) => link)}
          />
        </>
      }
    >
      <Why fact="patient" level="overview" name={i18n._('Dane pacjenta')} about={[{ type: 'Patient', id }]} />
      {deceased && (
        <strong>
          {typeof deceased === 'string' ? i18n._('zmarł(a) {day}', { day: date(deceased) ?? '' }) : i18n._('nie żyje')}
        </strong>
      )}
      {actions && <span className="pp-band-actions ez-no-print">{actions}</span>}
    </Band>
  );
}

/** "None known" and "nobody asked" are two different sentences. */
function AllergyWords({ allergies }: Pick<IdentityBandProps, 'allergies'>) {
  const { i18n } = useLingui();
  if (allergies.state === 'no-data') return i18n._('Uczulenia: nikt nie zapisał, czy są');
  if (allergies.state === 'stated-none') return i18n._('Uczulenia: zapisano, że nie ma');
  return (
    <>
      {i18n._('Uczulenie:')}{' '}
      <Recorded>{allergies.list.map(({ what }) => what.replace(/^(uczulenie|alergia) na /i, '')).join(', ')}</Recorded>
    </>
  );
}
