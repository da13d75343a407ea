/** SYMULATOR: where artifacts are resolved, by mutual TLS on loopback; only our own certificate gets an answer. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { refusalCode } from '#libs/saml/read.ts';
import type { SimulatedPair } from '../configuration.ts';
import type { Simulator } from './simulator.ts';

const requestLimit = 64 * 1024;

/** Listens on a free port of 127.0.0.1. */
export async function listenAsNode(simulator: Pick<Simulator, 'resolve'>, { node, provider }: SimulatedPair) {
  const server = createServer(
    {
      ...{ cert: node.tls.cert, key: node.tls.key, ca: provider.tls.cert },
      ...{ minVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: true },
      ...{ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 8 * 1024 },
    },
    (request, response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      request.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > requestLimit) request.destroy();
        else chunks.push(chunk);
      });
      request.on('end', () => {
        simulator.resolve(Buffer.concat(chunks).toString()).then(
          (answer) => response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(answer),
          (error: unknown) => response.writeHead(refusalCode(error) === undefined ? 500 : 400).end(),
        );
      });
    },
  );
  server.maxConnections = 100;
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}/login-services/idpArtifactResolutionService`,
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
