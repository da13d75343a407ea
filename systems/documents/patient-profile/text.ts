/** The text of a document: what a person reads without another program. */
import { Refusal } from '#core/refusal/refusal.ts';
import { as, type Fhir, list, target } from './reading.ts';
import type { Reader } from './reader.ts';
import { readOne } from './reads.ts';

interface Attachment {
  contentType?: string;
  data?: string;
  url?: string;
}
/** Longest text that goes to a screen; longer documents are opened as files (a later issue). */
const mostCharacters = 200_000;

/** The document's plain text; undefined when it has none that a screen can show. */
export async function readAttachment(reader: Reader, resource: Fhir): Promise<string | undefined> {
  const attachments = [
    ...list<{ attachment?: Attachment }>(resource.content).map(({ attachment }) => attachment),
    ...list<Attachment>(resource.presentedForm),
  ].filter((one): one is Attachment => one !== undefined);
  const readable = attachments.find(({ contentType }) => contentType?.startsWith('text/'));
  if (!readable) return narrative(resource);
  const data = readable.data ?? (await binary(reader, readable.url));
  if (!data) return narrative(resource);
  const text = Buffer.from(data, 'base64').toString('utf8');
  return (readable.contentType?.startsWith('text/html') ? plain(text) : text).slice(0, mostCharacters);
}

async function binary(reader: Reader, url: string | undefined): Promise<string | undefined> {
  const to = target({ reference: url ?? '' });
  if (to?.type !== 'Binary') return undefined;
  try {
    return as<string>((await readOne(reader, 'Binary', to.id)).data);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

interface Section {
  title?: string;
  text?: { div?: string };
  section?: Section[];
}

/** A Composition's sections as text. https://hl7.org/fhir/R4/composition.html */
function narrative(resource: Fhir): string | undefined {
  if (resource.resourceType !== 'Composition') return undefined;
  const said = list<Section>(resource.section).map(sectionText).join('\n\n').trim();
  return said || undefined;
}

const sectionText = ({ title, text, section }: Section): string =>
  [title, text?.div && plain(text.div), ...list<Section>(section).map(sectionText)].filter(Boolean).join('\n');

/** XHTML to plain text. The screen shows it as text, never as HTML, so nothing in it can run. Each letter is looked at once. */
export const plain = (html: string): string =>
  html
    .replace(/<(?:script|style)[\s\S]*?(?:<\/(?:script|style)>|$)/gi, '')
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => entities[name] ?? '')
    .replace(/[ \t]+/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  '#39': "'",
};
