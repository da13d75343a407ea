/**
 * What a pharmacy's scanner types: a GTIN, or the whole two-dimensional code of a package with batch and expiry.
 * GS1 General Specifications 3.2 (application identifiers 01, 10, 17, 21); Delegated Regulation (EU) 2016/161. Pure.
 */
export interface Scanned {
  readonly gtin?: string;
  readonly lot?: string;
  /** `YYYY-MM-DD`; a code without a day means the last of the month. */
  readonly expires?: string;
}

/** Group separator, which ends what has no fixed length; scanners may type it or a sign that stands for it. */
const separators = /[\u001d\u241d|]/;
const fixed: Readonly<Record<string, number>> = { '01': 14, '17': 6, '11': 6 };
const open = new Set(['10', '21']);

/** Undefined when the text is no code of a package. With brackets, as printed under the code, too. */
export function readScan(text: string): Scanned | undefined {
  const typed = text.trim().replace(/^\]d2/i, '');
  if (/^\d{8}$|^\d{12,14}$/.test(typed)) return { gtin: typed };
  const parts = typed.startsWith('(') ? bracketed(typed) : split(typed);
  if (!parts?.has('01')) return undefined;
  const [lot, expires] = [parts.get('10'), dayOf(parts.get('17') ?? '')];
  return { gtin: parts.get('01'), ...(lot ? { lot } : {}), ...(expires ? { expires } : {}) };
}

function bracketed(text: string): Map<string, string> {
  return new Map([...text.matchAll(/\((\d\d)\)([^(]*)/g)].map(([, name = '', value = '']) => [name, value.trim()]));
}

function split(text: string): Map<string, string> | undefined {
  const parts = new Map<string, string>();
  let rest = text;
  while (rest !== '') {
    const name = rest.slice(0, 2);
    const length = fixed[name];
    const end = rest.slice(2).search(separators);
    if (length === undefined && !open.has(name)) return undefined;
    const value = length === undefined ? rest.slice(2, end < 0 ? undefined : end + 2) : rest.slice(2, 2 + length);
    if (length !== undefined && (value.length < length || /\D/.test(value))) return undefined;
    parts.set(name, value);
    rest = rest.slice(2 + value.length).replace(/^[\u001d\u241d|]/, '');
  }
  return parts;
}

function dayOf(digits: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^(\d\d)(\d\d)(\d\d)$/.exec(digits) ?? [];
  if (!(Number(month) >= 1 && Number(month) <= 12)) return undefined;
  const last = new Date(Date.UTC(2000 + Number(year), Number(month), 0)).getUTCDate();
  const known = Number(day) === 0 ? last : Number(day);
  return known <= last ? `20${year}-${month}-${String(known).padStart(2, '0')}` : undefined;
}
