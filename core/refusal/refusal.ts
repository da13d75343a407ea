/**
 * One type for "no". A closed set of kinds, one row each; systems add codes, never kinds. The edge translates a Refusal
 * into RFC 9457 problem details, or into an OperationOutcome under /fhir. Anything else that is thrown is a fault.
 */
export const kinds = {
  invalid: { status: 400, issue: 'invalid' },
  unauthenticated: { status: 401, issue: 'login' },
  forbidden: { status: 403, issue: 'forbidden' },
  'not-found': { status: 404, issue: 'not-found' },
  'not-allowed': { status: 405, issue: 'not-supported' },
  'not-acceptable': { status: 406, issue: 'not-supported' },
  conflict: { status: 409, issue: 'conflict' },
  gone: { status: 410, issue: 'deleted' },
  'condition-failed': { status: 412, issue: 'conflict' },
  'too-large': { status: 413, issue: 'too-long' },
  'uri-too-long': { status: 414, issue: 'too-long' },
  'unsupported-media': { status: 415, issue: 'not-supported' },
  'rule-broken': { status: 422, issue: 'business-rule' },
  'condition-required': { status: 428, issue: 'conflict' },
  busy: { status: 429, issue: 'throttled' },
  'headers-too-large': { status: 431, issue: 'too-long' },
  unavailable: { status: 503, issue: 'transient' },
} as const satisfies Record<string, { status: number; issue: string }>;

/** Reasons that FHIR has a word of its own for, whatever the kind. https://hl7.org/fhir/R4/valueset-issue-type.html */
const issueOfCode: { readonly [code: string]: string | undefined } = {
  'too-costly': 'too-costly',
  'unsupported-parameter': 'not-supported',
  'unsupported-ecl': 'not-supported',
  'unknown-filter': 'not-supported',
};

export type RefusalKind = keyof typeof kinds;

/** One thing that is wrong, as FHIR says it (OperationOutcome.issue). */
export interface Issue {
  severity: 'fatal' | 'error' | 'warning' | 'information';
  /** http://hl7.org/fhir/issue-type */
  code: string;
  /** Plain words for a person: what is wrong and what to do. */
  diagnostics: string;
  /** The rule that is broken, as its owner calls it: `REG.WER.4059`. */
  rule?: string;
  /** FHIRPath of the element, such as `Patient.name[0].family`. */
  expression?: string;
  /** Where that stands in the text that was sent, both counted from 1. */
  spot?: { readonly line: number; readonly column: number };
}

export interface RefusalWords {
  readonly message?: string;
  readonly pl?: string;
  readonly issues?: readonly Issue[];
  readonly retryAfter?: number;
  readonly members?: { readonly [name: string]: unknown };
}

export class Refusal extends Error {
  readonly kind: RefusalKind;
  /** Machine-readable reason, kebab-case, stable: `slot-taken`, `unknown-parameter`. */
  readonly code: string;
  readonly issues: readonly Issue[];
  /** Seconds after which trying again makes sense (429, 503). */
  readonly retryAfter: number | undefined;
  /** The same words in Polish, where the system has them; faces have general ones for each kind. */
  readonly pl: string | undefined;
  /** More for the problem document below /api (RFC 9457, extension members): all verdicts of a rule. */
  readonly members: { readonly [name: string]: unknown } | undefined;

  constructor(kind: RefusalKind, code: string, says: string | RefusalWords = {}) {
    const { message, pl, issues, retryAfter, members }: RefusalWords =
      typeof says === 'string' ? { message: says } : says;
    // What quotes a long value may have cut it within a character.
    super((message ?? issues?.[0]?.diagnostics ?? code).toWellFormed());
    this.name = 'Refusal';
    this.kind = kind;
    this.code = code;
    this.issues = issues ?? [
      { severity: 'error', code: issueOfCode[code] ?? kinds[kind].issue, diagnostics: this.message },
    ];
    this.retryAfter = retryAfter;
    this.pl = pl;
    this.members = members;
  }

  get status(): number {
    return kinds[this.kind].status;
  }
}

const spotUrl = 'http://hl7.org/fhir/StructureDefinition/operationoutcome-issue';

/** https://hl7.org/fhir/extensions/StructureDefinition-operationoutcome-issue-line.html */
const spotExtensions = ({ line, column }: NonNullable<Issue['spot']>) => [
  { url: `${spotUrl}-line`, valueInteger: line },
  { url: `${spotUrl}-col`, valueInteger: column },
];

/** A FHIR OperationOutcome of some issues. https://hl7.org/fhir/R4/operationoutcome.html */
export function operationOutcome(issues: readonly Issue[]) {
  return {
    resourceType: 'OperationOutcome' as const,
    issue: issues.map(({ severity, code, rule, diagnostics, expression, spot }) => ({
      ...(spot ? { extension: spotExtensions(spot) } : {}),
      severity,
      code,
      ...(rule ? { details: { coding: [{ system: 'urn:ezdrowie:rule', code: rule }] } } : {}),
      // What quotes a long value may have cut it within a character: JSON would bear it, XML does not.
      diagnostics: diagnostics.toWellFormed(),
      ...(expression ? { expression: [expression] } : {}),
    })),
  };
}
