/** Browser sessions: opened after the second factor, found by their cookie, listed and ended by their owner. */
import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database, Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Account, Position, Session } from './model.ts';
import { isLive, lives, shouldTouch } from './session-life.ts';
import { accountStore } from './store.ts';

/** How long this process may believe what it read of a session. An end in another process is seen after it. */
const believedFor = 5_000;
const rememberedAtMost = 10_000;

export interface SessionsNeed {
  database: Database;
  runtime: Runtime;
  https: boolean;
  demonstration: boolean;
}

export type BrowserSessions = ReturnType<typeof browserSessions>;

const sha256 = (secret: string): Buffer => hash('sha256', secret, 'buffer');

export function browserSessions({ database, runtime, https, demonstration }: SessionsNeed) {
  // `__Host-` binds the cookie to this host, path / and https; browsers accept it only there.
  const cookieName = https ? '__Host-ezdrowie' : 'ezdrowie';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${https ? '; Secure' : ''}`;
  // The value is 256 bits in base64url and nothing else, so no quoting or escaping can occur.
  const ours = new RegExp(`(?:^|; ?)${cookieName}=([A-Za-z0-9_-]{43})(?:;|$)`);
  const remembered = new Map<string, { session: Session; readAt: number }>();
  const store = accountStore(database, { demonstration });

  const secretOf = ({ headers }: { headers: { cookie?: string | undefined } }): string | undefined =>
    headers.cookie === undefined ? undefined : ours.exec(headers.cookie)?.[1];

  async function read(secret: string): Promise<Session | undefined> {
    const now = runtime.now().getTime();
    const known = remembered.get(secret);
    if (known && now - known.readAt < believedFor) return known.session;
    const session = await store.sessionOfHash(sha256(secret));
    remembered.delete(secret);
    if (session) {
      if (remembered.size >= rememberedAtMost) remembered.delete(remembered.keys().next().value as string);
      remembered.set(secret, { session, readAt: now });
    }
    return session;
  }

  /** What this process knows of a session is forgotten, so that an end or a move is seen at once. */
  function forget(id: string): void {
    for (const [secret, { session }] of remembered) if (session.id === id) remembered.delete(secret);
  }

  return {
    secretOf,
    forget,
    /**
     * The live session of a request; undefined when the cookie is missing, unknown, or its session over. Counts as use.
     */
    async find(request: Pick<FastifyRequest, 'headers'>): Promise<Session | undefined> {
      const secret = secretOf(request);
      const session = secret && (await read(secret));
      const now = runtime.now();
      if (!session || !isLive(session, now)) return undefined;
      // Polling in the background is no use by a person and keeps nothing alive.
      if (request.headers['x-background'] === undefined && shouldTouch(session, now)) {
        await store.touchSession(session.id, now);
        const used = { ...session, lastUsedAt: now };
        remembered.set(secret, { session: used, readAt: now.getTime() });
        return used;
      }
      return session;
    },
    /**
     * Opens a session under a new id and hands the cookie to the browser with `give`, once the transaction is durable.
     */
    async open(tx: Tx, account: Account, position: Position, from: { source: string; device: string }) {
      const secret = runtime.randomBytes(32).toString('base64url');
      const now = runtime.now();
      const session: Session = {
        id: runtime.newId(),
        account,
        position,
        startedAt: now,
        lastUsedAt: now,
        endsAt: new Date(now.getTime() + lives[position.role].absolute),
        endedAt: null,
      };
      await accountStore(tx, { demonstration }).addSession(session, sha256(secret), from);
      const give = (reply: FastifyReply) =>
        reply.header('set-cookie', `${cookieName}=${secret}; Expires=${session.endsAt.toUTCString()}; ${attributes}`);
      return { session, secret, give };
    },
    /** Takes the cookie back. */
    take(reply: FastifyReply): void {
      reply.header('set-cookie', `${cookieName}=; Expires=${new Date(0).toUTCString()}; ${attributes}`);
      reply.header('clear-site-data', '"cache", "storage"');
    },
  };
}
