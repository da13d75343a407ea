/**
 * The text of a section in both languages, the reader's first. Whatever comes from the record is escaped: a narrative
 * holds no markup but what stands here. https://hl7.org/fhir/R4/narrative.html
 */
import { calledOf, contradicts, statesNone } from './choose.ts';
import { detailsOf } from './details.ts';
import type { Chosen, Fhir, Language, Words } from './model.ts';
import { languages } from './model.ts';
import { codesOf, dateOf, keyOf, targetOf } from './reading.ts';
import { reasons, words } from './words.ts';

/** Characters that XML forbids go; those that it reads are written as references. */
export const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

export interface Narrated {
  readonly chosen: Chosen;
  readonly now: Date;
  readonly language: Language;
  /** What a device or medicine that an entry refers to is called. */
  readonly names: ReadonlyMap<string, Fhir>;
  /** Keys of entries that a physician confirmed. */
  readonly confirmed: ReadonlySet<string>;
  /** More to say, before the table. */
  readonly notes?: readonly Words[];
}

/** What is said instead of a table, or undefined. */
export function saidOf({ entries, closed, statedNone, leftOut }: Chosen): Words | undefined {
  if (closed) return words.closed;
  if (entries.length > 0) return undefined;
  if (statedNone) return withSource(words.statedNone, statedNone);
  return leftOut.length > 0 ? words.onlyLeftOut : words.nobody;
}

function withSource(said: Words, { by, on }: NonNullable<Chosen['statedNone']>): Words {
  const source = [by, on].filter(Boolean).join(', ');
  return source === '' ? said : { pl: `${said.pl} (${source})`, en: `${said.en} (${source})` };
}

/** A section's text: `text.div`. */
export function narrative(narrated: Narrated): string {
  const order = [narrated.language, ...languages.filter((one) => one !== narrated.language)];
  return `<div xmlns="http://www.w3.org/1999/xhtml">${order.map((one) => inOne(narrated, one)).join('')}</div>`;
}

function inOne({ chosen, notes = [], ...around }: Narrated, language: Language): string {
  const say = (one: Words): string => `<p>${escaped(one[language])}</p>`;
  const said = saidOf(chosen);
  const parts = [
    ...notes.map(say),
    ...(said ? [say(said)] : []),
    ...(contradicts(chosen) ? [say(words.contradiction)] : []),
    ...(chosen.entries.length > 0 ? [table(chosen.entries, language, around)] : []),
    ...(chosen.leftOut.length > 0 ? [`<p>${escaped(leftOutWords(chosen, language))}</p>`] : []),
  ];
  return `<div lang="${language}" xml:lang="${language}">${parts.join('')}</div>`;
}

/** `Nie wymieniono: wcześniejsze wpisy o tym samym: 12; …` */
export const leftOutWords = ({ leftOut }: Chosen, language: Language): string =>
  `${words.leftOut[language]}: ${leftOut.map(({ reason, count }) => `${reasons[reason][language]}: ${count}`).join('; ')}.`;

type Around = Pick<Narrated, 'now' | 'names' | 'confirmed'>;

function table(entries: readonly Fhir[], language: Language, around: Around): string {
  const cells = (tag: string, texts: readonly string[]) =>
    `<tr>${texts.map((one) => `<${tag}>${escaped(one)}</${tag}>`).join('')}</tr>`;
  const head = [words.what, words.code, words.details, words.when].map((one) => one[language]);
  const rows = entries.map((entry) => cells('td', rowOf(entry, language, around)));
  return `<table><thead>${cells('th', head)}</thead><tbody>${rows.join('')}</tbody></table>`;
}

/** What a row of the table says of an entry: its name, codes, details, and when. */
export function rowOf(
  entry: Fhir,
  language: Language,
  { now, names, confirmed }: Around,
): [string, string, string, string] {
  const thing = thingOf(entry, names);
  const named = thing ?? entry;
  const when = dateOf(entry);
  const isFuture = when !== undefined && /^\d{4}/.test(when) && Date.parse(when) > now.getTime();
  const said = when?.slice(0, 10) ?? words.notGiven[language];
  const details = statesNone(entry) ? words.statedNone[language] : detailsOf(entry, language);
  return [
    titleOf(named),
    codesOf(named.code ?? named.vaccineCode ?? named.medicationCodeableConcept ?? named.type),
    `${details}${confirmed.has(keyOf(entry)) ? `; ${words.confirmed[language]}` : ''}`,
    isFuture ? `${said} (${words.future[language]})` : said,
  ];
}

function titleOf(resource: Fhir): string {
  const called = calledOf(resource);
  if (called !== '–') return called;
  const { title, description } = resource as { title?: string; description?: string };
  const reference = (resource.medicationReference ?? resource.device) as { display?: string } | undefined;
  const [category] = (Array.isArray(resource.category) ? resource.category : []) as { text?: string }[];
  return title ?? reference?.display ?? category?.text ?? description ?? '–';
}

/** The device or medicine that an entry is about, where it stands apart. */
function thingOf(entry: Fhir, names: ReadonlyMap<string, Fhir>): Fhir | undefined {
  const { reference } = ((entry.medicationReference ?? entry.device) as { reference?: string } | undefined) ?? {};
  const target = targetOf(reference, '');
  return target === undefined ? undefined : names.get(target);
}
