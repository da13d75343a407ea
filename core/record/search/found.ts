/** A resource as a search finds it. */
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

export interface FoundRow extends Found {
  /** Only where references are to be followed. */
  readonly tokens?: readonly string[];
  /** A version that was replaced: brought by a reference to that version. */
  readonly former?: boolean;
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
  content: string;
  tokens?: string[];
}

export function foundRow({ type, id, version, updated, patient, content, tokens }: RawRow): FoundRow {
  const found = { type: typeName(type), id, version, updated, content, key: patient };
  return tokens ? { ...found, tokens } : found;
}
