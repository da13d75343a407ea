/** `/soap/<service>`: POST takes an envelope of SOAP 1.2 or 1.1, GET with `?wsdl` gives the description. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Runtime } from '../runtime/runtime.ts';
import { contextOf, messageLimit, valuesOf, withEnvelope } from './envelope.ts';
import { envelope, type Fault, faultEnvelope, SoapFault, type Version } from './fault.ts';
import {
  type Incoming,
  requestName,
  responseName,
  type SoapOperation,
  type SoapService,
  type Values,
} from './model.ts';
import { ns } from './names.ts';
import { Taken, verifyMessage } from './security.ts';
import { answerOf, wsdlOf } from './wsdl.ts';
import { withDocument } from '#libs/xml-signature/document.ts';

export interface SoapNeeds {
  readonly runtime: Runtime;
  /** Address people and machines use, without a slash at the end. */
  readonly baseUrl: string;
  readonly services: readonly SoapService[];
  /** Thumbprint of the certificate that the connection itself showed, if it did. */
  readonly shownCertificate: (request: FastifyRequest) => string | undefined;
  /** Told of faults that are ours. */
  readonly onFault: (error: unknown, request: FastifyRequest) => void;
}

const mediaTypes = { '1.1': 'text/xml; charset=utf-8', '1.2': 'application/soap+xml; charset=utf-8' } as const;

export function serveSoap(server: FastifyInstance, needs: SoapNeeds): void {
  const taken = new Taken();
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const types = ['application/soap+xml', 'text/xml', 'application/xml'];
    scope.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: messageLimit }, (_request, body, done) =>
      done(null, body),
    );
    for (const service of needs.services) {
      const address = `/soap/${service.name}`;
      scope.get(address, (request, reply) => describe(service, needs, request, reply));
      scope.post(address, { bodyLimit: messageLimit }, (request, reply) =>
        answer(service, { ...needs, taken }, request, reply),
      );
    }
  });
}

function describe(
  { name, ...service }: SoapService,
  { baseUrl }: SoapNeeds,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const wanted = Object.keys(request.query as object).some((key) => key.toLowerCase() === 'wsdl');
  if (!wanted) return reply.redirect(`/soap/${name}?wsdl`, 302);
  reply.type('text/xml; charset=utf-8');
  return wsdlOf({ name, ...service }, `${baseUrl}/soap/${name}`);
}

async function answer(
  service: SoapService,
  needs: SoapNeeds & { readonly taken: Taken },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> {
  // Until the envelope is read, the answer's version follows the media type.
  let version: Version = String(request.headers['content-type']).startsWith('text/xml') ? '1.1' : '1.2';
  const send = (status: number, xml: string): string => {
    reply.code(status).type(mediaTypes[version]);
    return xml;
  };
  try {
    const message = request.body;
    if (!Buffer.isBuffer(message)) throw new SoapFault('niepoprawnyKomunikat', 'Wyślij kopertę SOAP.');
    const read = await withEnvelope(message, (parts, _document, text) => {
      version = parts.version;
      return readCall(service, { ...needs, text, request }, parts);
    });
    const values = await read.operation.handle(read.values, read.incoming);
    const { operation } = read;
    return send(
      200,
      envelope(version, answerOf(responseName(operation), service.namespace, operation.response, values)),
    );
  } catch (error) {
    if (error instanceof SoapFault) return send(statusOf(error.fault), faultEnvelope(version, error.fault));
    needs.onFault(error, request);
    const says = 'Błąd po naszej stronie. Spróbuj ponownie; jeśli się powtórzy, zgłoś go z godziną wywołania.';
    return send(500, faultEnvelope(version, { major: 'bladWewnetrzny', says }));
  }
}

const statusOf = ({ major }: Fault): number =>
  (({ bladWewnetrzny: 500, przekroczonyCzas: 503, bladAutoryzacji: 403 }) as Partial<Record<string, number>>)[major] ??
  400;

interface ReadCall {
  readonly operation: SoapOperation;
  readonly values: Values;
  readonly incoming: Incoming;
}

/** Who sent it, proven, and what was sent: by a signed message only what was signed. */
function readCall(
  service: SoapService,
  needs: SoapNeeds & { readonly taken: Taken; readonly text: string; readonly request: FastifyRequest },
  parts: Parameters<Parameters<typeof withEnvelope>[1]>[0],
): ReadCall {
  const { request, runtime, text, taken } = needs;
  const operation = service.operations.find((one) => requestName(one) === parts.content.name);
  if (!operation) {
    throw new SoapFault('niepoprawnyKomunikat', `Usługa ${service.name} nie zna elementu ${parts.content.name}.`);
  }
  const at = { source: request.ip, trace: request.id };
  const shown = parts.security === undefined ? needs.shownCertificate(request) : undefined;
  if (shown !== undefined) {
    const context = contextOf(parts.context);
    const proof = { thumbprint: shown, by: 'tls' } as const;
    return { operation, values: valuesOf(parts.content, operation.request), incoming: { proof, context, ...at } };
  }
  const now = runtime.now();
  const signed = verifyMessage(text, parts, now);
  taken.take(signed, now);
  const context = signed.context ? withDocument(signed.context.toString(), ({ root }) => contextOf(root)) : {};
  const values = withDocument(signed.body.toString(), ({ root }) => {
    const content = root.firstChild && root.get('*[1]');
    if (root.name !== 'Body' || ![ns.soap11, ns.soap12].includes(root.namespaceUri as never) || !content) {
      throw new SoapFault('bladPodpisuKomunikatuWSS', 'Podpis nie obejmuje treści (Body).');
    }
    return valuesOf(content as Parameters<typeof valuesOf>[0], operation.request);
  });
  return {
    operation,
    values,
    incoming: { proof: { thumbprint: signed.thumbprint, by: 'ws-security' }, context, ...at },
  };
}
