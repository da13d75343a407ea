/**
 * Drafts: what somebody writes survives the end of their session for a day, sealed with a key outside the database,
 * read by nobody else. security/requirements C-12
 */
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { personRoles, schemas } from './model.ts';
import { refuse } from './refusals.ts';
import { draftRow as rowOf, type Keyring } from './sealing.ts';

const self = { roles: [...personRoles, 'proxy'], purpose: 'HOPERAT' } as const;
const life = 24 * 60 * 60_000;
/** Characters of one draft, and drafts of one person: what a person writes by hand fits many times over. */
const longest = 65_536;
const draftsAtMost = 50;

const byKey = {
  type: 'object',
  properties: { key: { type: 'string', pattern: '^[a-z0-9-]{1,100}$' } },
  required: ['key'],
  additionalProperties: false,
};
const withText = {
  type: 'object',
  properties: { text: { type: 'string', minLength: 1, maxLength: longest } },
  required: ['text'],
  additionalProperties: false,
};

const outboxKey = {
  type: 'object',
  properties: { owner: { type: 'string' }, key: { type: 'string' } },
  required: ['owner', 'key'],
  additionalProperties: false,
};

export function draftOperations({ keys }: { keys: Keyring }): Operation[] {
  return [
    operation({
      name: 'read-outbox-key',
      method: 'GET',
      path: '/accounts/outbox-key',
      summary: 'The key by which my browser seals what it could not send yet; the same each time, of nobody else',
      access: self,
      audit: 'in-record',
      reply: outboxKey,
      handle: async ({ http }, { actor }) => {
        http.reply.header('cache-control', 'no-store');
        return {
          owner: keys.mark('outbox', `owner ${actor.id}`).toString('hex').slice(0, 32),
          key: keys.mark('outbox', `key ${actor.id}`).toString('base64'),
        };
      },
    }),
    operation({
      name: 'keep-draft',
      method: 'PUT',
      path: '/accounts/drafts/:key',
      summary: 'Keeps what I am writing, for a day',
      access: self,
      audit: 'in-record', // one's own words, not yet part of anything
      params: byKey,
      body: withText,
      reply: schemas.nothing,
      handle: async ({ params, body }, { tx, actor, now }) => {
        const key = String(params.key);
        const sealed = await keys.seal('draft', rowOf(actor.id, key), (body as { text: string }).text);
        const kept = await draftStore(tx).keep(actor.id, key, sealed, new Date(now().getTime() + life));
        if (!kept) throw refuse('too-many-drafts');
        return null;
      },
    }),
    operation({
      name: 'read-draft',
      method: 'GET',
      path: '/accounts/drafts/:key',
      summary: 'What I was writing',
      access: self,
      audit: 'in-record',
      params: byKey,
      reply: withText,
      handle: async ({ params, http }, { tx, actor, now }) => {
        http.reply.header('cache-control', 'no-store');
        const key = String(params.key);
        const sealed = await draftStore(tx).read(actor.id, key, now());
        if (!sealed) throw refuse('no-such-draft');
        return { text: (await keys.open('draft', rowOf(actor.id, key), sealed)).toString() };
      },
    }),
    operation({
      name: 'drop-draft',
      method: 'DELETE',
      path: '/accounts/drafts/:key',
      summary: 'Forgets what I was writing: it was sent, or given up',
      access: self,
      audit: 'in-record',
      params: byKey,
      reply: schemas.nothing,
      handle: async ({ params }, { tx, actor }) => {
        await draftStore(tx).drop(actor.id, String(params.key));
        return null;
      },
    }),
  ];
}

function draftStore(tx: Tx) {
  return {
    /** False when the person has as many as they may. */
    keep: async (account: string, key: string, sealed: Buffer, expires: Date): Promise<boolean> =>
      (
        await tx.query({
          name: 'accounts-keep-draft',
          text: `insert into accounts.draft select $1, $2, $3, $4
            where (select count(*) from accounts.draft where account = $1 and key <> $2) < ${draftsAtMost}
            on conflict (account, key) do update set sealed = excluded.sealed, expires_at = excluded.expires_at`,
          values: [account, key, sealed, expires],
        })
      ).rowCount === 1,
    read: async (account: string, key: string, now: Date): Promise<Buffer | undefined> =>
      (
        await tx.query<{ sealed: Buffer }>({
          name: 'accounts-read-draft',
          text: 'select sealed from accounts.draft where account = $1 and key = $2 and expires_at > $3',
          values: [account, key, now],
        })
      ).rows[0]?.sealed,
    drop: (account: string, key: string) =>
      tx.query({
        name: 'accounts-drop-draft',
        text: 'delete from accounts.draft where account = $1 and key = $2',
        values: [account, key],
      }),
  };
}
