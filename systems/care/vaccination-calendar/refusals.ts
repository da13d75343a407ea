/** Why the vaccination calendar says no: the words for each code, in Polish and English. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
}

export const refusals = {
  'no-birth-date': {
    kind: 'rule-broken',
    pl: 'Bez pełnej daty urodzenia nie da się ułożyć kalendarza szczepień. Uzupełnij dane pacjenta.',
    en: 'Without a whole birth date there is no calendar. Complete the data of the patient.',
  },
  'no-such-calendar': {
    kind: 'not-found',
    pl: 'Nie ma takiego wydania kalendarza szczepień.',
    en: 'There is no such edition of the calendar. Leave `calendar` out for the one that holds today.',
  },
  'bad-until': {
    kind: 'rule-broken',
    pl: 'Odroczenie ma mieć dzień końca, od jutra do 5 lat; inny powód nie ma go wcale.',
    en: 'A deferral has a last day, from tomorrow to five years from today; the other kinds have none.',
  },
} as const satisfies Record<string, Words>;

export function refuse(code: keyof typeof refusals): Refusal {
  const { kind, en }: Words = refusals[code];
  return new Refusal(kind, code, en);
}
