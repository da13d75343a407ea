/**
 * The words that somebody recorded in one resource: names of things, notes, descriptions, narratives, the text of
 * attachments. Left out: whose it is, identifiers, addresses, states and everything that only machines read.
 */
import { type Fhir, list, target } from '../reading.ts';
import { plain } from '../text.ts';

/** Why a document cannot be searched. */
export type Silence = 'picture' | 'pdf' | 'elsewhere' | 'other';

export interface RecordedWords {
  /** One part a line. */
  readonly text: string;
  /** Ids of the Binary resources that hold the rest. */
  readonly binaries: readonly string[];
  /** Set when there is an attachment, and none that can be searched. */
  readonly silent?: Silence;
}

const spoken = new Set([
  ...['text', 'display', 'title', 'description', 'conclusion', 'comment', 'patientInstruction', 'valueString', 'div'],
  ...['valueMarkdown', 'detail', 'summary', 'lotNumber', 'series', 'name', 'reason'],
]);
const skipped = new Set([
  ...['meta', 'subject', 'patient', 'identifier', 'category', 'clinicalStatus', 'verificationStatus', 'interpretation'],
  ...[
    'masterIdentifier',
    'confidentiality',
    'securityLabel',
    'partOf',
    'basedOn',
    'class',
    'encounter',
    'referenceRange',
  ],
]);
/** Codes that people know by heart: ICD-10 (I50.0) and ATC (C09AA05). */
const known = /^[A-Z]\d{2}(\.?\d{1,2}|[A-Z]{1,2}(\d{2})?)?$/;
const most = { characters: 200_000, depth: 24, parts: 5000 };

interface Attachment {
  readonly contentType?: string;
  readonly data?: string;
  readonly url?: string;
  readonly title?: string;
}

/** All words of a resource, each part once. */
export function recordedWords(resource: Fhir): RecordedWords {
  const said = new Set<string>();
  const attached: Attachment[] = [];
  gather(resource, said, attached, 0);
  const binaries: string[] = [];
  const silences: Silence[] = [];
  let readable = false;
  for (const attachment of attached) {
    if (attachment.title) said.add(attachment.title);
    const text = attachment.data === undefined ? undefined : decoded(attachment.contentType, attachment.data);
    const to = target({ reference: attachment.url ?? '' });
    if (text !== undefined) {
      readable = true;
      said.add(text);
    } else if (attachment.data === undefined && to?.type === 'Binary' && isReadable(attachment.contentType)) {
      binaries.push(to.id);
    } else silences.push(silenceOf(attachment));
  }
  const [silent] = readable || binaries.length > 0 ? [] : silences;
  return { text: [...said].join('\n').slice(0, most.characters), binaries, ...(silent ? { silent } : {}) };
}

function gather(value: unknown, said: Set<string>, attached: Attachment[], depth: number): void {
  if (value === null || typeof value !== 'object' || depth > most.depth || said.size > most.parts) return;
  for (const [key, part] of Object.entries(value)) {
    if (skipped.has(key)) continue;
    if (typeof part === 'string') {
      if (spoken.has(key)) said.add(key === 'div' ? plain(part) : part.slice(0, most.characters));
      else if (key === 'code' && known.test(part)) said.add(part);
    } else if (key === 'attachment') attached.push(part as Attachment);
    else if (key === 'presentedForm') attached.push(...list<Attachment>(part));
    else gather(part, said, attached, depth + 1);
  }
}

/** Text, HTML and XML (CDA, too) can be read; undefined for the rest. */
export function decoded(contentType: string | undefined, base64: string): string | undefined {
  if (!isReadable(contentType)) return undefined;
  const text = decoder(contentType).decode(Buffer.from(base64, 'base64')).slice(0, most.characters);
  return /html|xml/.test(contentType ?? '') ? plain(text.replace(/^[\s\S]*?(?=<structuredBody)/, '')) : text;
}

const isReadable = (contentType: string | undefined): boolean =>
  /^(text\/|application\/(xhtml\+xml|xml|hl7-|cda\+xml|hl7-v3\+xml))/.test(contentType ?? '');

function decoder(contentType: string | undefined): TextDecoder {
  const named = /charset="?([\w-]{1,20})/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named);
  } catch {
    return new TextDecoder(); // a name that nobody knows
  }
}

function silenceOf({ contentType, data, url }: Attachment): Silence {
  if (contentType?.startsWith('image/') || contentType === 'application/dicom') return 'picture';
  if (contentType === 'application/pdf') return 'pdf';
  return data === undefined && url !== undefined ? 'elsewhere' : 'other';
}
