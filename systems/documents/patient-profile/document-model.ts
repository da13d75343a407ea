/** What level 3 of the e-Profil answers: one document or imaging study, its original and what is known of it. */
import type { EventLine, EventLink, Identity, Overview, Source } from './model.ts';

/** A part of the original as text: a whole letter, or one section of a structured document. */
export interface OriginalPart {
  title?: string;
  text: string;
}

/** How the original can be shown. `broken`: its content is no base64; `elsewhere`: only an address of another system. */
export type OriginalState =
  | 'text'
  | 'pdf'
  | 'file'
  | 'missing'
  | 'broken'
  | 'too-large'
  | 'elsewhere'
  | 'not-stored-here';

export interface Original {
  state: OriginalState;
  /** As its sender said it: `text/plain; charset=utf-8`. */
  contentType?: string;
  /** What it was read as. */
  format: 'text' | 'html' | 'cda' | 'fhir' | 'pdf' | 'image' | 'unknown';
  title?: string;
  /** Bytes. */
  size?: number;
  language?: string;
  parts: OriginalPart[];
  /** The text was longer than what is shown. */
  cut?: true;
}

/** Where in the original a fact stands: which part, from which character to which. */
export interface PlaceInOriginal {
  part: number;
  from: number;
  to: number;
}

export interface DocumentFact {
  /** `patient`, `author` … of the document itself; types of FHIR for facts of its visit. */
  kind:
    | 'patient'
    | 'author'
    | 'facility'
    | 'date'
    | 'Condition'
    | 'Observation'
    | 'MedicationRequest'
    | 'Procedure'
    | 'allergy';
  what: string;
  detail?: string;
  link?: EventLink;
  /** Absent when the original does not say it in these words. */
  place?: PlaceInOriginal;
}

export interface ImagingSeries {
  modality?: string;
  what?: string;
  site?: string;
  instances?: number;
  date?: string;
}

export interface DocumentDetail {
  patient: Identity;
  allergies: Overview['allergies'];
  asOf: string;
  link: EventLink;
  what: string;
  date?: string;
  /** FHIR status: `current`, `superseded`, `entered-in-error`; of the text: `preliminary`, `final` … */
  status?: string;
  docStatus?: string;
  authors: string[];
  where?: string;
  source: Source;
  /** Which visit or stay it came of. */
  encounter?: EventLine;
  originals: Original[];
  facts: DocumentFact[];
  /** Seen beside the document; whether it holds is verified where documents come in, not here. */
  signature: { state: 'recorded'; when?: string; who?: string } | { state: 'none-known' };
  replaces: EventLine[];
  replacedBy: EventLine[];
  series: ImagingSeries[];
}
