/** Why disputes say no: the words for each code, in English and Polish. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Said {
  readonly kind: RefusalKind;
  readonly en: string;
  readonly pl: string;
}

const refusals = {
  'no-such-fact': {
    kind: 'not-found',
    en: 'There is no such entry of this patient.',
    pl: 'Nie ma takiego wpisu tego pacjenta.',
  },
  'not-disputable': {
    kind: 'rule-broken',
    en: 'Entries of this type cannot be disputed here.',
    pl: 'Wpisów tego rodzaju nie można tu zakwestionować.',
  },
  'no-words': {
    kind: 'invalid',
    en: 'The reason `other`, and every answer, need words.',
    pl: 'Napisz, o co chodzi: przy „inny powód” i przy odpowiedzi słowa są potrzebne.',
  },
  'already-disputed': {
    kind: 'conflict',
    en: 'You dispute this entry already. Withdraw that dispute first, or wait for the answer.',
    pl: 'Ten wpis już kwestionujesz. Wycofaj tamto zgłoszenie albo poczekaj na odpowiedź.',
  },
  'too-many': {
    kind: 'rule-broken',
    en: 'Fifty open disputes of one patient are the most. Withdraw some, or wait for answers.',
    pl: 'Jednocześnie można mieć 50 otwartych zgłoszeń. Wycofaj któreś albo poczekaj na odpowiedzi.',
  },
  'no-such-dispute': {
    kind: 'not-found',
    en: 'There is no such dispute of this patient.',
    pl: 'Nie ma takiego zgłoszenia tego pacjenta.',
  },
  'not-yours': {
    kind: 'forbidden',
    en: 'Only who raised a dispute withdraws it; only the facility that recorded the entry answers.',
    pl: 'Wycofuje ten, kto zgłosił; odpowiada placówka, która zapisała wpis.',
  },
  'wrong-state': {
    kind: 'conflict',
    en: 'The dispute is closed already. Read it again.',
    pl: 'To zgłoszenie jest już zamknięte. Odśwież i sprawdź.',
  },
  'not-a-dispute': {
    kind: 'rule-broken',
    en: 'The Task of this profile is no whole dispute: focus, for, reason and requester must be there.',
    pl: 'Zasób nie jest pełnym zgłoszeniem.',
  },
  'never-deleted': {
    kind: 'rule-broken',
    en: 'Disputes are withdrawn or answered, never deleted.',
    pl: 'Zgłoszeń się nie usuwa: można je wycofać.',
  },
} as const satisfies Record<string, Said>;

export function refuse(code: keyof typeof refusals): Refusal {
  const { kind, en, pl }: Said = refusals[code];
  return new Refusal(kind, code, { message: en, pl });
}
