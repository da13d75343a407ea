/**
 * The sender's words as plain text. Nothing of the XHTML goes to a screen as HTML, so nothing in it can run, load or
 * disguise itself. What a style hides is shown all the same: https://hl7.org/fhir/R4/narrative.html#xhtml
 */

/** Longest text of a section, in characters, and most lines: what is longer says that it was cut. */
const mostCharacters = 60_000;
const mostLines = 2_000;
export const cutMark = '[…]';

const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—', deg: '°', micro: 'µ' },
  ...{ plusmn: '±', le: '≤', ge: '≥', times: '×', middot: '·', bull: '•', hellip: '…' },
};

/** One character that is no control: text direction marks, too, could make words read otherwise than they are. */
const unprintable = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : '';
  });

/** Lines of text; cells of a table row are parted by ` | `, images stand as what they say they are. */
export function linesOf(xhtml: string): string[] {
  const cut = xhtml.length > mostCharacters * 4;
  const text = (cut ? xhtml.slice(0, mostCharacters * 4) : xhtml)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(script|style|iframe|object|template)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<img\b[^>]*?\balt\s*=\s*"([^"]*)"[^>]*>/gi, '[$1]')
    .replace(/<\/t[dh]\s*>\s*(?=<t[dh]\b)/gi, ' | ')
    .replace(/<(?:br|hr|\/p|\/div|\/li|\/tr|\/h[1-6]|\/caption|\/dt|\/dd)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*(?:>|$)/g, '');
  const lines = decoded(text)
    .split('\n')
    .map((line) => line.replace(unprintable, '').replace(/\s+/g, ' ').trim())
    .filter((line) => line.replaceAll('|', '').trim() !== '');
  return shortened(lines, cut);
}

function shortened(lines: readonly string[], wasCut: boolean): string[] {
  const kept: string[] = [];
  let left = mostCharacters;
  for (const line of lines) {
    if (kept.length >= mostLines || line.length > left) return [...kept, cutMark];
    kept.push(line);
    left -= line.length;
  }
  return wasCut ? [...kept, cutMark] : kept;
}

/** A short text of a foreign document that is shown in one line. */
export const inLine = (text: unknown, most = 300): string => {
  if (typeof text !== 'string') return '';
  const clean = text.replace(unprintable, ' ').replace(/\s+/g, ' ').trim();
  return clean.length > most ? `${clean.slice(0, most)}…` : clean;
};
