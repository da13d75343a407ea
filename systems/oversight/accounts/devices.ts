/**
 * Devices on which somebody has signed in with both factors: a random number in a signed cookie. It opens nothing; it
 * only keeps the owner of an account from being locked out by others, and tells a new device from a known one.
 */
import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Keyring } from './sealing.ts';
import { sameSecret } from './session-life.ts';

/** As long as browsers keep a cookie at most. */
const life = 400 * 24 * 3600;

export type Devices = ReturnType<typeof devices>;

export function devices({ keys, runtime, https }: { keys: Keyring; runtime: Runtime; https: boolean }) {
  const name = https ? '__Secure-ezdrowie-device' : 'ezdrowie-device';
  const attributes = `Path=/api/accounts; HttpOnly; SameSite=Strict; Max-Age=${life}${https ? '; Secure' : ''}`;
  const ours = new RegExp(`(?:^|; ?)${name}=([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{43})(?:;|$)`);
  const signatureOf = (id: string): string => keys.mark('device', id).toString('base64url');
  return {
    /** The number of this browser, if we gave it one. */
    idOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
      const [, id, signature] = headers.cookie === undefined ? [] : (ours.exec(headers.cookie) ?? []);
      return id && signature && sameSecret(signature, signatureOf(id)) ? id : undefined;
    },
    newId: (): string => runtime.randomBytes(16).toString('base64url'),
    give(reply: FastifyReply, id: string): void {
      reply.header('set-cookie', `${name}=${id}.${signatureOf(id)}; ${attributes}`);
    },
    /** What is kept of it. */
    hashOf: (id: string): Buffer => hash('sha256', id, 'buffer'),
  };
}
