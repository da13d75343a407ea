/**
 * The short card (karta pacjenta) on paper, in Polish, from the document that `$summary` answers: the same exclusions
 * hold, and a part without entries says why. Pure. Not for clinical use until validated.
 */
import type { CardLine, CardPart, ShortCard } from '#core/printing/model.ts';
import { polishDay } from '#core/registers/days.ts';
import { dayInWords } from '#libs/cda/times.ts';
import {
  type BloodGroup,
  type Contact,
  type Emergency,
  emergencyOf,
  humanName,
  type Medicine,
  type MedicineGroup,
  madeOn,
  type Part,
} from './emergency.ts';
import type { Exclusion } from './exclusions.ts';
import type { Fhir } from './model.ts';
import { list } from './reading.ts';
import { type Line, type Opened, opened, type State } from './shown.ts';
import { codeWords, words } from './words.ts';

/** What the QR code says, and what is printed beside it. */
export interface CardCode {
  readonly text: string;
  readonly says: readonly string[];
  readonly alt: string;
}

/** Without a link: the page that opens links; it holds nothing of anybody. */
export const pointerTo = (viewer: string): CardCode => ({
  text: viewer,
  says: [
    'Kod prowadzi do strony, która otwiera podsumowania. Sam nie zawiera danych ani dostępu: link tworzy pacjent na ' +
      'swoim IKP („Moja karta”).',
  ],
  alt: 'Kod QR: strona, która otwiera podsumowania; bez danych pacjenta',
});

/** With a link that the patient has made. */
export const linkCode = (link: {
  readonly address: string;
  readonly ends: Date;
  readonly hasPin: boolean;
}): CardCode => ({
  text: link.address,
  says: [
    `Kod otwiera podsumowanie pacjenta do ${dayInWords(polishDay(link.ends))}. ` +
      (link.hasPin ? 'Potrzebny jest PIN od pacjenta.' : 'Otworzy je każdy, kto ma tę kartę.'),
    'Pacjent widzi każde otwarcie i może link unieważnić.',
  ],
  alt: 'Kod QR: link do podsumowania pacjenta (SMART Health Link)',
});

const states: Readonly<Record<Exclude<State, 'entries'>, string>> = {
  'nobody-recorded': words.nobody.pl,
  'stated-none': words.statedNone.pl,
  'left-out': words.onlyLeftOut.pl,
  withheld: 'Tej części nie wolno pokazać. Nie wiadomo, czy coś zawiera.',
  unsaid: words.nobody.pl,
};

const groups: Readonly<Record<MedicineGroup, string>> = {
  ...{ anticoagulants: 'PRZECIWKRZEPLIWY LUB PRZECIWPŁYTKOWY', insulins: 'INSULINA', opioids: 'OPIOID' },
  ...{ antiepileptics: 'PRZECIWPADACZKOWY', immunosuppressants: 'IMMUNOSUPRESYJNY' },
  ...{ uncoded: '', others: '' },
};

const mostSigns = 160;
const short = (text: string): string => (text.length > mostSigns ? `${text.slice(0, mostSigns - 1)}…` : text);
/** A whole date as people here write it; a partial one as recorded. */
const dayOf = (date: string): string => (/^\d{4}-\d\d-\d\d/.test(date) ? dayInWords(date.slice(0, 10)) : date);

function rowOf({ what, codes, details, when }: Line, ...more: readonly (string | undefined)[]): CardLine {
  const said = [
    ...more,
    ...codes.map((code) => codeWords(code, 'pl')),
    ...details,
    ...(when === undefined ? [] : [dayOf(when)]),
  ].filter((one) => one);
  return { what: short(what), ...(said.length > 0 && { details: short(said.join('; ')) }) };
}

function partOf<Row>(title: string, part: Part<Row>, row: (one: Row) => CardLine, ...warnings: string[]): CardPart {
  const { state, lines, more, contradiction } = part;
  return {
    ...{ title, lines: lines.map((one) => row(one)) },
    notes: [
      ...(contradiction ? [words.contradiction.pl] : []),
      ...(state === 'entries' ? [] : [states[state]]),
      ...(more > 0 ? [`Jest więcej, nie wymieniono: ${more}.`] : []),
      ...warnings,
    ],
  };
}

const contactRow = ({ name, relationship, phones }: Contact): CardLine => ({
  what: short([name ?? '–', relationship].filter(Boolean).join(', ')),
  details: phones.length > 0 ? phones.join(', ') : 'brak telefonu',
});
const bloodRow = (one: BloodGroup): CardLine => rowOf(one, one.source ?? 'nie zapisano, kto oznaczył');
const medicineRow = (one: Medicine): CardLine => rowOf(one, groups[one.group]);

function partsOf(facts: Emergency): CardPart[] {
  const { bloodGroup } = facts;
  return [
    partOf('Uczulenia', facts.allergies, rowOf),
    partOf('Ostrzeżenia', facts.alerts, rowOf),
    partOf('Leki', facts.medicines, medicineRow),
    partOf('Choroby', facts.conditions, rowOf),
    partOf('Implanty i urządzenia', facts.devices, rowOf),
    partOf(
      ...(['Grupa krwi', bloodGroup, bloodRow] as const),
      ...(bloodGroup.differs ? ['ZAPISANE WYNIKI RÓŻNIĄ SIĘ OD SIEBIE.'] : []),
      'Nie przetaczaj na tej podstawie: oznacz grupę i zrób próbę zgodności.',
    ),
    partOf('Kogo zawiadomić', facts.contacts, contactRow),
    partOf('Oświadczenia woli', facts.directives, rowOf),
  ];
}

const peselSystem = 'urn:oid:2.16.840.1.113883.3.4424.1.1.616';

function personOf({ patient }: Opened): ShortCard['person'] {
  const { name, birthDate, identifier } = (patient ?? {}) as Partial<Fhir>;
  const pesel = list<{ system?: string; value?: string }>(identifier).find(({ system }) => system === peselSystem);
  return {
    name: humanName(list(name)[0]) ?? '–',
    details: [
      typeof birthDate === 'string' ? `ur. ${dayOf(birthDate)}` : 'Data urodzenia: nie podano',
      ...(pesel?.value ? [`PESEL ${pesel.value}`] : []),
    ],
  };
}

const mostSources = 5;

/** Facilities that the document names; whose record it comes from is always said. */
function sourcesOf(bundle: Fhir): string {
  const all = list<{ resource?: Fhir }>(bundle.entry).flatMap(({ resource }) =>
    resource?.resourceType === 'Organization' && typeof resource.name === 'string' ? [resource] : [],
  );
  const own = all.find(({ id }) => id === 'patient-summary-custodian')?.name ?? 'e-Zdrowie';
  const others = [...new Set(all.filter(({ name }) => name !== own).map(({ name }) => name as string))];
  const beyond = others.length - mostSources;
  const named = [...others.slice(0, mostSources), ...(beyond > 0 ? [`i ${beyond} innych`] : [])];
  return `Źródło: kartoteka ${own}${named.length > 0 ? `, dane od: ${named.join(', ')}` : ''}.`;
}

interface Around {
  readonly code: CardCode;
  readonly exclusions: readonly Exclusion[];
  readonly label?: string;
}

/** @throws TypeError for what is no summary document */
export function cardOf(bundle: Fhir, { code, exclusions, label }: Around): ShortCard {
  const document = opened(bundle);
  if (!document) throw new TypeError('The short card is made of a summary document.');
  const made = madeOn(document);
  return {
    ...{ title: 'Karta pacjenta', person: personOf(document), code, ...(label && { label }) },
    parts: partsOf(emergencyOf(document)),
    about: {
      ...{ title: 'O tej karcie', lines: [] },
      notes: [
        ...(made ? [`Stan na ${dayInWords(polishDay(new Date(made)))}. ${words.unsigned.pl}`] : []),
        sourcesOf(bundle),
        'Karta jest informacją, nie służy do podejmowania decyzji klinicznych.',
        ...exclusions.filter(({ holds }) => holds).map(({ says }) => says.pl),
        'Złóż wzdłuż linii w harmonijkę, potem na pół.',
      ],
    },
  };
}
