/**
 * Products and packages of the Polish register of medicinal products (RPL), from its XML export.
 * https://rejestry.ezdrowie.gov.pl/rpl
 */
import { isGtin } from '../polish-identifiers/gtin.ts';
import { type Attributes, type XmlEvent, xmlEvents } from '../xml-stream/xml-events.ts';

export interface MedicinalProduct {
  /** Number in the register: `100000014`. */
  readonly id: string;
  readonly name: string;
  /** Common (international) name. */
  readonly commonName: string | undefined;
  readonly strength: string | undefined;
  readonly form: string | undefined;
  readonly kind: 'human' | 'veterinary';
  readonly holder: string | undefined;
  readonly procedure: string | undefined;
  readonly permit: string | undefined;
  readonly permitValidity: string | undefined;
  /** Addresses of the leaflet (ulotka) and of the summary of product characteristics. */
  readonly leaflet: string | undefined;
  readonly characteristics: string | undefined;
  readonly atc: readonly string[];
  readonly routes: readonly string[];
  readonly substances: readonly Substance[];
  readonly packages: readonly Package[];
  /** Struck out of the register (partial exports tell so). */
  readonly removed: boolean;
}

export interface Substance {
  readonly name: string;
  readonly amount?: string;
  readonly unit?: string;
  /** Amount of the preparation that holds it. */
  readonly per?: string;
  readonly perUnit?: string;
}

export interface Package {
  readonly id: string | undefined;
  /** As it came; `gtin14` where its check digit fits. */
  readonly code: string | undefined;
  readonly gtin: string | undefined;
  /** Rp, Rpz, Rpw, Lz, OTC … */
  readonly availability: string | undefined;
  readonly removed: boolean;
  readonly euNumber: string | undefined;
  readonly parallelDistributor: string | undefined;
  /** In words: `28 tabl.`, `1 fiol. 5 ml`. */
  readonly says: string;
}

export interface RegisterProblem {
  readonly line: number;
  readonly says: string;
}

export interface RegisterReading {
  /** Told when the root is read: `stanNaDzien`, the day that the file describes. */
  onDate?(date: string): void;
  onProblem?(problem: RegisterProblem): void;
}

/** GTIN-14, or undefined when it is no GTIN. */
export const gtin14 = (code: string | undefined): string | undefined =>
  code !== undefined && isGtin(code) ? code.padStart(14, '0') : undefined;

const filled = (text: string | undefined): string | undefined => {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' || trimmed === '-' ? undefined : trimmed;
};
const isYes = (text: string | undefined): boolean => text?.trim().toUpperCase() === 'TAK';

interface Draft {
  readonly attributes: Attributes;
  readonly line: number;
  readonly atc: string[];
  readonly routes: string[];
  readonly substances: Substance[];
  readonly packages: { attributes: Attributes; units: string[] }[];
}

/** @throws XmlRefused for what is no XML. Products that lack what names them are told to `onProblem`. */
export async function* readRegister(
  chunks: AsyncIterable<string>,
  { onDate, onProblem }: RegisterReading = {},
): AsyncIterable<MedicinalProduct> {
  let draft: Draft | undefined;
  let text = '';
  for await (const event of xmlEvents(chunks)) {
    if (event.kind === 'text') {
      text += event.text;
      continue;
    }
    if (event.kind === 'open') {
      text = '';
      if (event.name === 'produktyLecznicze') onDate?.(event.attributes.stanNaDzien ?? '');
      else if (event.name === 'produktLeczniczy') draft = begun(event);
      else if (draft) opened(draft, event.name, event.attributes);
      continue;
    }
    if (!draft) continue;
    if (event.name === 'produktLeczniczy') {
      const product = finished(draft);
      if (product) yield product;
      else onProblem?.({ line: draft.line, says: 'The product has no id or no nazwaProduktu.' });
      draft = undefined;
    } else closed(draft, event.name, text.trim());
    text = '';
  }
}

const begun = ({ attributes, line }: Extract<XmlEvent, { kind: 'open' }>): Draft => ({
  attributes,
  line,
  atc: [],
  routes: [],
  substances: [],
  packages: [],
});

function opened(draft: Draft, name: string, attributes: Attributes): void {
  switch (name) {
    case 'opakowanie':
      draft.packages.push({ attributes, units: unitInAttributes(attributes) });
      break;
    case 'jednostkaOpakowania':
      draft.packages.at(-1)?.units.push(unit(attributes));
      break;
    case 'drogaPodania': {
      const route = filled(attributes.drogaPodaniaNazwa);
      if (route) draft.routes.push(route);
      break;
    }
    case 'substancjaCzynna': {
      const substance = filled(attributes.nazwaSubstancji);
      if (substance) draft.substances.push({ name: substance, ...amounts(attributes) });
      break;
    }
  }
}

/** What stands as text: codes of ATC, and in the first shape substances. */
function closed(draft: Draft, name: string, text: string): void {
  if (text === '') return;
  if (name === 'kodATC') draft.atc.push(text);
  if (name === 'substancjaCzynna' && draft.substances.at(-1)?.name !== text) draft.substances.push({ name: text });
  if (name === 'jednostkaOpakowania') {
    const units = draft.packages.at(-1)?.units;
    if (units?.at(-1) === '') units[units.length - 1] = text;
  }
}

function amounts(attributes: Attributes): Partial<Substance> {
  const [amount, unitName] = [filled(attributes.iloscSubstancji), filled(attributes.jednostkaMiaryIlosciSubstancji)];
  const [per, perUnit] = [filled(attributes.iloscPreparatu), filled(attributes.jednostkaMiaryIlosciPreparatu)];
  return {
    ...(amount ? { amount } : {}),
    ...(unitName ? { unit: unitName } : {}),
    ...(per ? { per } : {}),
    ...(perUnit ? { perUnit } : {}),
  };
}

const words = (...parts: (string | undefined)[]): string => parts.map(filled).filter(Boolean).join(' ');
const unit = ({ liczbaOpakowan, rodzajOpakowania, pojemnosc, jednostkaPojemnosci, informacjeDodatkowe }: Attributes) =>
  words(liczbaOpakowan, rodzajOpakowania, pojemnosc, jednostkaPojemnosci, informacjeDodatkowe);
const unitInAttributes = ({ wielkosc, jednostkaWielkosci }: Attributes): string[] => {
  const says = words(wielkosc, jednostkaWielkosci);
  return says === '' ? [] : [says];
};

function finished({ attributes: a, atc, routes, substances, packages }: Draft): MedicinalProduct | undefined {
  const [id, name] = [filled(a.id), filled(a.nazwaProduktu)];
  if (!id || !name) return undefined;
  const single = filled(a.kodATC);
  return {
    id,
    name,
    commonName: filled(a.nazwaPowszechnieStosowana),
    strength: filled(a.moc),
    form: filled(a.nazwaPostaciFarmaceutycznej) ?? filled(a.postac),
    kind: a.rodzajPreparatu === 'weterynaryjny' ? 'veterinary' : 'human',
    holder: filled(a.podmiotOdpowiedzialny),
    procedure: filled(a.typProcedury),
    permit: filled(a.numerPozwolenia),
    permitValidity: filled(a.waznoscPozwolenia),
    leaflet: filled(a.ulotka),
    characteristics: filled(a.charakterystyka),
    atc: [...new Set([...(single ? [single] : []), ...atc])],
    routes,
    substances,
    packages: packages.map(({ attributes: p, units }) => {
      const code = filled(p.kodGTIN) ?? filled(p.kodEAN);
      return {
        id: filled(p.id),
        code,
        gtin: gtin14(code),
        availability: filled(p.kategoriaDostepnosci),
        removed: isYes(p.skasowane),
        euNumber: filled(p.numerEu),
        parallelDistributor: filled(p.dystrybutorRownolegly),
        says: units.filter((says) => says !== '').join(' + '),
      };
    }),
    removed: a.status === 'Usuniety',
  };
}
