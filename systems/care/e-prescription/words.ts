/**
 * What rules and refusals say, in Polish and English, and what to do. `{name}` is filled in. Codes are for machines and
 * never change. Severity: `e` error, `w` warning, `i` information.
 */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';
import type { Verdict, Words } from './model.ts';
import type { Rule } from './rules.ts';
import { dispensingWords } from './words-of-dispensing.ts';

export interface Saying extends Words {
  readonly severity: 'e' | 'w' | 'i';
  /** How it is answered when it is what a request fails by; `rule-broken` when not given. */
  readonly kind?: RefusalKind;
  readonly todo: Words;
}

const e = (pl: string, en: string, doPl: string, doEn: string, kind?: RefusalKind): Saying => ({
  ...{ severity: 'e', pl, en, todo: { pl: doPl, en: doEn } },
  ...(kind ? { kind } : {}),
});
const w = (pl: string, en: string, doPl: string, doEn: string): Saying => ({ ...e(pl, en, doPl, doEn), severity: 'w' });

const issuingWords = {
  'no-right-to-practise': e(
    'Rejestr (CWPM) nie potwierdza dziś Twojego prawa wykonywania zawodu ({why}).',
    'The register (CWPM) does not confirm your right to practise today ({why}).',
    'Wyjaśnij to w izbie; po wpisie do rejestru spróbuj ponownie.',
    'Settle it with your chamber; try again once the register says otherwise.',
    'forbidden',
  ),
  'not-yourself': e(
    'Receptę pro auctore wystawia się dla siebie, a to inna osoba.',
    'A prescription pro auctore is for yourself, and this is somebody else.',
    'Wybierz siebie jako pacjenta albo wystaw receptę zwykłą.',
    'Choose yourself as the patient, or issue an ordinary prescription.',
    'forbidden',
  ),
  'patient-deceased': e(
    'Pacjent nie żyje.',
    'The patient has died.',
    'Sprawdź, czy to właściwy pacjent.',
    'Check that this is the right patient.',
  ),
  'same-again': e(
    'Taki sam pakiet dla tego pacjenta został wystawiony przed chwilą ({package}).',
    'The same package for this patient was issued a moment ago ({package}).',
    'Otwórz tamten pakiet. Jeśli naprawdę mają być dwa, odczekaj dwie minuty.',
    'Open that package. If there shall really be two, wait two minutes.',
    'conflict',
  ),
  'bad-gtin': e(
    'Kod EAN ma błędną cyfrę kontrolną.',
    'The check digit of the EAN or GTIN is wrong.',
    'Zeskanuj kod ponownie albo wybierz lek z listy.',
    'Scan the code again, or choose the medicine from the list.',
  ),
  'unknown-medicine': e(
    'Rejestr (RPL) nie zna leku o kodzie {gtin}.',
    'The register (RPL) knows no medicine with the code {gtin}.',
    'Wybierz lek z wyszukiwarki.',
    'Choose the medicine by searching.',
  ),
  'medicine-removed': e(
    'To opakowanie skreślono z rejestru.',
    'This package was struck out of the register.',
    'Wybierz inne opakowanie lub lek.',
    'Choose another package or medicine.',
  ),
  'not-prescribable': e(
    'Tego produktu nie przepisuje się na receptę (kategoria {category}).',
    'This product is not prescribed (category {category}).',
    'Wybierz inny produkt.',
    'Choose another product.',
  ),
  'medicine-incomplete': e(
    'Brakuje: {what}.',
    'This is missing: {what}.',
    'Uzupełnij opis leku.',
    'Complete the description of the medicine.',
  ),
  'whole-packages': e(
    'Przepisuje się całe opakowania.',
    'Whole packages are prescribed.',
    'Podaj liczbę całkowitą.',
    'Give a whole number.',
  ),
  'quantity-above-limit': e(
    'To ilość na {days} dni; wolno przepisać na {most}.',
    'This lasts {days} days; {most} may be prescribed.',
    'Zmniejsz liczbę opakowań do {packages} albo wystaw kilka recept z datą „od”.',
    'Lower the quantity to {packages}, or issue several prescriptions with a day "from".',
  ),
  'quantity-without-dosage': e(
    'Bez dawkowania wolno przepisać najwyżej {most} opakowania.',
    'Without dosage at most {most} packages may be prescribed.',
    'Podaj dawkowanie albo zmniejsz liczbę opakowań.',
    'Give the dosage, or lower the quantity.',
  ),
  'dosage-needed': e(
    'Dla tego leku dawkowanie jest obowiązkowe.',
    'The dosage has to be given for this medicine.',
    'Podaj dawkowanie.',
    'Give the dosage.',
  ),
  'annual-without-dosage': w(
    'Recepta roczna bez dawkowania jest ważna 30 dni.',
    'A yearly prescription without dosage holds for 30 days.',
    'Podaj dawkowanie.',
    'Give the dosage.',
  ),
  'not-annual': e(
    'Antybiotyku ani środka kontrolowanego nie przepisuje się na rok.',
    'Neither an antibiotic nor a controlled substance is prescribed for a year.',
    'Odznacz „recepta roczna”.',
    'Do not mark it as yearly.',
  ),
  'bad-day': e('Nie ma takiego dnia.', 'There is no such day.', 'Popraw datę.', 'Correct the day.'),
  'starts-in-past': e(
    'Dzień „realizacja od” już minął.',
    'The day "not before" is over.',
    'Podaj dzień od dziś.',
    'Give a day from today on.',
  ),
  'starts-too-late': e(
    'Dzień „realizacja od” może przypaść najpóźniej {last}.',
    'The day "not before" can be {last} at the latest.',
    'Podaj wcześniejszy dzień.',
    'Give an earlier day.',
  ),
  'ends-before-start': e(
    'Dzień „realizacja do” jest przed dniem „od”.',
    'The day "until" is before the first day.',
    'Popraw daty.',
    'Correct the days.',
  ),
  'foreign-entitlement': e(
    'Uprawnienie {entitlement} nie przysługuje temu pacjentowi ({why}).',
    'The entitlement {entitlement} does not belong to this patient ({why}).',
    'Usuń uprawnienie albo sprawdź dane pacjenta.',
    'Remove the entitlement, or check the data of the patient.',
  ),
  'level-not-on-list': w(
    'Lista refundacyjna nie przewiduje dla tego leku poziomu {level}.',
    'The reimbursement list has no level {level} for this medicine.',
    'Wybierz: {levels}.',
    'Choose one of: {levels}.',
  ),
  'no-price': {
    ...w('Nie znamy ceny refundowanej.', 'The refund price is not known.', 'Nic.', 'Nothing.'),
    severity: 'i',
  },
  'prescribed-already': w(
    'Ten lek jest już na otwartej recepcie pacjenta.',
    'This medicine is on an open prescription of the patient already.',
    'Sprawdź, czy druga recepta jest potrzebna.',
    'Check whether a second prescription is needed.',
  ),
  'controlled-no-start': e(
    'Na receptę na środek odurzający lub psychotropowy nie wpisuje się daty „od”.',
    'A prescription for a narcotic or psychotropic has no day "not before".',
    'Usuń datę „od”.',
    'Remove the day "not before".',
  ),
  'controlled-not-reviewed': e(
    'Przed przepisaniem trzeba obejrzeć recepty pacjenta na takie środki ({count}).',
    'The prescriptions of the patient for such substances have to be looked at first ({count}).',
    'Obejrzyj listę i potwierdź.',
    'Look at the list and confirm it.',
  ),
  'examination-needed': w(
    'Nie podano badania z ostatnich {days} dni.',
    'No examination within the last {days} days is given.',
    'Zbadaj pacjenta albo podaj dzień badania.',
    'Examine the patient, or give the day of the examination.',
  ),
  'examination-on-site': e(
    'Przed przepisaniem tego leku trzeba osobiście zbadać pacjenta.',
    'The patient has to be examined in person before this medicine is prescribed.',
    'Podaj dzień badania osobistego albo zaznacz kontynuację leczenia przez lekarza POZ.',
    'Give the day of a personal examination, or say that the doctor of primary care continues a treatment.',
  ),
  'over-limit': w(
    'Przez {hours} godzin wystawiono {prescriptions} recept dla {patients} pacjentów, więcej niż zwykle.',
    'In {hours} hours {prescriptions} prescriptions were issued for {patients} patients, more than usual.',
    'Jeśli to nie Ty, zgłoś to od razu. Zdarzenie jest zgłaszane do nadzoru.',
    'If it was not you, report it at once. The event is reported to oversight.',
  ),
} as const satisfies Record<string, Saying>;

export const sayings: { readonly [code: string]: Saying } = { ...issuingWords, ...dispensingWords };
export type Code = keyof typeof issuingWords | keyof typeof dispensingWords;

type Fill = { readonly [name: string]: string | number };
const filled = (text: string, fill: Fill): string =>
  text.replaceAll(/\{(\w+)\}/g, (all, name: string) => (fill[name] === undefined ? all : String(fill[name])));
const wordsOf = ({ pl, en }: Words, fill: Fill): Words => ({ pl: filled(pl, fill), en: filled(en, fill) });

const severities = { e: 'error', w: 'warning', i: 'information' } as const;

/** The verdict of a code at a place of the request. A rule that does not block makes a warning of an error. */
export function verdict(code: Code, path: string, fill: Fill = {}, rule?: Rule): Verdict {
  const { severity, todo, ...words } = sayings[code] as Saying;
  return {
    code,
    severity: rule && !rule.blocks && severity === 'e' ? 'warning' : severities[severity],
    path,
    ...wordsOf(words, fill),
    todo: wordsOf(todo, fill),
    ...(rule ? { rule: rule.code } : {}),
  };
}

/** A refusal in the words of a code. */
export const refusal = (code: Code, fill: Fill = {}): Refusal => refusalOf([verdict(code, '', fill)]);

/** The refusal of what has errors; the one that forbids goes first. Its problem document carries all verdicts. */
export function refusalOf(verdicts: readonly Verdict[]): Refusal {
  const errors = verdicts.filter(({ severity }) => severity === 'error');
  const kindOf = ({ code }: Verdict): RefusalKind => sayings[code]?.kind ?? 'rule-broken';
  const first = errors.find((one) => kindOf(one) === 'forbidden') ?? (errors[0] as Verdict);
  return new Refusal(kindOf(first), first.code, {
    message: `${first.en} ${first.todo.en}`,
    pl: `${first.pl} ${first.todo.pl}`,
    members: { verdicts },
    issues: errors.map(({ en, todo, path }) => ({
      ...{ severity: 'error' as const, code: 'business-rule', diagnostics: `${en} ${todo.en}` },
      ...(path ? { expression: path } : {}),
    })),
  });
}

/** @throws Refusal when one of them is an error. */
export function demandNoError(verdicts: readonly Verdict[]): void {
  if (verdicts.some(({ severity }) => severity === 'error')) throw refusalOf(verdicts);
}
