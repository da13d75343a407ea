/** Why medical events say no, in words that say what to do. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly en: (...parts: string[]) => string;
  readonly pl: (...parts: string[]) => string;
}

const refusals = {
  'number-taken': {
    kind: 'conflict',
    en: (number, place = 'another event') =>
      `The number ${number} has been given to ${place}. If this is the same event sent again, it is done: read it there. Another event needs a number of its own.`,
    pl: (number) =>
      `Numer ${number} ma już inne zdarzenie. Jeśli to to samo zdarzenie wysłane ponownie, jest już zapisane. Inne zdarzenie musi mieć własny numer.`,
  },
  'event-differs': {
    kind: 'conflict',
    en: (number, place = '') =>
      `Event ${number} was registered with other content as ${place}. To correct it, PUT /api/medical-events/events/… ; another event needs a number of its own.`,
    pl: () => 'Pod tym numerem zapisano już zdarzenie o innej treści. Otwórz je i popraw albo zapisz nowe.',
  },
  'number-changed': {
    kind: 'rule-broken',
    en: (number) => `The number of an event stays: this one is ${number}. Cancel it and register another.`,
    pl: () => 'Numeru zdarzenia nie można zmienić. Anuluj je i zarejestruj nowe.',
  },
  'profile-dropped': {
    kind: 'rule-broken',
    en: (number) => `Event ${number} stays a medical event: keep its profile in meta.profile, or cancel it (DELETE).`,
    pl: () => 'Zdarzenie medyczne pozostaje zdarzeniem. Zachowaj jego profil albo je anuluj.',
  },
  'event-cancelled': {
    kind: 'conflict',
    en: (number) => `Event ${number} was cancelled. Register it anew under another number.`,
    pl: () => 'To zdarzenie anulowano. Zarejestruj je na nowo pod innym numerem.',
  },
  'no-such-event': {
    kind: 'not-found',
    en: () => 'There is no such event, or it is not shown to you.',
    pl: () => 'Nie ma takiego zdarzenia albo nie możesz go zobaczyć.',
  },
  'not-your-event': {
    kind: 'forbidden',
    en: () =>
      'Only the provider that registered an event corrects or cancels it. Ask them, or record what you know as an event of yours.',
    pl: () => 'Zdarzenie poprawia i anuluje tylko placówka, która je zapisała. Poproś ją o to.',
  },
  'no-provider-node': {
    kind: 'rule-broken',
    en: (facility) =>
      `${facility} has no node for its numbers (an identifier urn:ietf:rfc:3986 with urn:oid:…). CeZ assigns it; write it into the Organization.`,
    pl: (facility) => `${facility} nie ma węzła OID do nadawania numerów. Nadaje go CeZ; zgłoś to administratorowi.`,
  },
  'no-right-to-practise': {
    kind: 'forbidden',
    en: () => 'The register (CWPM) knows of no right to practise of yours that holds now. Check it with your chamber.',
    pl: () => 'Rejestr nie potwierdza Twojego prawa wykonywania zawodu. Sprawdź to w swojej izbie.',
  },
  'one-main-diagnosis': {
    kind: 'invalid',
    en: () => 'Mark exactly one diagnosis as the main one.',
    pl: () => 'Oznacz dokładnie jedno rozpoznanie jako główne.',
  },
  'no-measured-value': {
    kind: 'invalid',
    en: (name) => `Give ${name} a value with its unit, or parts that have them.`,
    pl: (name) => `Wpisz wartość i jednostkę: ${name}.`,
  },
  'visit-over': {
    kind: 'conflict',
    en: () => 'This visit was recorded before or did not take place. Begin another one.',
    pl: () => 'Tę wizytę już zapisano albo się nie odbyła. Rozpocznij nową.',
  },
  'another-patients-visit': {
    kind: 'rule-broken',
    en: () => 'This visit is planned for another patient. Open that patient.',
    pl: () => 'Ta wizyta jest zaplanowana dla innego pacjenta. Otwórz tego pacjenta.',
  },
  'signature-targets': {
    kind: 'rule-broken',
    en: (target) =>
      `${target} is not the present version of a resource here. Sign what is, and name it as Type/id/_history/version.`,
    pl: () => 'Podpis nie obejmuje obecnej wersji zdarzenia. Podpisz to, co jest teraz zapisane.',
  },
} as const satisfies Record<string, Words>;

export type RefusalCode = keyof typeof refusals;

export function refuse(code: RefusalCode, ...given: (string | undefined)[]): Refusal {
  const { kind, en, pl }: Words = refusals[code];
  const parts = given.filter((part) => part !== undefined);
  return new Refusal(kind, code, { message: en(...parts), pl: pl(...parts) });
}
