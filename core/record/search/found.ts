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
  /** With its compartment, but where the trail knows already whose it is. */
  stored: Stored & { readonly key?: Key };
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
  /** Bytes when the statement was asked for them (`Query.packed`). */
  content: string | Buffer;
  tokens?: string[];
}

export const textOf = (content: string | Buffer): string =>
  typeof content === 'string' ? content : new PackedText(content).text;

/** A text that was found: unpacked when somebody looks into it, which whoever passes it on does not. */
class Passed {
  readonly #content: string | PackedText;

  constructor(content: string | Buffer) {
    this.#content = typeof content === 'string' ? content : new PackedText(content);
  }

  get content(): string {
    return typeof this.#content === 'string' ? this.#content : this.#content.text;
  }

  /** The form in which a text is passed on with the least work: UTF-8 when it was never looked into. */
  static outgoing(stored: Stored): string | Buffer {
    if (!(#content in stored)) return stored.content;
    return typeof stored.#content === 'string' ? stored.#content : stored.#content.bytes;
  }
}

export const { outgoing } = Passed;

export class FoundRow extends Passed implements Found {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly updated: Date;
  readonly key: Key;
  /** Only where references are to be followed. */
  readonly tokens: readonly string[] | undefined;
  /** A version that was replaced: brought by a reference to that version. */
  readonly former: boolean;

  constructor({ type, id, version, updated, patient, content, tokens }: RawRow, former = false) {
    super(content);
    this.type = typeName(type);
    this.id = id;
    this.version = version;
    this.updated = updated;
    this.key = patient;
    this.tokens = tokens;
    this.former = former;
  }
}

export const foundRow = (row: RawRow): FoundRow => new FoundRow(row);

/** A row of a page that was told to the trail as it was searched: only its name and its text were asked for. */
class ToldRow extends Passed implements Stored {
  readonly type: string;
  readonly id: string;
  readonly version: number;

  /** `name`: `Type/id/version`, as the trail has it. */
  constructor(name: string, content: Buffer) {
    super(content);
    const [type = '', id = '', version] = name.split('/');
    this.type = type;
    this.id = id;
    this.version = Number(version);
  }

  get updated(): Date {
    const { meta } = JSON.parse(this.content) as { meta: { lastUpdated: string } };
    return new Date(meta.lastUpdated);
  }
}

/** A page as one row: what its rows are called and hold, one behind the other. */
export interface RawPage extends Record<string, unknown> {
  entities: string[] | null;
  /** Packed, as base64. */
  contents: string | null;
  lengths: string[] | null;
  /** There is a next page, and it begins behind this place in the order. */
  more: boolean;
  place: string[] | null;
}

export interface ToldPage extends Pick<RawPage, 'more' | 'place'> {
  readonly rows: readonly Stored[];
}

export function toldPage({ entities, contents, lengths, more, place }: RawPage): ToldPage {
  const bytes = Buffer.from(contents ?? '', 'base64');
  let end = 0;
  const rows = (entities ?? []).map((name, row) => {
    const begin = end;
    end += Number(lengths?.[row]);
    return new ToldRow(name, bytes.subarray(begin, end));
  });
  return { rows, more, place };
}
