/** A resource as a search finds it. */
import { PackedText } from '#libs/fhir/packing/pack.ts';
import { typeName } from '#libs/fhir/resource-types.ts';
import type { Key } from '../keys.ts';
import type { Inside, SearchPage, Stored } from '../record.ts';

/** A stored resource, and the compartment in which it lies. */
export interface Found extends Stored {
  readonly key: Key;
}

export interface FoundEntry {
  mode: 'match' | 'include';
  stored: Found;
  /** What of it is shown, when that is a resource inside of it. */
  contained?: Inside;
}

export interface FoundPage extends SearchPage {
  entries: FoundEntry[];
  /** The trail has it already. */
  told?: true;
}

/** What every statement of a search selects of a row. */
export const rowColumns = ['type', 'id', 'version', 'updated', 'patient', 'content'];
export const columns = rowColumns.map((column) => `r.${column}`).join(', ');

/**
 * Whose the rows of a page are, for the trail: of the patient whom its entry names, or of nobody; Patients themselves;
 * or of anybody, as each row tells.
 */
export type Whose = 'known' | 'themselves' | 'anybody';

export interface RawRow extends Record<string, unknown> {
  type: number;
  id: string;
  version: number;
  updated: Date;
  patient: Key;
  /** As the statement was asked for it (`Query.packed`). */
  content: string | PackedText;
  tokens?: string[];
}

/** A resource that was found: unpacked when somebody looks into it, which whoever passes it on does not. */
export class FoundRow implements Found {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly updated: Date;
  readonly key: Key;
  /** Only where references are to be followed. */
  readonly tokens: readonly string[] | undefined;
  /** A version that was replaced: brought by a reference to that version. */
  readonly former: boolean;
  readonly #content: string | PackedText;

  constructor({ type, id, version, updated, patient, content, tokens }: RawRow, former = false) {
    this.type = typeName(type);
    this.id = id;
    this.version = version;
    this.updated = updated;
    this.key = patient;
    this.tokens = tokens;
    this.former = former;
    this.#content = content;
  }

  get content(): string {
    return textOf(this.#content);
  }

  /** Of what is stored as it was found, in the form in which it is passed on with the least work. */
  static outgoing(stored: Stored): string | Buffer {
    if (!(#content in stored)) return stored.content;
    const content = stored.#content;
    return content instanceof PackedText ? content.bytes : content;
  }
}

export const foundRow = (row: RawRow): FoundRow => new FoundRow(row);

export const textOf = (content: string | PackedText): string =>
  content instanceof PackedText ? content.text : content;
