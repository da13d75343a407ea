/** What a request says by its kind, what is missing in it, and the body that goes to the server. */
import type { useLingui } from '@lingui/react';
import type { Problem } from '#libs/ui/error-summary/error-summary.tsx';
import { practises } from '../../roles.ts';

export const requestKinds = ['grant', 'change', 'resume', 'renew', 'close'] as const;

export interface Asked {
  readonly kind: (typeof requestKinds)[number];
  readonly givenName: string;
  readonly familyName: string;
  readonly post: string;
  readonly role: string;
  readonly facility: string;
  readonly facilityName: string;
  readonly practitioner: string;
  readonly scope: string;
  readonly employment: string;
  readonly ends: string;
  readonly reason: string;
}

export const nothingAsked: Asked = {
  ...{ kind: 'grant', givenName: '', familyName: '', post: '', role: 'physician', facility: '', facilityName: '' },
  ...{ practitioner: '', scope: '', employment: 'employee', ends: '', reason: '' },
};

const namesOf = ['givenName', 'familyName', 'post'] as const;
const rightOf = ['role', 'scope', 'employment', 'ends'] as const;
const placeOf = ['facility', 'facilityName', 'practitioner'] as const;

/** The fields that a request of this kind has. */
function fieldsOf({ kind, role }: Asked, isNew: boolean): readonly (keyof Asked)[] {
  if (kind === 'change') return [...namesOf, 'scope'];
  if (kind !== 'grant') return [];
  return [...(isNew ? namesOf : []), ...rightOf, ...(practises(role) ? placeOf : [])];
}

export function bodyOf(asked: Asked, isNew: boolean): Record<string, string> {
  const said = fieldsOf(asked, isNew).flatMap((name) => (asked[name].trim() ? [[name, asked[name].trim()]] : []));
  return { kind: asked.kind, reason: asked.reason.trim(), ...Object.fromEntries(said) };
}

export function wrongWith(i18n: ReturnType<typeof useLingui>['i18n'], asked: Asked, hasAccount: boolean): Problem[] {
  const needs = (field: keyof Asked, message: string, when = true): Problem[] =>
    when && asked[field].trim() === '' ? [{ field, message }] : [];
  const grant = asked.kind === 'grant';
  const placed = grant && practises(asked.role);
  const changes = [...namesOf, 'scope' as const].some((name) => asked[name].trim());
  return [
    ...needs('givenName', i18n._('Wpisz imię.'), grant && !hasAccount),
    ...needs('familyName', i18n._('Wpisz nazwisko.'), grant && !hasAccount),
    ...needs('facilityName', i18n._('Wpisz nazwę placówki.'), placed),
    ...needs('facility', i18n._('Wpisz identyfikator placówki.'), placed),
    ...needs('scope', i18n._('Napisz, do jakich danych ma być dostęp.'), grant),
    ...needs('ends', i18n._('Podaj ostatni dzień uprawnień.'), grant && asked.employment === 'contractor'),
    ...(asked.kind === 'change' && !changes
      ? [{ field: 'givenName', message: i18n._('Wpisz to, co ma się zmienić.') }]
      : []),
    ...(asked.reason.trim().length < 3
      ? [{ field: 'powod', message: i18n._('Napisz, dlaczego składasz wniosek.') }]
      : []),
  ];
}
