/**
 * What foreign documents are made of, as screens and rules speak of them. A document is a Bundle of type `document`
 * (https://hl7.org/fhir/R4/documents.html); summaries follow https://hl7.org/fhir/uv/ips/ and http://hl7.eu/fhir/eps.
 */

/** What a section is about; `other` has words only and is shown, never compared. */
export const sectionKinds = [
  'allergies',
  'medicines',
  'problems',
  'immunizations',
  'results',
  'procedures',
  'devices',
  'plan',
  'other',
] as const;
export type SectionKind = (typeof sectionKinds)[number];

/** Sections whose facts can be taken over, one by one. */
export const comparedKinds = ['allergies', 'medicines', 'problems', 'immunizations', 'results', 'procedures'] as const;
export type ComparedKind = (typeof comparedKinds)[number];
export const isCompared = (kind: SectionKind): kind is ComparedKind =>
  (comparedKinds as readonly string[]).includes(kind);

/**
 * What a section says when one looks: facts; words alone; "there is none" said by the sender; empty for a reason that
 * is no answer; empty without a word; not sent at all. Only `stated-none` says anything about the patient.
 */
export const sectionStates = ['facts', 'words', 'stated-none', 'no-answer', 'empty', 'missing'] as const;
export type SectionState = (typeof sectionStates)[number];

export interface Code {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
  /** Whether this platform knows the code system by name. */
  readonly known: boolean;
}

/** What is odd about a fact, and shown with it. */
export const factNotes = [
  'no-code',
  'unknown-code-system',
  'no-date',
  'partial-date',
  'future-date',
  'refuted',
  'entered-in-error',
  'inactive',
  'outside-sections',
  'other-patient',
] as const;
export type FactNote = (typeof factNotes)[number];

export interface Fact {
  /** The same in every document that says the same of this patient: what a decision is remembered by. */
  readonly key: string;
  readonly kind: SectionKind;
  /** FHIR type in the document. */
  readonly type: string;
  readonly what: string;
  readonly codes: readonly Code[];
  /** As recorded: a year, a month, a day, an instant. */
  readonly date?: string;
  readonly until?: string;
  readonly status?: string;
  /** Dose, value with unit, reaction: what is to be compared in words. */
  readonly detail?: string;
  /** Says that there is none: "no known allergies". */
  readonly none?: true;
  readonly notes: readonly FactNote[];
}

export interface Section {
  readonly kind: SectionKind;
  readonly title: string;
  readonly code?: string;
  readonly state: SectionState;
  /** Why it is empty, in the sender's code: http://terminology.hl7.org/CodeSystem/list-empty-reason */
  readonly reason?: string;
  /** The sender's words, as plain text: lines, cells parted by ` | `. */
  readonly text: readonly string[];
  readonly lang?: string;
  readonly facts: readonly Fact[];
}

export const documentKinds = ['summary', 'discharge', 'laboratory', 'other'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export interface ForeignPerson {
  readonly name: string;
  readonly birthDate?: string;
  readonly gender?: string;
  readonly country?: string;
  readonly identifiers: readonly { readonly system?: string; readonly value: string; readonly isPesel?: true }[];
}

/** What is odd about a document as a whole. */
export const documentNotes = [
  'no-date',
  'future-date',
  'no-author',
  'not-final',
  'test-data',
  'not-signed',
  'signature-not-verified',
] as const;
export type DocumentNote = (typeof documentNotes)[number];

export interface ForeignDocument {
  readonly kind: DocumentKind;
  readonly title: string;
  readonly language?: string;
  /** When its author made it. */
  readonly date?: string;
  readonly authors: readonly string[];
  readonly custodian?: string;
  readonly profile?: string;
  readonly person: ForeignPerson;
  readonly sections: readonly Section[];
  readonly notes: readonly DocumentNote[];
  /** References that lead to nothing in the document. */
  readonly dangling: readonly string[];
  /** Code systems that this platform does not know, by their address. */
  readonly unknownSystems: readonly string[];
  /** Resources by type: what came in all. */
  readonly counts: { readonly [type: string]: number };
}

export const identityVerdicts = ['same', 'unsure', 'different'] as const;
export type IdentityVerdict = (typeof identityVerdicts)[number];
export const traits = ['pesel', 'birth-date', 'family-name', 'given-name', 'gender'] as const;
export type Trait = (typeof traits)[number];
export const traitVerdicts = ['agrees', 'differs', 'missing'] as const;
export type TraitVerdict = (typeof traitVerdicts)[number];

export interface IdentityMatch {
  readonly verdict: IdentityVerdict;
  readonly traits: readonly {
    readonly trait: Trait;
    readonly verdict: TraitVerdict;
    readonly there?: string;
    readonly here?: string;
  }[];
}

/** How a foreign fact stands to ours. */
export const relations = ['same', 'differs', 'only-there'] as const;
export type Relation = (typeof relations)[number];
/** In what two facts about the same differ; `by-name`: held to be the same by its name alone. */
export const differences = ['by-name', 'code', 'status', 'date', 'dose', 'value', 'says-none'] as const;
export type Difference = (typeof differences)[number];

/** A fact of our record, as it is compared. */
export interface Ours {
  /** `Condition/…` */
  readonly reference: string;
  readonly kind: ComparedKind;
  readonly what: string;
  readonly codes: readonly Code[];
  readonly date?: string;
  readonly status?: string;
  readonly detail?: string;
  readonly none?: true;
  /** Taken over from a foreign document earlier. */
  readonly foreign?: true;
}

export const decisionKinds = ['accepted', 'known', 'not-applicable'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export interface Decision {
  readonly key: string;
  readonly kind: DecisionKind;
  readonly at: string;
  readonly by: string;
  readonly reason?: string;
  /** What was written of it: `Condition/…` */
  readonly resource?: string;
  /** The document it was made about. */
  readonly document: string;
}

export interface Compared extends Fact {
  readonly relation: Relation;
  readonly differences: readonly Difference[];
  /** References of ours that it stands to. */
  readonly ours: readonly string[];
  readonly decision?: Decision;
  /** Whether it can be taken over as it is. */
  readonly acceptable: boolean;
}

export interface ComparedSection extends Omit<Section, 'facts'> {
  readonly facts: readonly Compared[];
  /** Ours that nothing in the document speaks of. */
  readonly onlyHere: readonly string[];
}

/** A document as it lies here. */
export interface Stored {
  readonly id: string;
  readonly patient: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly date?: string;
  readonly authors: readonly string[];
  readonly importedAt: string;
  readonly importedBy: string;
  /** SHA-256 of the bytes as received, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface CheckReply {
  readonly document: ForeignDocument;
  readonly identity: IdentityMatch;
  /** Set when these very bytes are here already. */
  readonly already?: string;
}

export interface Reconciliation {
  readonly stored: Stored;
  readonly document: Omit<ForeignDocument, 'sections'>;
  readonly identity: IdentityMatch;
  readonly sections: readonly ComparedSection[];
  readonly ours: readonly Ours[];
  /** Kinds of ours that could not be read whole: more than is read at once. */
  readonly cut: readonly ComparedKind[];
  readonly mayDecide: boolean;
  readonly undecided: number;
}

/** The system's name: its folder. */
export const system = 'foreign-summaries';
