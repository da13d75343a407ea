/** FHIR R4 over HTTP: a Fastify plugin whose prefix is the base address. https://hl7.org/fhir/R4/http.html */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asRefusal } from '../../http/server.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { shown } from '../checks.ts';
import { otherMethods } from './allowed.ts';
import { sendOutcome, sendRefusal, sendText } from './answer.ts';
import { queryOf } from './asked.ts';
import { bodyLimits, readBody } from './body.ts';
import { compressLargeAnswers } from './compress.ts';
import { shortened } from '../search/index.ts';
import { demandReadable } from './negotiation.ts';
import { recordOperations } from './operations.ts';
import { type FhirRoutesOptions, fhirInteractions } from './routes.ts';

export type { FhirOperation } from './operation.ts';
export type { FhirRoutesOptions } from './routes.ts';

/** The plugin: `server.register(fhirRoutes, { prefix: '/fhir/R4', record, authenticator, smartConfiguration })`. */
export async function fhirRoutes(server: FastifyInstance, options: FhirRoutesOptions): Promise<void> {
  const {
    record,
    smartConfiguration,
    terminologyCapabilities,
    operations = [],
    published = [],
    subscriptions,
  } = options;
  const all = [...recordOperations, ...operations, ...published];
  // https://hl7.org/fhir/R4/http.html#capabilities
  const metadata = async (query: string): Promise<string> => {
    const asksTerminology = new URLSearchParams(query).get('mode') === 'terminology';
    const own = !asksTerminology || !terminologyCapabilities;
    const content = own ? await record.capabilities(all, subscriptions) : await terminologyCapabilities();
    const type = own ? 'CapabilityStatement' : 'TerminologyCapabilities';
    return shortened({ type, id: '', version: 1, updated: new Date(0), content }, query).content;
  };
  readBodiesRaw(server);
  compressLargeAnswers(server);
  server.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  server.setNotFoundHandler((request, reply) => sendRefusal(reply, noSuchAddress(request, server)));
  server.get('/metadata', async (request, reply) => {
    const query = queryOf(request);
    demandReadable(request, query.parameters);
    return sendText(reply, 200, await metadata(query.text), query);
  });
  if (smartConfiguration) {
    server.get('/.well-known/smart-configuration', async (_request, reply) => reply.send(smartConfiguration));
  }
  fhirInteractions(server, options, metadata);
}

/** Bodies arrive as bytes, whatever they are called: each interaction says what it reads. */
function readBodiesRaw(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', async (request: FastifyRequest, payload: FastifyRequest['raw']) => {
    const isBundle =
      request.method === 'POST' && /^\/?$/.test((request.routeOptions.url ?? '').slice(server.prefix.length));
    const limit = isBundle ? bodyLimits.bundle : bodyLimits.resource;
    return readBody(payload, request.headers['content-encoding'], limit);
  });
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = asRefusal(error);
  if (refusal) return sendRefusal(reply, refusal);
  request.log.error({ err: error, trace: request.id }, 'fault');
  const diagnostics = `Something failed on our side. Tell us this number: ${request.id}.`;
  return sendOutcome(reply, 500, [{ severity: 'fatal', code: 'exception', diagnostics }]);
}

/** Either the address is none, or it is one but not for this method. */
function noSuchAddress(request: FastifyRequest, server: FastifyInstance): Refusal {
  const path = (request.raw.url ?? '').slice(server.prefix.length).split('?')[0] ?? '';
  const says = `There is nothing at '${shown(path)}'. See /metadata for what is.`;
  return otherMethods(request, server) ?? new Refusal('not-found', 'no-such-address', says);
}
