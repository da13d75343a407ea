/** The one call to the node: an artifact for what it stands for, by mutual TLS. saml-bindings 3.2; C-14. */
import { request } from 'node:https';
import { Refusal } from '#core/refusal/refusal.ts';
import type { NodeConfiguration } from './model.ts';

const timeout = 8_000;
const answerLimit = 256 * 1024;

/**
 * Sends a SOAP envelope and gives back the answer. The certificate at the other end must lead to the pinned one; no
 * redirect is followed, and an answer that is too large or too late is none.
 * @throws Refusal `node-unavailable`: the person may try again
 */
export function callNode({ artifactResolution, tls }: NodeConfiguration, envelope: string): Promise<Buffer> {
  return new Promise((done, failed) => {
    const fail = (says: string) =>
      failed(new Refusal('unavailable', 'node-unavailable', `The national node cannot be asked: ${says}.`));
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""', accept: 'text/xml' };
    const signal = AbortSignal.timeout(timeout);
    const options = { method: 'POST', ...tls, minVersion: 'TLSv1.2' as const, agent: false as const, signal, headers };
    const outgoing = request(artifactResolution, options, (answer) => {
      const chunks: Buffer[] = [];
      let length = 0;
      answer.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > answerLimit) outgoing.destroy(new Error('too large an answer'));
        else chunks.push(chunk);
      });
      answer.on('end', () => {
        if (answer.statusCode === 200) done(Buffer.concat(chunks));
        else fail(`answered ${answer.statusCode}`);
      });
      answer.on('error', (error) => fail(error.message));
    });
    outgoing.on('error', (error) => fail(error.message));
    outgoing.end(envelope);
  });
}
