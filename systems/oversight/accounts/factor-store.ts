/** The SQL of accounts about passkeys, used challenges, recovery codes and fresh proofs. */
import type { Tx } from '#core/db/database.ts';

export interface Passkey {
  readonly id: string;
  readonly account: string;
  readonly credential: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly deviceBound: boolean;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

const columns = `id, account, credential, public_key as "publicKey", counter::float8 as counter, transports,
  device_bound as "deviceBound", name, created_at as "createdAt", last_used_at as "lastUsedAt"`;

export interface StoredCode {
  readonly selector: string;
  readonly code: string;
}

/** Whether a person has this, and how much of it is left. */
export interface FactorCounts {
  readonly passkeys: number;
  readonly codes: number;
}

export function factorStore(tx: Tx) {
  const many = async <R>(name: string, text: string, values: unknown[]): Promise<R[]> =>
    (await tx.query<R>({ name: `accounts-${name}`, text, values })).rows;
  const run = async (name: string, text: string, values: unknown[]): Promise<number> =>
    (await tx.query({ name: `accounts-${name}`, text, values })).rowCount;
  const queries: Queries = { many, run, one: async (name, text, values) => (await many<never>(name, text, values))[0] };
  return { ...passkeyQueries(queries), ...codeQueries(queries), ...proofQueries(queries) };
}

interface Queries {
  one<R>(name: string, text: string, values: unknown[]): Promise<R | undefined>;
  many<R>(name: string, text: string, values: unknown[]): Promise<R[]>;
  run(name: string, text: string, values: unknown[]): Promise<number>;
}

function passkeyQueries({ one, many, run }: Queries) {
  return {
    passkeys: (account: string) =>
      many<Passkey>('passkeys', `select ${columns} from accounts.passkey where account = $1 order by created_at`, [
        account,
      ]),
    passkeyOf: (credential: Buffer) =>
      one<Passkey>('passkey-of', `select ${columns} from accounts.passkey where credential = $1`, [credential]),
    /** False when the credential is registered already. */
    addPasskey: async (key: Passkey): Promise<boolean> =>
      (await run(
        'add-passkey',
        `insert into accounts.passkey
           (id, account, credential, public_key, counter, transports, device_bound, name, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
        [
          ...[key.id, key.account, key.credential, key.publicKey, key.counter],
          ...[key.transports, key.deviceBound, key.name, key.createdAt],
        ],
      )) === 1,
    usePasskey: (id: string, counter: number, now: Date) =>
      run('use-passkey', 'update accounts.passkey set counter = $2, last_used_at = $3 where id = $1', [
        id,
        counter,
        now,
      ]),
    removePasskey: async (id: string, account: string): Promise<boolean> =>
      (await run('remove-passkey', 'delete from accounts.passkey where id = $1 and account = $2', [id, account])) === 1,
    /** False when the challenge was answered before. */
    useChallenge: async (hash: Buffer, expiresAt: Date): Promise<boolean> =>
      (await run('use-challenge', 'insert into accounts.used_challenge values ($1, $2) on conflict do nothing', [
        hash,
        expiresAt,
      ])) === 1,
  };
}

function codeQueries({ one, run }: Queries) {
  return {
    async replaceCodes(account: string, codes: readonly StoredCode[], now: Date): Promise<void> {
      await run('drop-codes', 'delete from accounts.recovery_code where account = $1', [account]);
      await run(
        'add-codes',
        `insert into accounts.recovery_code (account, selector, code, created_at)
         select $1, c.selector, c.code, $4 from unnest($2::text[], $3::text[]) as c(selector, code)`,
        [account, codes.map(({ selector }) => selector), codes.map(({ code }) => code), now],
      );
    },
    codeOf: (account: string, selector: string) =>
      one<StoredCode>(
        'code-of',
        'select selector, code from accounts.recovery_code where account = $1 and selector = $2 and used_at is null',
        [account, selector],
      ),
    /** False when somebody used it meanwhile. */
    useCode: async (account: string, selector: string, now: Date): Promise<boolean> =>
      (await run(
        'use-code',
        'update accounts.recovery_code set used_at = $3 where account = $1 and selector = $2 and used_at is null',
        [account, selector, now],
      )) === 1,
    counts: async (account: string): Promise<FactorCounts> =>
      (await one<FactorCounts>(
        'factor-counts',
        `select (select count(*)::int from accounts.passkey where account = $1) as passkeys,
           (select count(*)::int from accounts.recovery_code where account = $1 and used_at is null) as codes`,
        [account],
      )) ?? { passkeys: 0, codes: 0 },
  };
}

function proofQueries({ run }: Queries) {
  return {
    addProof: (hash: Buffer, session: string, act: string, expiresAt: Date) =>
      run('add-proof', 'insert into accounts.step_up values ($1, $2, $3, $4)', [hash, session, act, expiresAt]),
    /** False when there is no such proof for this act in this session; true once. */
    useProof: async (hash: Buffer, session: string, act: string, now: Date): Promise<boolean> =>
      (await run(
        'use-proof',
        'delete from accounts.step_up where hash = $1 and session = $2 and act = $3 and expires_at > $4',
        [hash, session, act, now],
      )) === 1,
  };
}
