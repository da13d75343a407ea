/**
 * SYMULATOR ZIP NFZ: answers our protocol by mutual TLS on loopback, to our own certificate alone. In the demonstration
 * and in tests only; `behave` makes it as bad as the real one may be.
 */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Entry } from './lives.ts';

/** `cut`: the second page is never answered. `stranger`: the answer is about somebody else. */
export const behaviours = ['well', 'down', 'slow', 'nonsense', 'stranger', 'cut', 'endless', 'refusing'] as const;
export type Behaviour = (typeof behaviours)[number];

export interface SimulatedTls {
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

const onPage = 5;
const requestLimit = 4_096;

/** Listens on a free port of 127.0.0.1. `told` gives all entries about a person. */
export async function listenAsFund(
  told: (pesel: string) => Promise<readonly Entry[]>,
  { server, client }: SimulatedTls,
) {
  let behaviour: Behaviour = 'well';
  const answer = async (body: string): Promise<string | undefined> => {
    const { pesel, strona } = JSON.parse(body) as { pesel: string; strona: number };
    if (behaviour === 'nonsense') return '<html>Trwają prace serwisowe</html>';
    if (behaviour === 'endless') return `{"pesel":"${'0'.repeat(3 * 1024 * 1024)}"}`;
    const entries = await told(pesel);
    const stron = Math.max(1, Math.ceil(entries.length / onPage));
    if (behaviour === 'cut' && strona > 1) return undefined;
    const about = behaviour === 'stranger' ? '00000000000' : pesel;
    const swiadczenia = entries.slice((strona - 1) * onPage, strona * onPage);
    return JSON.stringify({ wersja: '1', symulator: true, pesel: about, strona, stron, kompletne: true, swiadczenia });
  };
  const listener = createServer(
    {
      ...{ ...server, ca: client.cert, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
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
        if (behaviour === 'slow') return;
        if (behaviour === 'down') return void request.socket.destroy();
        if (behaviour === 'refusing') return void response.writeHead(403).end();
        answer(Buffer.concat(chunks).toString()).then(
          (text) => {
            if (text === undefined) request.socket.destroy();
            else response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(text);
          },
          () => response.writeHead(400).end(),
        );
      });
    },
  );
  listener.maxConnections = 100;
  listener.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((listening, failed) => {
    listener.once('error', failed);
    listener.listen(0, '127.0.0.1', listening);
  });
  const { port } = listener.address() as AddressInfo;
  return {
    address: `https://127.0.0.1:${port}`,
    behave: (now: Behaviour): void => void (behaviour = now),
    async stop(): Promise<void> {
      listener.closeAllConnections();
      await new Promise((closed) => listener.close(closed));
    },
  };
}
