/**
 * Large answers packed for those who can unpack them. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 Small ones go
 * out as they are: packing costs more than it saves there. Lengths tell nothing: no answer holds a secret of the
 * server's beside what the asker chose.
 */
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Longest answer that goes out as it is, in characters or bytes. */
const threshold = 16_384;

const accepts = ({ headers: { 'accept-encoding': accepted = '' } }: FastifyRequest): boolean =>
  String(accepted)
    .split(',')
    .some((coding) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding));

/** Quickest packing: on these texts it takes nearly as much off as the best. */
export function compressLargeAnswers(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (!isWhole || payload.length <= threshold || reply.hasHeader('content-encoding')) {
      done(null, payload);
      return;
    }
    reply.header('vary', 'accept, accept-encoding, prefer');
    if (!accepts(request)) {
      done(null, payload);
      return;
    }
    gzip(payload, { level: 1 }, (error, packed) => {
      if (!error) reply.header('content-encoding', 'gzip').removeHeader('content-length');
      done(null, error ? payload : packed);
    });
  });
}
