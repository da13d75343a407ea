/** The words of alerts: rules as data, what they found, what they could not look at, what may be done about it. */
export const tiers = [1, 2, 3] as const;
/** 1 interrupts; 2 stands beside the work; 3 is there when asked for. */
export type Tier = (typeof tiers)[number];

/** Where a rule stands: only tried, at work, at work but heard less, taken out. */
export const stages = ['shadow', 'live', 'demoted', 'retired'] as const;
export type Stage = (typeof stages)[number];

export const kinds = [
  ...(['unfilled', 'missing-result', 'screening', 'vaccination', 'interaction', 'age', 'kidney', 'pregnancy'] as const),
  ...(['trend', 'duplicate', 'discharge', 'chronic-care', 'monitoring', 'allergy'] as const),
] as const;
export type Kind = (typeof kinds)[number];

export const audiences = ['prescriber', 'pharmacist'] as const;
export type Audience = (typeof audiences)[number];

/** The same in the languages of the portals. */
export interface Words {
  readonly pl: string;
  readonly en: string;
  readonly uk: string;
}

/** What a rule may ask of the record; each is one bounded search that all rules share (engine/inputs.ts). */
export const inputs = [
  ...(['patient', 'conditions', 'allergies', 'prescriptions', 'dispenses', 'results', 'procedures'] as const),
  ...(['vaccinations', 'visits', 'orders', 'reports', 'letters', 'safety'] as const),
] as const;
export type Input = (typeof inputs)[number];

export interface CodedText {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

/** Places of Gabinet that an action may open. */
export const places = ['overview', 'medicines', 'results', 'vaccinations', 'documents', 'referrals'] as const;
export type Place = (typeof places)[number];

/** What can be done about an alert by one click (ALE-2). */
export type ActionRule =
  | { readonly id: string; readonly do: 'order'; readonly label: Words; readonly code: CodedText }
  | { readonly id: string; readonly do: 'visit'; readonly label: Words; readonly withinDays: number }
  | { readonly id: string; readonly do: 'task'; readonly label: Words; readonly text: Words }
  | { readonly id: string; readonly do: 'prescribe'; readonly label: Words; readonly code: CodedText }
  /** Takes the medicine off the draft orders, or asks for a review of what is taken. */
  | { readonly id: string; readonly do: 'stop'; readonly label: Words; readonly atc: readonly string[] }
  | { readonly id: string; readonly do: 'open'; readonly label: Words; readonly place: Place };

export const verdicts = ['alert', 'quiet', 'silenced', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

/** A test of a rule, inside its file: facts in the short form of engine/example-facts.ts. */
export interface RuleTest {
  readonly name: string;
  readonly patient: { readonly born?: string; readonly sex?: string };
  readonly has: readonly { readonly [fact: string]: unknown }[];
  readonly expect: Verdict;
}

/** One file of `rules/`. */
export interface RuleFile {
  readonly id: string;
  readonly tier: Tier;
  readonly kind: Kind;
  readonly purpose: Words;
  readonly source: { readonly document: string; readonly section: string };
  /** The day on which it was last looked through. */
  readonly date: string;
  readonly owner: string;
  /** False: "nie do użytku klinicznego". */
  readonly validated: boolean;
  readonly audience: readonly Audience[];
  readonly inputs: readonly Input[];
  /** An expression in FHIRPath's syntax over the words of engine/vocabulary.ts. */
  readonly when: string;
  /** What silences it (ALE-5), each with its reason. */
  readonly unless: readonly { readonly when: string; readonly why: Words }[];
  readonly words: { readonly title: Words; readonly why: Words; readonly todo: Words };
  readonly actions: readonly ActionRule[];
  readonly tests: readonly RuleTest[];
}

/** What of the record an alert stands on. */
export interface Evidence {
  /** Polish, as shown: `eGFR 24 ml/min/1,73 m²`. */
  readonly what: string;
  readonly on?: string;
  /** `Observation/obs-1-17-203`. */
  readonly reference?: string;
}

export interface Action {
  readonly id: string;
  readonly label: Words;
  /** `create` and `delete` are FHIR changes (as in CDS Hooks), `open` leads to a screen. */
  readonly type: 'create' | 'delete' | 'open';
  readonly resource?: { readonly resourceType: string; readonly [element: string]: unknown };
  /** Of `delete`: the draft that goes. */
  readonly resourceId?: string;
  /** Of `open`: the address within Gabinet. */
  readonly place?: Place;
}

export interface Alert {
  /** The same while rule, version and what it stands on are the same: by it decisions are remembered. */
  readonly id: string;
  readonly rule: string;
  readonly version: string;
  /** Where it stands now, which may be lower than its file says. */
  readonly tier: Tier;
  readonly kind: Kind;
  readonly title: Words;
  readonly why: Words;
  readonly todo: Words;
  readonly because: readonly Evidence[];
  /** Draft orders that it is about: `MedicationRequest/1`. */
  readonly drafts: readonly string[];
  readonly actions: readonly Action[];
  readonly source: string;
  readonly validated: boolean;
}

/** What could not be looked at, and by which rules: silence must not look like safety. */
export interface Unchecked {
  readonly what: Words;
  readonly rules: readonly string[];
}

export interface Silenced {
  readonly rule: string;
  readonly title: Words;
  readonly why: Words;
}

export interface Findings {
  readonly alerts: readonly Alert[];
  readonly silenced: readonly Silenced[];
  readonly unchecked: readonly Unchecked[];
  /** Facts that nothing could be made of: unknown codes, dates in the future, contradictions. */
  readonly odd: readonly Evidence[];
}
