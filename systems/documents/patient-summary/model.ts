/** Words of the Patient Summary: FHIR resources as parsed, sections, what was read, what was chosen and what was not. */
/** A resource of the record as parsed JSON; numbers whose text matters are JSON.rawJSON objects (libs/fhir/json.ts). */
export type Fhir = { resourceType: string; id: string } & { [element: string]: unknown };

export interface Coding {
  system?: string;
  code?: string;
  display?: string;
}
export interface Concept {
  coding?: Coding[];
  text?: string;
}
export interface Reference {
  reference?: string;
  type?: string;
  identifier?: object;
  display?: string;
}

/** Languages in which a summary is written; the record's own words are never translated. */
export const languages = ['pl', 'en'] as const;
export type Language = (typeof languages)[number];
export type Words = Readonly<Record<Language, string>>;

/** Why something that the record has is not among the entries of its section. */
export type Reason = 'repeated' | 'older' | 'over' | 'beyond' | 'mistaken' | 'unread';

export interface LeftOut {
  readonly reason: Reason;
  readonly count: number;
}

/** What stands in a section, or why nothing does. */
export interface Chosen {
  readonly entries: readonly Fhir[];
  readonly leftOut: readonly LeftOut[];
  /** The caller may not read what belongs here: nothing is said about whether there is any. */
  readonly closed?: boolean;
  /** Somebody stated that there is none: who and when, of a List with emptyReason `nilknown`. */
  readonly statedNone?: { readonly by?: string; readonly on?: string };
}

/** What one question to the record brought. */
export interface Fact {
  readonly resources: readonly Fhir[];
  /** How many match; more than `resources` when not all were read. */
  readonly total: number;
  readonly closed?: boolean;
}

/** Sections to which a physician adds lines in their own words. */
export const addedTo = ['problems', 'allergies', 'medications', 'alerts'] as const;
export interface Added {
  readonly section: (typeof addedTo)[number];
  readonly text: string;
}

/** Most lines of each kind: a curated summary is read by people. */
export const most = { lines: 200, added: 50, text: 500, comment: 4000 } as const;
