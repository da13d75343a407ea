/** Browser sessions: opened after the second factor, found by their cookie, listed and ended by their owner. */
import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database, Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { KnownAccount, Position, Session } from './model.ts';
import { isLive, lives, shouldTouch } from './session-life.ts';
import type { OpenedFrom } from './session-store.ts';
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
  const cookie = sessionCookie(https);
  const store = accountStore(database, { demonstration });
  const memory = sessionMemory();

  async function read(secret: string): Promise<Session | undefined> {
    const now = runtime.now().getTime();
    const known = memory.read(secret, now);
    if (known) return known;
    const session = await store.sessionOfHash(sha256(secret));
    memory.keep(secret, session, now);
    return session;
  }

  return {
    secretOf: cookie.read,
    take: cookie.take,
    /** What this process knows of a session is forgotten, so that an end or a move is seen at once. */
    forget: (id: string) => memory.forget((session) => session.id === id),
    /** The same of all sessions of an account. */
    forgetOf: (account: string) => memory.forget((session) => session.account.id === account),
    /** The live session of a request; undefined when the cookie is missing or its session over. Counts as use. */
    async find(request: Pick<FastifyRequest, 'headers'>): Promise<Session | undefined> {
      const secret = cookie.read(request);
      const session = secret && (await read(secret));
      const now = runtime.now();
      if (!session || !isLive(session, now)) return undefined;
      // Polling in the background is no use by a person and keeps nothing alive.
      if (request.headers['x-background'] !== undefined || !shouldTouch(session, now)) return session;
      const used = (await store.touchSession(session.id, now)) ? { ...session, lastUsedAt: now } : undefined;
      memory.keep(secret, used, now.getTime());
      return used;
    },
    /** The session of a request, alive or not. */
    async known(request: Pick<FastifyRequest, 'headers'>): Promise<Session | undefined> {
      const secret = cookie.read(request);
      return secret === undefined ? undefined : read(secret);
    },
    /** Opens a session under a new id. `give` hands the cookie to the browser, once the transaction is durable. */
    async open(
      tx: Tx,
      account: KnownAccount,
      position: Position,
      from: OpenedFrom,
      { acr, lacks }: Pick<Session, 'acr' | 'lacks'>,
    ) {
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
        ...{ acr, lacks, provenAt: now },
      };
      await accountStore(tx, { demonstration }).addSession(session, sha256(secret), from);
      return {
        session,
        secret,
        give: (reply: FastifyReply) => cookie.give(reply, secret, session.endsAt, siteOf(position.role)),
      };
    },
  };
}

/** What this process has read of sessions, for a few seconds, of the latest ten thousand. */
function sessionMemory() {
  const memory = new Map<string, { session: Session; readAt: number }>();
  return {
    read(secret: string, now: number): Session | undefined {
      const known = memory.get(secret);
      return known && now - known.readAt < believedFor ? known.session : undefined;
    },
    keep(secret: string, session: Session | undefined, now: number): void {
      memory.delete(secret);
      if (!session) return;
      if (memory.size >= rememberedAtMost) memory.delete(memory.keys().next().value as string);
      memory.set(secret, { session, readAt: now });
    },
    forget(isMeant: (session: Session) => boolean): void {
      for (const [secret, { session }] of memory) if (isMeant(session)) memory.delete(secret);
    },
  };
}

/** Nothing outside leads into the operators' console; apps and letters lead patients and physicians in (C-12). */
const siteOf = (role: Position['role']): 'Lax' | 'Strict' => (role === 'operator' ? 'Strict' : 'Lax');

/** The cookie: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis */
function sessionCookie(https: boolean) {
  // `__Host-` binds the cookie to this host, path / and https; browsers accept it only there.
  const name = https ? '__Host-ezdrowie' : 'ezdrowie';
  const attributes = `Path=/; HttpOnly${https ? '; Secure' : ''}`;
  // The value is 256 bits in base64url and nothing else, so no quoting or escaping can occur.
  const ours = new RegExp(`(?:^|; ?)${name}=([A-Za-z0-9_-]{43})(?:;|$)`);
  const give = (reply: FastifyReply, value: string, expires: Date, site: 'Lax' | 'Strict' = 'Lax'): void => {
    reply.header('set-cookie', `${name}=${value}; Expires=${expires.toUTCString()}; ${attributes}; SameSite=${site}`);
  };
  return {
    read: ({ headers }: { headers: { cookie?: string | undefined } }): string | undefined =>
      headers.cookie === undefined ? undefined : ours.exec(headers.cookie)?.[1],
    give,
    /** Takes the cookie back, and with it what the browser kept of the session. */
    take(reply: FastifyReply): void {
      give(reply, '', new Date(0));
      reply.header('clear-site-data', '"cache", "storage"');
    },
  };
}
