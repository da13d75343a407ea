/** What was refused, as errors: decide by `code`, show `detail` or `detailPl`. */

export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable, kebab-case: what a program decides by. */
  readonly code: string;
  /** English: what is wrong and what to do. */
  readonly detail: string;
  /** Polish: for the people in front of the screen. */
  readonly detailPl: string;
  /** Tell it to the help desk. */
  readonly trace: string;
  readonly errors?: readonly { readonly detail: string; readonly pointer?: string }[];
}

/** An operation was refused (RFC 9457). */
export class Problem extends Error {
  readonly details: ProblemDetails;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | undefined;

  constructor(details: ProblemDetails, retryAfter?: number) {
    super(`${details.status} ${details.code}: ${details.detail}`);
    this.name = 'Problem';
    this.details = details;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return this.details.status;
  }
  get code(): string {
    return this.details.code;
  }
}

export interface OutcomeIssue {
  readonly severity: string;
  readonly code: string;
  readonly diagnostics?: string;
  readonly expression?: readonly string[];
}

/** A FHIR interaction was refused: an OperationOutcome. */
export class FhirRefusal extends Error {
  readonly status: number;
  readonly issues: readonly OutcomeIssue[];

  constructor(status: number, issues: readonly OutcomeIssue[]) {
    super(`${status}: ${issues.map(({ diagnostics, code }) => diagnostics ?? code).join(' ')}`);
    this.name = 'FhirRefusal';
    this.status = status;
    this.issues = issues;
  }
}

/** No token was given: wrong key, stopped client, scope that is not granted (RFC 6749, section 5.2). */
export class TokenRefused extends Error {
  readonly error: string;

  constructor(error: string, description: string) {
    super(`No token: ${error}. ${description}`);
    this.name = 'TokenRefused';
    this.error = error;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** The refusal that an answer holds, whatever stood between us and the server. */
export async function refusalOf(answer: Response): Promise<Problem | FhirRefusal> {
  const body = (await answer.json().catch(() => ({}))) as Partial<ProblemDetails> & {
    resourceType?: string;
    issue?: readonly OutcomeIssue[];
  };
  if (body.resourceType === 'OperationOutcome') return new FhirRefusal(answer.status, body.issue ?? []);
  const after = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const details: ProblemDetails = {
    type: isText(body.type) ? body.type : 'about:blank',
    title: isText(body.title) ? body.title : answer.statusText,
    status: answer.status,
    code: isText(body.code) ? body.code : `http-${answer.status}`,
    detail: isText(body.detail) ? body.detail : answer.statusText,
    detailPl: isText(body.detailPl) ? body.detailPl : '',
    trace: isText(body.trace) ? body.trace : '',
    ...(Array.isArray(body.errors) ? { errors: body.errors } : {}),
  };
  return new Problem(details, Number.isFinite(after) ? after : undefined);
}
