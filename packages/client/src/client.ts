/** The client: typed operations, pages, FHIR. Runs wherever there are fetch and WebCrypto; needs no other package. */
import { type Operations, type Route, routes } from './generated/api.ts';
import { refusalOf } from './problem.ts';
import { repeating } from './repeat.ts';
import { type Tokens, tokens } from './token.ts';

export interface MachineKey {
  readonly clientId: string;
  /** Private key: a JWK, or PEM (PKCS#8) of a key on P-384. */
  readonly privateKey: JsonWebKey | string;
  /** `kid` under which the public key is registered; without it the client's id. */
  readonly keyId?: string;
  /** SMART scopes: `system/Patient.rs system/MedicationRequest.cruds`. */
  readonly scope: string;
}

export interface ClientOptions {
  /** `https://ezdrowie.example`: what the OpenAPI document names as server. */
  readonly baseUrl: string;
  /** Who asks: a machine by its key, or an app of a person (SMART App Launch) by the token that it got. */
  readonly as: MachineKey | { readonly token: () => Promise<string> };
  /** How often something that may pass is sent again (4). */
  readonly retries?: number;
  /** Longest wait for an answer, ms (30,000). */
  readonly timeout?: number;
  readonly onRetry?: (attempt: number, because: string) => void;
  readonly fetch?: typeof fetch;
}

type Name = keyof Operations;
/** Parts of a request that an operation has; those that may be left out as a whole are optional. */
type Parts<O extends { params: unknown; query: unknown; body: unknown }> = Part<'params', O['params']> &
  Part<'query', O['query']> &
  Part<'body', O['body']>;
type Part<K extends string, T> = [T] extends [undefined]
  ? { readonly [key in K]?: undefined }
  : Record<string, never> extends T
    ? { readonly [key in K]?: T }
    : { readonly [key in K]: T };

export type Request<N extends Name> = Parts<Operations[N]> & {
  /** The key of an earlier attempt, kept by you over a restart; without it a fresh one. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};
export type Reply<N extends Name> = Operations[N]['reply'];

export interface Client {
  /**
   * Calls an operation by its name in the OpenAPI document. What changes something carries an Idempotency-Key, so that
   * it is sent again when no answer came and still done once.
   * @throws Problem when it is refused; TokenRefused; TypeError when the server cannot be reached
   */
  call<N extends Name>(
    name: N,
    ...request: Record<string, never> extends Request<N> ? [Request<N>?] : [Request<N>]
  ): Promise<Reply<N>>;
  /** Page after page of a list, until there is none. @throws as `call` */
  pages<N extends Name>(
    name: N,
    ...request: Record<string, never> extends Request<N> ? [Request<N>?] : [Request<N>]
  ): AsyncGenerator<Reply<N>, void>;
  /**
   * A FHIR interaction: `fhir('GET', 'Patient?name=nowak')`. Creations are sent again only under `ifNoneExist`.
   * @throws FhirRefusal
   */
  fhir<R = unknown>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, options?: FhirOptions): Promise<R>;
  /** A present access token, for whatever else it is needed. @throws TokenRefused */
  token(): Promise<string>;
}

export interface FhirOptions {
  readonly body?: unknown;
  readonly ifNoneExist?: string;
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

interface Sent {
  readonly params?: Record<string, unknown> | undefined;
  readonly query?: Record<string, unknown> | undefined;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export function createClient(options: ClientOptions): Client {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const { retries = 4, timeout = 30_000, onRetry } = options;
  const send = options.fetch ?? ((...request: Parameters<typeof fetch>) => fetch(...request));
  const { as } = options;
  const given: Tokens =
    'token' in as ? { current: as.token, forget: () => undefined } : tokens({ ...as, baseUrl, fetch: send });
  const ask = async (address: string, init: RequestInit, safe: boolean): Promise<Response> => {
    const once = () => authorized(send, given, address, { ...init, signal: limited(init.signal, timeout) });
    const answer = await repeating(once, safe, { retries, onRetry });
    if (!answer.ok) throw await refusalOf(answer);
    return answer;
  };
  const call = async (name: Name, request: Sent = {}): Promise<unknown> => {
    const route: Route = routes[name];
    const headers: Record<string, string> = { accept: 'application/json' };
    if (request.body !== undefined) headers['content-type'] = 'application/json';
    if (route.once) headers['idempotency-key'] = request.idempotencyKey ?? crypto.randomUUID();
    const init = { method: route.method, headers, ...bodyOf(request.body), ...signalOf(request.signal) };
    const answer = await ask(addressOf(baseUrl, route, request), init, route.once ?? route.method !== 'POST');
    return contentOf(answer);
  };
  async function* pages(name: Name, request: Sent = {}): AsyncGenerator<unknown, void> {
    const { cursor } = routes[name];
    let query = request.query;
    for (;;) {
      const page = await call(name, { ...request, query });
      yield page;
      const { next, more } = page as { next?: string; more?: boolean };
      if (cursor === undefined || next === undefined || more === false) return;
      query = { ...query, [cursor]: next };
    }
  }
  return {
    call: call as Client['call'],
    pages: pages as Client['pages'],
    token: () => given.current(),
    async fhir<R>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, more: FhirOptions = {}): Promise<R> {
      const headers: Record<string, string> = { accept: 'application/fhir+json' };
      if (more.body !== undefined) headers['content-type'] = 'application/fhir+json';
      if (more.ifNoneExist) headers['if-none-exist'] = more.ifNoneExist;
      if (more.ifMatch) headers['if-match'] = more.ifMatch;
      const safe = method === 'GET' || more.ifNoneExist !== undefined || /(^|\/)_search$/.test(path);
      const init = { method, headers, ...bodyOf(more.body), ...signalOf(more.signal) };
      const answer = await ask(`${baseUrl}/fhir/R4/${path.replace(/^\//, '')}`, init, safe);
      const text = await answer.text();
      return (text === '' ? undefined : JSON.parse(text)) as R;
    },
  };
}

/** JSON as what it says, other text as it is, files as bytes. */
async function contentOf(answer: Response): Promise<unknown> {
  const [media = ''] = (answer.headers.get('content-type') ?? '').split(';');
  if (/[/+]json$/.test(media)) return answer.json();
  return /^text\/|[/+]xml$/.test(media) ? answer.text() : new Uint8Array(await answer.arrayBuffer());
}

const bodyOf = (body: unknown) => (body === undefined ? {} : { body: JSON.stringify(body) });
const signalOf = (signal: AbortSignal | undefined) => (signal ? { signal } : {});
const limited = (signal: AbortSignal | null | undefined, timeout: number): AbortSignal =>
  signal ? AbortSignal.any([signal, AbortSignal.timeout(timeout)]) : AbortSignal.timeout(timeout);

function addressOf(baseUrl: string, { path }: Route, { params = {}, query = {} }: Sent): string {
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')));
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, String(value));
  return `${baseUrl}${place}${asked.size > 0 ? `?${asked}` : ''}`;
}

/** A token may have been ended meanwhile: then one more is asked for. */
async function authorized(send: typeof fetch, given: Tokens, address: string, init: RequestInit): Promise<Response> {
  const attempt = async () => {
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${await given.current()}` };
    return send(address, { ...init, headers });
  };
  const answer = await attempt();
  if (answer.status !== 401) return answer;
  given.forget();
  return attempt();
}
