/** Why detection says no: the words for each code, in Polish and English. The English ones travel in the answer. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
}

export const refusals = {
  'no-such-alert': {
    kind: 'not-found',
    pl: 'Nie ma takiego alertu.',
    en: 'There is no such alert. List them at GET /api/detection/alerts.',
  },
  'not-in-that-state': {
    kind: 'conflict',
    pl: 'Ktoś zmienił już stan tego alertu. Odśwież listę.',
    en: 'The alert is in another state, perhaps by somebody else. Read it again. Take it before you close it.',
  },
  'taken-by-another': {
    kind: 'conflict',
    pl: 'Ten alert prowadzi ktoś inny.',
    en: 'Somebody else works on this alert: they close it or give it back.',
  },
  'about-yourself': {
    kind: 'forbidden',
    pl: 'Alert o Tobie musi zamknąć ktoś inny.',
    en: 'An alert about yourself is judged by somebody else.',
  },
  'nothing-to-revert': {
    kind: 'rule-broken',
    pl: 'Nie ma czego cofnąć.',
    en: 'Nothing that still holds was done because of this alert.',
  },
} as const satisfies Record<string, Words>;

export const refuse = (code: keyof typeof refusals): Refusal =>
  new Refusal(refusals[code].kind, code, { message: refusals[code].en, pl: refusals[code].pl });
