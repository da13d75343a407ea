/**
 * Whose record is open, on every staff screen: name, age, sex, PESEL, allergies, what else must not be missed. Its tint
 * differs from patient to patient, so that two open windows are not taken for one. Printed on every page.
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { groupPesel } from '../pesel-field/pesel-words.ts';
import './identity-band.css';

export interface IdentityBandProps {
  /** The patient's logical id: gives the tint. */
  id: string;
  name: string;
  age?: number;
  sex: 'male' | 'female' | 'other' | 'unknown';
  pesel?: string;
  /** Said in words; never left out, so that "none known" and "nobody asked" are not mistaken for each other. */
  allergies: ReactNode;
  /** Any known allergy is an alarm; "none known" is not. */
  allergic: boolean;
  /** Alerts, consent limits: short. */
  children?: ReactNode;
}

const tints = 6;

/** One of six tints, the same for a patient every time. */
export function tintOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % tints;
}

export function IdentityBand({ id, name, age, sex, pesel, allergies, allergic, children }: IdentityBandProps) {
  const { i18n } = useLingui();
  const sexes = {
    male: i18n._('mężczyzna'),
    female: i18n._('kobieta'),
    other: i18n._('płeć inna'),
    unknown: i18n._('płeć nieznana'),
  };
  return (
    <section className="ez-identity" data-tint={tintOf(id)} aria-label={i18n._('Pacjent: {name}', { name })}>
      <strong className="ez-identity-name">{name}</strong>
      <span>
        {age === undefined
          ? i18n._('wiek nieznany')
          : i18n._('{age, plural, one {# rok} few {# lata} many {# lat} other {# roku}}', { age })}
      </span>
      <span>{sexes[sex]}</span>
      <span className="ez-identity-pesel">
        PESEL <code>{pesel ? groupPesel(pesel) : i18n._('brak')}</code>
      </span>
      <span className={allergic ? 'ez-identity-allergies ez-identity-alarm' : 'ez-identity-allergies'}>
        {allergies}
      </span>
      {children}
    </section>
  );
}
