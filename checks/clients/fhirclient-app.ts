/** An app as SMART's own library makes one: fhirclient on Node, unmodified. Shows the patient whom it was opened for. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import smart from 'fhirclient';

export interface FhirClientApp {
  readonly url: string;
  /** What the library kept of its last authorisation: tokens and launch context. */
  state(): Record<string, unknown>;
  close(): Promise<void>;
}

export interface FhirClientAppOptions {
  readonly clientId: string;
  readonly scope: string;
  /** The FHIR server, for a standalone launch; an EHR launch says it itself. */
  readonly iss: string;
}

/** `/launch` begins, `/back` is where the platform sends the browser. One person at a time. */
export async function startFhirClientApp({ clientId, scope, iss }: FhirClientAppOptions): Promise<FhirClientApp> {
  let kept: Record<string, unknown> = {};
  const storage = {
    get: async (key: string) => kept[key],
    set: async <T>(key: string, value: T) => {
      kept[key] = value;
      return value;
    },
    unset: async (key: string) => delete kept[key],
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const api = smart(request as never, response as never, storage as never);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://app');
    if (pathname === '/launch') {
      kept = {};
      const redirectUri = new URL('/back', `http://${request.headers.host}`).href;
      const asked = searchParams.has('launch') ? {} : { iss };
      await api.authorize({ clientId, scope, redirectUri, ...asked });
    } else if (pathname === '/back') {
      const client = await api.ready();
      const patient = await client.patient.read<{ name: { family: string }[] }>();
      const found = (await client.request(`Observation?patient=${client.patient.id}`)) as {
        total?: number;
        entry?: [];
      };
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<h1>${patient.name[0]?.family}</h1><p>Wyniki: ${found.entry?.length ?? 0}</p>`);
    } else response.writeHead(404).end();
  };
  const server: Server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`The app failed: ${error.message}`);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    state: () => kept[String(kept.SMART_KEY)] as Record<string, unknown>,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
