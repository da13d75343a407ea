/** The words of medication safety: rules as data, what is known of a patient, warnings that say why. */
export const register = 'medication-safety';

export const severities = ['contraindicated', 'major', 'moderate', 'minor'] as const;
export type Severity = (typeof severities)[number];

export const ruleKinds = ['interaction', 'pregnancy', 'age', 'kidney', 'allergy', 'condition', 'dose'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** The same in the languages of the portals. */
export interface Words {
  readonly pl: string;
  readonly en: string;
  readonly uk: string;
}

/** One rule of a set. Medicines are named by beginnings of ATC codes: `M01A` is every NSAID, `B01AA03` warfarin. */
export interface Rule {
  readonly id: string;
  readonly kind: RuleKind;
  /** The medicine that is spoken of. */
  readonly a: readonly string[];
  /** Of an interaction the other medicine; of an allergy rule what somebody is allergic to. */
  readonly b?: readonly string[];
  readonly severity: Severity;
  /** What may happen, and what to do. */
  readonly effect: Words;
  readonly advice: Words;
  /** Where it stands: `ChPL warfaryna 4.5`. */
  readonly source: string;
  /** Age in whole years: from this one on, and below this one. */
  readonly from?: number;
  readonly below?: number;
  /** eGFR in ml/min/1.73 m²: the rule holds below it. */
  readonly egfrBelow?: number;
  /** Beginnings of ICD-10 codes. */
  readonly icd10?: readonly string[];
  readonly mostPerDay?: Quantity;
}

export interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/** Whose set it is; goes with every answer. */
export interface SetHead {
  readonly set: string;
  /** The day it describes. */
  readonly day: string;
  readonly licence: string;
  readonly owner: string;
  /** False: not for clinical use. */
  readonly validated: boolean;
}

export interface RuleSet {
  readonly head: SetHead;
  readonly rules: readonly Rule[];
}

/** A medicine that is taken or about to be: by its ATC code, once that is known. */
export interface Medicine {
  readonly atc: string;
  readonly name: string;
  /** How much a day, where it is known. */
  readonly perDay?: Quantity;
  /** Of what is taken: its supply ends within 30 days, so the same again is a renewal and not doubled. */
  readonly endsSoon?: true;
}

export interface Allergy {
  readonly name: string;
  /** Beginning of an ATC code; missing for what is no medicine or was not coded. */
  readonly atc?: string;
}

export interface PatientFacts {
  /** Whole years; undefined without a birth date. */
  readonly age?: number;
  /** `unknown` for everybody who might be and of whom nothing is recorded. */
  readonly pregnant: 'yes' | 'no' | 'unknown';
  readonly egfr?: { readonly value: number; readonly day: string };
  readonly allergies: readonly Allergy[];
  /** Was it ever recorded whether there are allergies. */
  readonly allergiesAsked: boolean;
  /** ICD-10 codes of what is not over. */
  readonly conditions: readonly string[];
}

export interface Warning {
  /** Of the rule; `doubled-substance`, `doubled-group` and `allergy-recorded` are the engine's own. */
  readonly rule: string;
  readonly kind: RuleKind | 'doubled';
  readonly severity: Severity;
  /** The medicines it is about; a new one first. */
  readonly medicines: readonly Medicine[];
  readonly effect: Words;
  readonly advice: Words;
  readonly source: string;
  /** What of the patient it stands on: `{ egfr: 24, day: '2026-03-01' }`. */
  readonly because?: { readonly [fact: string]: string | number };
}

/** What could not be looked at: silence must not look like safety. */
export type Unknown = 'age' | 'pregnancy' | 'kidney' | 'allergies';

export interface SafetyReply {
  readonly notForClinicalUse: boolean;
  readonly set: SetHead & { readonly edition: number };
  readonly warnings: readonly Warning[];
  /** Medicines of which nothing could be said, as they were asked. */
  readonly unchecked: readonly string[];
  readonly unknown: readonly Unknown[];
  /** What the patient takes, as the record has it. */
  readonly taken: readonly Medicine[];
}

/** A medicine as callers name it: one of `atc`, `gtin`, `substance`. */
export interface Asked {
  readonly atc?: string;
  readonly gtin?: string;
  readonly substance?: string;
  readonly name?: string;
  readonly perDay?: Quantity;
}
