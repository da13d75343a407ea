/** The one way a screen speaks to the platform: JSON over same-origin requests, refusals as plain words. */

/** A refusal or a fault, as a person is to read it. */
export class ApiProblem extends Error {
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;
  /** Machine-readable reason: `slot-taken`; from problem details `code`, else empty. */
  readonly code: string;
  /** The number to give to the help desk. */
  readonly trace: string | undefined;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | undefined;
  /** The platform's own words in Polish, with what to do; `message` has them in English. */
  readonly pl: string | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { trace?: string; retryAfter?: number; pl?: string } = {},
  ) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.trace = more.trace;
    this.retryAfter = more.retryAfter;
    this.pl = more.pl;
  }
}

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface SendOptions {
  readonly csrf?: string;
  /** Repeated with the same key, the request is done once and answered twice (outbox). */
  readonly idempotencyKey?: string;
}

export interface Api {
  /** GET of an address below the origin: `/fhir/R4/Patient/…`, `/api/…`. @throws ApiProblem */
  get<T>(path: string, options?: { signal?: AbortSignal }): Promise<T>;
  /**
   * A change; carries the session's CSRF token, or the one given when the session has only just begun. @throws
   * ApiProblem
   */
  send<T>(method: Method, path: string, body?: unknown, options?: SendOptions): Promise<T>;
  /** Asks by POST for a file, where what is asked must not stand in an address. @throws ApiProblem */
  file(path: string, body: unknown): Promise<Blob>;
}

export interface ApiNeeds {
  fetch: typeof globalThis.fetch;
  /** The CSRF token of the session; undefined before sign-in. */
  csrf(): string | undefined;
  /** Called at every 401 with its code; leads to sign-in and keeps the place, or locks the screen. */
  onSignedOut(code: string): void;
  /** Called after every answer that kept the session alive. */
  onAlive?(): void;
}

/** @returns a client whose calls throw ApiProblem and nothing else. */
export function createApi({ fetch, csrf, onSignedOut, onAlive }: ApiNeeds): Api {
  async function answerTo(path: string, request: RequestInit): Promise<Response> {
    const answer = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...request }).catch((fault) => {
      if (request.signal?.aborted) throw fault;
      throw new ApiProblem(0, 'no-connection', '');
    });
    if (!answer.ok) {
      const problem = await readProblem(answer);
      if (answer.status === 401) onSignedOut(problem.code);
      throw problem;
    }
    onAlive?.();
    return answer;
  }
  async function ask<T>(path: string, request: RequestInit): Promise<T> {
    const answer = await answerTo(path, request);
    if (answer.status === 204) return undefined as T;
    return (await answer.json().catch(() => undefined)) as T;
  }
  return {
    async file(path, body) {
      const token = csrf();
      const headers = { 'content-type': 'application/json', ...(token && { 'x-csrf-token': token }) };
      return (await answerTo(path, { method: 'POST', headers, body: JSON.stringify(body) })).blob();
    },
    get: (path, { signal } = {}) => ask(path, { headers: { accept: accepts(path) }, signal }),
    send: (method, path, body, options = {}) => {
      const token = options.csrf ?? csrf();
      const headers: Record<string, string> = { accept: accepts(path) };
      if (body !== undefined) headers['content-type'] = path.startsWith('/fhir/') ? fhirJson : 'application/json';
      if (token) headers['x-csrf-token'] = token;
      if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
      return ask(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    },
  };
}

const fhirJson = 'application/fhir+json';
const accepts = (path: string) => (path.startsWith('/fhir/') ? fhirJson : 'application/json');

interface ProblemBody {
  code?: string;
  title?: string;
  detail?: string;
  detailPl?: string;
  trace?: string;
  issue?: readonly { diagnostics?: string; details?: { text?: string } }[];
}

/** Reads RFC 9457 problem details or an OperationOutcome. */
async function readProblem(answer: Response): Promise<ApiProblem> {
  const body = ((await answer.json().catch(() => undefined)) ?? {}) as ProblemBody;
  const issue = body.issue?.[0];
  const message = body.detail ?? body.title ?? issue?.details?.text ?? issue?.diagnostics ?? '';
  const retryAfter = Number(answer.headers.get('retry-after')) || undefined;
  const trace = body.trace ?? answer.headers.get('x-request-id') ?? undefined;
  return new ApiProblem(answer.status, body.code ?? '', message, { trace, retryAfter, pl: body.detailPl });
}
