/**
 * Rows of GUS's files as entries. Full files: TERC (WOJ POW GMI RODZ NAZWA NAZWA_DOD STAN_NA), SIMC (WOJ POW GMI
 * RODZ_GMI RM MZ NAZWA SYM SYMPOD STAN_NA), ULIC (WOJ POW GMI RODZ_GMI SYM SYM_UL CECHA NAZWA_1 NAZWA_2 STAN_NA).
 */
import type { Entry } from '#core/registers/entries.ts';
import { type Fields, present } from '#core/registers/fields.ts';
import { isSimc } from '#libs/polish-identifiers/teryt.ts';
import type { Place, Street, Unit } from './model.ts';

export type Fault = (says: string) => void;

/** Columns of which rows are made, whatever they are called. */
export interface Names {
  readonly woj: string;
  readonly pow: string;
  readonly gmi: string;
  readonly rodz: string;
}

const digits = (text: string | undefined, form: RegExp, what: string, fault: Fault): string => {
  if (text !== undefined && form.test(text)) return text;
  fault(`'${(text ?? '').slice(0, 20)}' is no ${what}.`);
  return '';
};

/** Numbers of a TERC; spreadsheets lose leading zeros of the voivodeship. */
export function tercOf(row: Fields, names: Names, fault: Fault): string {
  const woj = row.text(names.woj)?.padStart(2, '0');
  const parts = [digits(woj, /^\d{2}$/, 'voivodeship', fault)];
  const [pow, gmi, rodz] = [row.text(names.pow), row.text(names.gmi), row.text(names.rodz)];
  if (pow !== undefined) parts.push(digits(pow.padStart(2, '0'), /^\d{2}$/, 'county', fault));
  if (gmi !== undefined) {
    parts.push(digits(gmi.padStart(2, '0'), /^\d{2}$/, 'gmina', fault));
    parts.push(digits(rodz, /^\d$/, 'kind of a gmina', fault));
  }
  return parts.join('');
}

export interface UnitFacts {
  readonly id: string;
  readonly name: string;
  readonly type: string | undefined;
  readonly asOf: string | undefined;
}

export function unitEntry({ id, name, type, asOf }: UnitFacts): Entry {
  const content: Unit = present({ kind: 'unit' as const, id, name, type, asOf });
  const above = id.length === 7 ? id.slice(0, 4) : id.length === 4 ? id.slice(0, 2) : undefined;
  return { kind: 'unit', id, name, ...(above ? { parent: `unit/${above}` } : {}), words: [type], content };
}

export interface PlaceFacts {
  readonly id: string;
  readonly name: string;
  readonly terc: string;
  readonly basic: string | undefined;
  readonly sort: string | undefined;
  readonly asOf: string | undefined;
}

export function placeEntry({ id, name, terc, basic = id, sort, asOf }: PlaceFacts, fault: Fault): Entry {
  if (!isSimc(id)) fault(`'${id.slice(0, 20)}' is no number of a place (SIMC): its check digit does not fit.`);
  const content: Place = present({ kind: 'place' as const, id, name, terc, basic, sort, asOf });
  return { kind: 'place', id, name, parent: `unit/${terc}`, content };
}

export interface StreetFacts {
  readonly simc: string;
  readonly ulic: string;
  readonly feature: string | undefined;
  readonly name: string;
  readonly before: string | undefined;
  readonly asOf: string | undefined;
}

export function streetEntry({ simc, ulic, feature, name, before, asOf }: StreetFacts, fault: Fault): Entry {
  if (!/^\d{5}$/.test(ulic)) fault(`'${ulic.slice(0, 20)}' is no number of a street (ULIC) of five digits.`);
  const id = `${simc}-${ulic}`;
  const content: Street = present({ kind: 'street' as const, id, ulic, simc, feature, name, before, asOf });
  return { kind: 'street', id, name, parent: `place/${simc}`, words: [feature, before], content };
}
