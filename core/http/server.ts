/** The one way in over HTTP: limits, headers, health, metrics, errors. What is served is handed in by the app. */
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { operationOutcome, Refusal, type RefusalKind } from '../refusal/refusal.ts';
import { isConnectionLost, sqlState } from '../db/database.ts';
import { errorInLog } from './log.ts';
import { sendProblem } from './problem.ts';
import { headersOfAll, secureHeaders } from './secure-headers.ts';

export interface ServerOptions {
  /** Level of the log: `info` in service, `silent` in tests. */
  logLevel: string;
  /** True while the platform may be sent work: the database answers and nothing is shutting down. */
  ready(): Promise<boolean>;
  /** True behind https: cookies and headers that demand it. */
  https: boolean;
  /** Told each line of the log in place of standard output. */
  logTo?: (line: string) => void;
  /** Origins that our pages may send forms to. */
  formTargets?: readonly string[];
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that is served, for those who ask of each who may call it. */
    readonly served: readonly { readonly method: string; readonly url: string }[];
  }
}

/** Requests and answers are told by their method and status alone. */
const inLog = {
  req: ({ method }: { method: string }) => ({ method }),
  res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
  err: (error: unknown) => errorInLog(error),
};

/** Operations that others look for at the root of the address: CDS Hooks wants `{baseUrl}/cds-services`. */
const atRoot = /^\/cds-services(?:[/?]|$)/;

/** Builds the server with everything that holds for every route. Limits: security/requirements.md 7.3. */
export function buildServer({ logLevel, ready, https, logTo, formTargets }: ServerOptions): FastifyInstance {
  const server = Fastify({
    logger:
      logLevel === 'silent'
        ? false
        : { level: logLevel, serializers: inLog, ...(logTo ? { stream: { write: logTo } } : {}) },
    // Requests are counted in /metrics and told in the audit trail; the log is for what is wrong.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 2 * 1024 * 1024,
    rewriteUrl: ({ url = '/' }) => (atRoot.test(url) ? `/api${url}` : url),
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: true, querystringParser: parseQuery },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // A slow or silent client holds a socket for seconds, not minutes (7.2: slow-loris).
    requestTimeout: 60_000,
    connectionTimeout: 120_000,
    keepAliveTimeout: 30_000,
    http: {
      ...{ maxHeaderSize: 16 * 1024, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
      // Java's clients offer h2c with every request: they are answered as if they had not.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: (error, request, reply) => answerError(error, request, reply.headers(headersOfAll(https))),
    clientErrorHandler: refuseBrokenRequest,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
  });
  server.server.maxConnections = 5_000;
  const served: { method: string; url: string }[] = [];
  server.decorate('served', served);
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) served.push({ method: one, url });
  });
  secureHeaders(server, https, formTargets);
  server.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  server.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      new Refusal('not-found', 'no-such-address', `There is nothing at ${request.url.split('?')[0]}.`),
    ),
  );
  server.get('/health/live', { logLevel: 'silent' }, async () => ({ status: 'live' }));
  server.get('/health/ready', { logLevel: 'silent' }, async (_request, reply) => {
    const isReady = await ready().catch(() => false);
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not-ready' });
  });
  return server;
}

/** Query strings of operations: last value of a name wins, no nesting, no prototype. */
function parseQuery(text: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) query[name] = value;
  return query;
}

/** HTTP statuses that Fastify itself answers with, as refusals. */
const frameworkKinds: Record<number, RefusalKind> = {
  400: 'invalid',
  // Of files: an address that would lead out of their folder. There is nothing at it.
  403: 'not-found',
  404: 'not-found',
  405: 'not-allowed',
  406: 'not-acceptable',
  408: 'invalid',
  413: 'too-large',
  414: 'uri-too-long',
  415: 'unsupported-media',
  429: 'busy',
};

/** Turns whatever was thrown into a Refusal, or undefined when it is a fault of ours. */
export function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const { statusCode, code, message, validation } = error as FastifyError;
  if (validation) {
    const issues = validation.slice(0, 20).map(({ instancePath, message: wrong = 'is wrong' }) => ({
      ...({ severity: 'error', code: 'invalid', diagnostics: wrong, expression: `#${instancePath}` } as const),
    }));
    return new Refusal('invalid', 'invalid-request', {
      ...{ message: `The request is not as described: ${message}.`, issues },
      pl: `Żądanie nie jest takie, jak opisano w /api/docs: ${message}.`,
    });
  }
  const kind = statusCode === undefined ? undefined : frameworkKinds[statusCode];
  if (kind) return new Refusal(kind, (code ?? kind).toLowerCase().replaceAll('_', '-'), message);
  const state = sqlState(error);
  // Only what somebody sent holds characters that the database refuses: NUL.
  if (state === '22021' || state === '22P05') {
    return new Refusal('invalid', 'bad-text', {
      message: 'The request holds a character that no text may hold here (NUL). Take it out.',
      pl: 'Żądanie zawiera znak, którego nie może mieć żaden tekst (NUL). Usuń go.',
    });
  }
  // Statement or lock timeout, too many connections, shutting down, disk full: trying again later makes sense.
  if (state && /^(57014|55P03|53...|57P0.|08...|40001|40P01)$/.test(state)) {
    return new Refusal('unavailable', 'database-busy', {
      message: 'The platform is busy. Try again in a moment.',
      retryAfter: 2,
    });
  }
  if (isConnectionLost(error)) {
    const message =
      'The database does not answer now. A change that was under way may or may not have been written: read before ' +
      'you repeat it.';
    return new Refusal('unavailable', 'database-away', { message, retryAfter: 2 });
  }
  return undefined;
}

/** Answers an error that no face of its own (such as /fhir) has answered. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const refusal = asRefusal(error);
  // An address that cannot even be decoded never reaches the FHIR face; its clients still read an OperationOutcome.
  if (refusal && request.raw.url?.startsWith('/fhir/')) {
    if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter));
    return reply
      .code(refusal.status)
      .type('application/fhir+json')
      .send(JSON.stringify(operationOutcome(refusal.issues)));
  }
  if (refusal) return sendProblem(reply, refusal);
  request.log.error({ err: error, trace: request.id }, 'fault');
  return reply
    .code(500)
    .type('application/problem+json')
    .send({
      type: '/api/docs#problem-fault',
      title: 'Fault',
      status: 500,
      code: 'fault',
      detail: `Something failed. Number: ${request.id}`,
      detailPl: `Coś zawiodło po naszej stronie. Numer: ${request.id}`,
      trace: request.id,
    });
}

/** What is not even HTTP: a short answer, and the connection ends. */
function refuseBrokenRequest(error: Error & { code?: string }, socket: import('node:net').Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
