/** Why foreign summaries say no: the words for each code, in Polish and English. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
}

export const refusals = {
  'document-too-large': {
    kind: 'too-large',
    pl: 'Dokument ma więcej niż 1,5 MB. Poproś wystawcę o dokument bez załączonych obrazów.',
    en: 'The document has more than 1.5 MB. Ask its author for one without pictures inside.',
  },
  'not-readable': {
    kind: 'invalid',
    pl: 'To nie jest dokument FHIR w JSON ani XML albo plik jest uszkodzony. Poproś o plik jeszcze raz.',
    en: 'This is no FHIR document in JSON or XML, or the file is damaged. Ask for it again.',
  },
  'not-a-document': {
    kind: 'rule-broken',
    pl: 'Plik nie jest dokumentem: oczekiwano zasobu Bundle typu document.',
    en: 'The file is no document: a Bundle of type document was expected.',
  },
  'no-composition': {
    kind: 'rule-broken',
    pl: 'W dokumencie brakuje strony tytułowej (Composition jako pierwszy wpis). Bez niej nie wiadomo, co zawiera.',
    en: 'The document lacks its Composition as the first entry: without it nobody knows what it says.',
  },
  'no-subject': {
    kind: 'rule-broken',
    pl: 'Dokument nie mówi, kogo dotyczy: Composition nie prowadzi do zasobu Patient w tym pliku.',
    en: 'The document does not say whom it is about: Composition.subject leads to no Patient in it.',
  },
  'too-many-entries': {
    kind: 'too-large',
    pl: 'Dokument ma więcej niż 2000 wpisów. Poproś o podzielony albo krótszy.',
    en: 'The document has more than 2,000 entries. Ask for a shorter one.',
  },
  'different-person': {
    kind: 'rule-broken',
    pl: 'Dokument dotyczy innej osoby: nie zgadzają się dane, które to rozstrzygają. Nie można go tu dołączyć.',
    en: 'The document is about somebody else: what decides it differs. It cannot be filed here.',
  },
  'identity-not-confirmed': {
    kind: 'rule-broken',
    pl: 'Potwierdź, że to ta sama osoba. Gdy dane się różnią, napisz, skąd to wiadomo.',
    en: 'Confirm that it is the same person; where data differ, say how you know.',
  },
  'no-such-fact': {
    kind: 'not-found',
    pl: 'W tym dokumencie nie ma takiej informacji. Odśwież stronę.',
    en: 'There is no such fact in this document. Read it again.',
  },
  'not-acceptable': {
    kind: 'rule-broken',
    pl: 'Tej informacji nie można przyjąć w tej postaci. Można zapisać ją własnymi słowami.',
    en: 'This fact cannot be taken over as it is. Write it in your own words.',
  },
  'reason-needed': {
    kind: 'rule-broken',
    pl: 'Napisz, dlaczego ta informacja nie dotyczy pacjenta.',
    en: 'Say why this does not apply to the patient.',
  },
  'decided-already': {
    kind: 'conflict',
    pl: 'Ta informacja jest już przyjęta do dokumentacji. Zmień ją tam.',
    en: 'This fact was taken into the record already. Change it there.',
  },
  'changed-meanwhile': {
    kind: 'conflict',
    pl: 'Ktoś w tej chwili też uzgadnia ten dokument. Odśwież i spróbuj ponownie.',
    en: 'Somebody else decides about this document right now. Read it again and repeat.',
  },
  'document-immutable': {
    kind: 'rule-broken',
    pl: 'Dokument otrzymany z zewnątrz się nie zmienia. Zaimportuj nową wersję obok.',
    en: 'What was received stays as it was received. Import the new version beside it.',
  },
  'not-foreign': {
    kind: 'not-found',
    pl: 'Pod tym adresem nie ma zagranicznego dokumentu.',
    en: 'There is no foreign document at this address.',
  },
} as const satisfies Record<string, Words>;

export type RefusalCode = keyof typeof refusals;

/** `detail`: what exactly, in English, after the words. */
export function refuse(code: RefusalCode, detail?: string): Refusal {
  const { kind, en, pl }: Words = refusals[code];
  return new Refusal(kind, code, { message: detail ? `${en} ${detail}` : en, pl });
}
