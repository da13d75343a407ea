/** Referrals in plain words: kinds, states, what happened, what to do, and why something was refused. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import type { TagProps } from '#libs/ui/tag/tag.tsx';
import type { Kind } from '../../kinds.ts';
import type { Shown, Step } from '../../model.ts';
import type { RefusalCode } from '../../refusals.ts';
import { specialities } from '../../specialities.ts';
import type { SpaStage } from '../../states.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

export interface HistoryStep extends Pick<Step, 'name' | 'by' | 'at' | 'reason'> {
  readonly facilityName?: string;
  readonly basis?: string;
}
export type WithHistory = Shown & { readonly history: readonly HistoryStep[] };

export function useReferralWords() {
  const { i18n } = useLingui();
  const { date } = useFormat();
  return {
    kind: (kind: Kind): string => kindWords(i18n)[kind],
    /** Where to, as shortly as it can be said. */
    to: ({ kind, speciality }: Pick<Shown, 'kind' | 'speciality'>): string =>
      speciality ? (specialities.get(speciality.code) ?? speciality.name ?? speciality.code) : kindWords(i18n)[kind],
    urgency: (urgency: Shown['urgency']): string => (urgency === 'UR' ? i18n._('pilne') : i18n._('stabilne')),
    state: (referral: Shown): { says: string; kind: TagProps['kind']; icon?: TagProps['icon'] } =>
      referral.expired ? { says: i18n._('wygasło'), kind: 'neutral' } : stateWords(i18n)[referral.state],
    spa: (stage: SpaStage): string => spaWords(i18n)[stage],
    step: (step: HistoryStep): string =>
      stepWords(i18n, step.facilityName ?? i18n._('placówka'))[stepOf(step)] ?? step.name,
    next: (referral: Shown): string => nextWords(i18n, referral, date),
    problem: ({ code, status }: ApiProblem): string =>
      problemWords(i18n)[code as RefusalCode] ??
      (status === 0
        ? i18n._('Nie mamy połączenia z e-Zdrowiem. Sprawdź internet i spróbuj ponownie.')
        : i18n._('Nie udało się tego zapisać. Spróbuj ponownie za chwilę.')),
  };
}

const kindWords = (i18n: I18n): Record<Kind, string> => ({
  clinic: i18n._('Skierowanie do poradni specjalistycznej'),
  hospital: i18n._('Skierowanie do szpitala'),
  diagnostics: i18n._('Skierowanie na badania'),
  rehabilitation: i18n._('Skierowanie na rehabilitację'),
  spa: i18n._('Skierowanie do uzdrowiska'),
  'psychiatric-hospital': i18n._('Skierowanie do szpitala psychiatrycznego'),
  'care-home': i18n._('Skierowanie do zakładu opiekuńczego'),
  'long-term-nursing': i18n._('Skierowanie do opieki pielęgniarskiej w domu'),
  'occupational-disease': i18n._('Skierowanie z podejrzeniem choroby zawodowej'),
  vaccination: i18n._('Skierowanie na szczepienie'),
});

const stateWords = (i18n: I18n) =>
  ({
    issued: { says: i18n._('czeka na przyjęcie'), kind: 'warning', icon: 'wait' },
    accepted: { says: i18n._('przyjęte, w realizacji'), kind: 'info' },
    realised: { says: i18n._('zrealizowane'), kind: 'success' },
    cancelled: { says: i18n._('anulowane'), kind: 'neutral' },
  }) as const satisfies Record<Shown['state'], { says: string; kind: TagProps['kind']; icon?: TagProps['icon'] }>;

const spaWords = (i18n: I18n): Record<SpaStage, string> => ({
  submitted: i18n._('Oddział NFZ sprawdza skierowanie.'),
  verified: i18n._('Lekarz NFZ ocenia, czy uzdrowisko pomoże.'),
  confirmed: i18n._('Skierowanie potwierdzone. Czeka w kolejce na miejsce.'),
  placed: i18n._('NFZ wyznaczył miejsce w sanatorium.'),
  refused: i18n._('NFZ nie potwierdził skierowania.'),
  closed: i18n._('Zwrot miejsca nie został uznany. Sprawa zamknięta.'),
});

/** A release and a reopening are the same to people: the event was taken back. */
const stepOf = ({ name, by }: HistoryStep) =>
  by === 'event' && (name === 'accept' || name === 'complete') ? (`${name}-by-event` as const) : name;

const stepWords = (i18n: I18n, facility: string): Record<string, string> => ({
  issue: i18n._('Wystawiono skierowanie'),
  correct: i18n._('Poprawiono skierowanie'),
  cancel: i18n._('Anulowano skierowanie'),
  accept: i18n._('Przyjęto do realizacji: {facility}', { facility }),
  'accept-by-event': i18n._('Rozpoczęto realizację: {facility}', { facility }),
  return: i18n._('Placówka oddała skierowanie: {facility}', { facility }),
  resign: i18n._('Pacjent zrezygnował z placówki'),
  realise: i18n._('Zrealizowano: {facility}', { facility }),
  complete: i18n._('Zrealizowano'),
  'complete-by-event': i18n._('Zrealizowano: zapisano wizytę, badanie albo szczepienie'),
  reopen: i18n._('Wizyta lub badanie zostały wycofane: znowu w realizacji'),
  release: i18n._('Wizyta lub badanie zostały wycofane: znowu czeka na przyjęcie'),
  verify: i18n._('Oddział NFZ sprawdził skierowanie'),
  confirm: i18n._('NFZ potwierdził skierowanie i nadał numer w kolejce'),
  refuse: i18n._('NFZ nie potwierdził skierowania'),
  place: i18n._('NFZ wyznaczył miejsce w sanatorium'),
  'give-back': i18n._('Pacjent zwrócił miejsce'),
  'keep-in-queue': i18n._('NFZ uznał powód zwrotu: numer w kolejce zostaje'),
  close: i18n._('NFZ nie uznał powodu zwrotu'),
});

function nextWords(i18n: I18n, referral: Shown, date: (day: string | undefined) => string | undefined): string {
  const { state, expired, kind, spa, provider, appointment, validUntil } = referral;
  const place = provider?.name ?? '';
  if (expired) return i18n._('Termin minął. Poproś lekarza o nowe skierowanie, jeśli nadal go potrzebujesz.');
  if (state === 'cancelled') return i18n._('Tego skierowania nie można już użyć.');
  if (state === 'realised') return i18n._('Nie musisz nic robić.');
  if (state === 'accepted') {
    return appointment
      ? i18n._('Zgłoś się: {place}, {day}.', { place, day: date(appointment.slice(0, 10)) ?? '' })
      : i18n._('Prowadzi je {place}. Termin ustal z tą placówką.', { place });
  }
  if (spa) return spaNext(i18n, spa, date);
  if (kind === 'vaccination') return i18n._('Umów szczepienie w punkcie szczepień. Wystarczy PESEL.');
  const what = i18n._('Wybierz placówkę i podaj jej kod oraz PESEL. Możesz to zrobić przez telefon.');
  return validUntil ? `${what} ${i18n._('Zrób to do {day}.', { day: date(validUntil) ?? '' })}` : what;
}

function spaNext(
  i18n: I18n,
  { stage, queue, place, returned }: NonNullable<Shown['spa']>,
  date: (day: string | undefined) => string | undefined,
): string {
  if (stage === 'placed' && returned !== undefined) return i18n._('Czekaj na decyzję NFZ o zwrocie miejsca.');
  if (stage === 'placed' && place) {
    const at = { place: place.name, from: date(place.from) ?? '', to: date(place.to) ?? '' };
    return i18n._('Jedź: {place}, od {from} do {to}. Jeśli nie możesz, zwróć miejsce i podaj powód.', at);
  }
  if (stage === 'confirmed') return i18n._('Czekaj na miejsce. Twój numer w kolejce: {queue}.', { queue: queue ?? 0 });
  if (stage === 'refused' || stage === 'closed') return i18n._('Porozmawiaj z lekarzem, który wystawił skierowanie.');
  return i18n._('Nie musisz nic robić. NFZ da znać.');
}

const problemWords = (i18n: I18n): Partial<Record<RefusalCode, string>> => ({
  'no-patient': i18n._('Nie znamy takiego pacjenta. Sprawdź PESEL.'),
  'bad-pesel': i18n._('Ten PESEL ma błąd: cyfry do siebie nie pasują. Sprawdź je.'),
  'not-entitled': i18n._('Rejestr nie potwierdza Twojego prawa wykonywania zawodu.'),
  'no-such-referral': i18n._('Nie ma takiego skierowania. Sprawdź klucz.'),
  'code-not-valid': i18n._('Kod nie pasuje do tego numeru PESEL albo skierowania nie można już przyjąć. Sprawdź oba.'),
  'codes-locked': i18n._('Pięć błędnych kodów. Spróbuj za 15 minut albo zeskanuj klucz z wydruku.'),
  'key-or-code': i18n._('Podaj 44-cyfrowy klucz albo 4-cyfrowy kod i PESEL.'),
  'accepted-elsewhere': i18n._('Skierowanie przyjęła już inna placówka.'),
  'wrong-state': i18n._('W tym stanie skierowania nie można tego zrobić. Odśwież i sprawdź stan.'),
  'wrong-party': i18n._('To może zrobić tylko ten, kto prowadzi skierowanie.'),
  expired: i18n._('Termin przyjęcia skierowania minął. Pacjent potrzebuje nowego.'),
  'spa-not-decided': i18n._('NFZ nie wyznaczył miejsca w Twojej placówce.'),
  'no-branch': i18n._('Nie wiadomo, który oddział NFZ ubezpiecza pacjenta.'),
  incomplete: i18n._('Skierowanie jest niekompletne. Uzupełnij wskazane pola.'),
  'changed-meanwhile': i18n._('Ktoś zmienił skierowanie w tej samej chwili. Odśwież i spróbuj jeszcze raz.'),
});
