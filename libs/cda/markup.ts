/**
 * Writing XML that is in canonical form as it is written (Canonical XML 1.0, without comments): attributes in order, no
 * empty-element tags, escapes as the standard wants them. So a signer can digest the text itself.
 * https://www.w3.org/TR/2001/REC-xml-c14n-20010315 section 2.3
 */

/** Well-formed XML content: made by this file only, so text can never be taken for markup. */
export type Markup = string & { readonly markup: true };

export type Attributes = Readonly<Record<string, string | undefined>>;
export type Child = Markup | readonly Child[] | undefined;

// What XML 1.0 has no way to write (section 2.2), lone surrogates included, becomes U+FFFD: seen, never silently gone.
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const textEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
const attributeEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

/** Any text as content. */
export const text = (content: string): Markup =>
  content
    .replaceAll(unwritable, '\u{FFFD}')
    .replaceAll(/[&<>\r]/g, (character) => textEscapes[character] as string) as Markup;

const attributeText = (value: string): string =>
  value
    .replaceAll(unwritable, '\u{FFFD}')
    .replaceAll(/[&<"\t\n\r]/g, (character) => attributeEscapes[character] as string);

/** Namespaces first, then attributes without a prefix, then those with one; each by its name. */
const rank = (name: string): number => {
  if (name === 'xmlns') return 0;
  if (name.startsWith('xmlns:')) return 1;
  return name.includes(':') ? 3 : 2;
};
const inOrder = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1);

const joined = (children: readonly Child[]): string => {
  let all = '';
  for (const child of children) {
    if (typeof child === 'string') all += child;
    else if (child) all += joined(child);
  }
  return all;
};

/** An element; attributes and children that are undefined are left out. `name` is the caller's own, never data. */
export function el(name: string, attributes: Attributes = {}, ...children: Child[]): Markup {
  let open = `<${name}`;
  for (const key of Object.keys(attributes).sort(inOrder)) {
    const value = attributes[key];
    if (value !== undefined) open += ` ${key}="${attributeText(value)}"`;
  }
  return `${open}>${joined(children)}</${name}>` as Markup;
}
