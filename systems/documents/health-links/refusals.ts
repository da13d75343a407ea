/** Why health links say no: the words for each code, in Polish and English. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
}

export const refusals = {
  'no-patient': {
    kind: 'forbidden',
    pl: 'To konto nie jest połączone z pacjentem.',
    en: 'This account is linked to no patient.',
  },
  'weak-pin': {
    kind: 'rule-broken',
    pl: 'PIN ma mieć co najmniej 6 znaków i nie może być ciągiem kolejnych ani takich samych cyfr.',
    en: 'A PIN has at least 6 characters and is no run of equal or successive digits.',
  },
  'too-many-links': {
    kind: 'rule-broken',
    pl: 'Masz już 20 działających linków. Unieważnij te, których nie potrzebujesz.',
    en: 'There are 20 living links already. Revoke those you no longer need.',
  },
  'no-such-link': {
    kind: 'not-found',
    pl: 'Ten link nie działa: nie ma go, minął jego czas albo pacjent go unieważnił.',
    en: 'This link does not work: it does not exist, has ended, or the patient has revoked it.',
  },
  'wrong-passcode': {
    kind: 'unauthenticated',
    pl: 'PIN jest nieprawidłowy.',
    en: 'The passcode is wrong.',
  },
} as const satisfies Record<string, Words>;

/** `members`: what the specification wants beside, such as `remainingAttempts`. */
export function refuse(code: keyof typeof refusals, members?: { readonly [name: string]: unknown }): Refusal {
  const { kind, en, pl }: Words = refusals[code];
  return new Refusal(kind, code, { message: en, pl, ...(members ? { members } : {}) });
}
