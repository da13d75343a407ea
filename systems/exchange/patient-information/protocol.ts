/**
 * How the Fund's answers are read. The interface of ZIP is not published: this protocol is ours, and these are its only
 * readers. Lenient with one entry, strict with an answer: what is not about the person asked about is not believed.
 */
import type { Coded, Service } from './model.ts';

export const mostPages = 50;
export const mostOnPage = 500;
/** Bytes of one page. */
export const pageLimit = 2 * 1024 * 1024;

/** What is sent, as JSON, to `<address>/swiadczenia`. The number stands in the body, never in an address. */
export const questionOf = (pesel: string, page: number): string => JSON.stringify({ wersja: '1', pesel, strona: page });

export interface Page {
  readonly pages: number;
  readonly complete: boolean;
  readonly simulated: boolean;
  readonly services: readonly Service[];
  readonly unreadable: number;
}

/** What is no answer to the question. */
export class Nonsense extends Error {}

/** @throws Nonsense */
export function readPage(bytes: Buffer, asked: { readonly pesel: string; readonly page: number }): Page {
  const said = jsonOf(bytes);
  const { pesel, strona, stron, kompletne, symulator, swiadczenia } = said;
  if (pesel !== asked.pesel) throw new Nonsense('the answer is about somebody else');
  if (strona !== asked.page || !Number.isInteger(stron)) throw new Nonsense('the answer is another page');
  const pages = stron as number;
  if (pages < 1 || !Array.isArray(swiadczenia) || swiadczenia.length > mostOnPage) throw new Nonsense('no list');
  const read = swiadczenia.map(readService);
  const services = read.filter((one): one is Service => one !== undefined);
  const complete = kompletne === true && pages <= mostPages;
  return { pages, complete, simulated: symulator === true, services, unreadable: read.length - services.length };
}

function jsonOf(bytes: Buffer): { readonly [name: string]: unknown } {
  try {
    const said: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (said !== null && typeof said === 'object' && !Array.isArray(said)) return said as { [name: string]: unknown };
  } catch {
    throw new Nonsense('no JSON');
  }
  throw new Nonsense('no object');
}

/** One entry; undefined when nobody could tell what or where it was. */
export function readService(entry: unknown): Service | undefined {
  const said = objectOf(entry);
  const provider = objectOf(said.swiadczeniodawca);
  const [number, kind, name] = [textOf(said.numer, 80), textOf(said.rodzaj, 40), textOf(provider.nazwa)];
  if (!number || !kind || !name) return undefined;
  const [from, to] = [dateOf(said.od), dateOf(said.do)];
  const remarks = [
    ...(said.od !== undefined && from === undefined ? [`Data podana przez NFZ: ${shown(said.od)}`] : []),
    ...(said.do !== undefined && to === undefined ? [`Data zakończenia podana przez NFZ: ${shown(said.do)}`] : []),
    ...(from && to && to < from ? [`NFZ podał koniec (${to}) przed początkiem (${from}).`] : []),
  ];
  const ends = from && to && to >= from ? to : undefined;
  const [regon, city, cell] = [textOf(provider.regon, 14), textOf(provider.miasto), textOf(said.komorka)];
  const medicine = medicineOf(said.lek);
  const cost = costOf(said.koszt);
  return {
    ...{ number, kind, diagnoses: codesOf(said.rozpoznania), procedures: codesOf(said.procedury), remarks },
    ...(from ? { from } : {}),
    ...(ends ? { to: ends } : {}),
    provider: { name, ...(regon && /^(\d{9}|\d{14})$/.test(regon) ? { regon } : {}), ...(city ? { city } : {}) },
    ...(cell ? { cell } : {}),
    ...(medicine ? { medicine } : {}),
    ...(cost === undefined ? {} : { cost }),
  };
}

const objectOf = (value: unknown): { readonly [name: string]: unknown } =>
  value !== null && typeof value === 'object' ? (value as { [name: string]: unknown }) : {};

/** Text on one line, of at most so many characters; undefined for what is none. */
function textOf(value: unknown, most = 300): string | undefined {
  if (typeof value !== 'string') return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  // oxlint-disable-next-line no-control-regex
  const text = value.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();
  return text === '' ? undefined : text.slice(0, most);
}

const shown = (value: unknown): string => (typeof value === 'string' ? (textOf(value, 40) ?? '–') : typeof value);

/** A year, a month or a day that there is. Dates to come are kept: the Fund plans too. */
function dateOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^(19|20|21)\d{2}(-\d{2}(-\d{2})?)?$/.test(value)) return undefined;
  const whole = value.length === 10 ? value : value.length === 7 ? `${value}-01` : `${value}-01-01`;
  const at = new Date(`${whole}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(whole) ? value : undefined;
}

/** Codes are kept as they come, known or not. */
function codesOf(value: unknown): Coded[] {
  return (Array.isArray(value) ? value : []).slice(0, 50).flatMap((one) => {
    const said = objectOf(one);
    const [code, name] = [textOf(said.kod, 20), textOf(said.nazwa)];
    return code ? [{ code: code.replace(/ /g, ''), ...(name ? { name } : {}) }] : [];
  });
}

function medicineOf(value: unknown): Service['medicine'] {
  const said = objectOf(value);
  const [name, gtin] = [textOf(said.nazwa), textOf(said.gtin, 14)];
  if (!name) return undefined;
  const packages = said.opakowan;
  return {
    name,
    ...(gtin && /^\d{8,14}$/.test(gtin) ? { gtin } : {}),
    ...(typeof packages === 'number' && packages > 0 && packages < 1000 ? { packages } : {}),
  };
}

const costOf = (value: unknown): number | undefined =>
  typeof value === 'string' && /^\d{1,8}(\.\d{1,2})?$/.test(value) ? Number(value) : undefined;
