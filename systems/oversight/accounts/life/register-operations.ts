/**
 * The register of persons authorised to process personal data: read on screen, and exported with the platform's
 * signature, so that a print or a file can be checked by whoever gets it. security/requirements C-05; GDPR art. 32(4).
 */
import { CompactSign, type JWK, importJWK } from 'jose';
import { csvOf } from '#core/http/csv.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import type { Tx } from '#core/db/database.ts';
import type { SigningKeys } from '../signing-keys.ts';
import { signingAlgorithm } from '../tokens.ts';
import { lifeStore } from './life-store.ts';
import { type RegisterEntry, shapes } from './model.ts';
import { replies } from './replies.ts';

export interface RegisterOperationsNeed {
  signing: () => Promise<SigningKeys>;
}

const operators = { roles: ['operator'], purpose: 'HOPERAT' } as const;
const onePage = 500;
/** An export is made in memory: some 20 MB at this bound, which is far above the staff of one controller. */
const exportedAtMost = 100_000;

export function registerOperations({ signing }: RegisterOperationsNeed): Operation[] {
  return [
    operation({
      name: 'read-register',
      method: 'GET',
      path: '/accounts/register',
      summary: 'The register of authorised persons, entry by entry; `after` is the number of the last one shown',
      access: operators,
      audit: { action: 'R' },
      query: shapes.registerPage,
      reply: replies.register,
      handle: async ({ query }, { tx }) => ({
        entries: await lifeStore(tx).entries(Number(query.after ?? 0), onePage, query.identifier ?? null),
      }),
    }),
    operation({
      name: 'export-register',
      method: 'GET',
      path: '/accounts/register/export',
      summary: 'The whole register as JSON or CSV, signed: a JWS by the keys of /oidc/jwks',
      access: { ...operators, exports: true },
      audit: { action: 'R' },
      query: shapes.registerFormat,
      reply: replies.registerFile,
      handle: async ({ query, http: { reply } }, { tx, actor, now }) => {
        const entries = await allEntries(tx);
        const made = { made: now().toISOString(), by: actor.name };
        const csv = query.format === 'csv';
        const text = csv ? asCsv(entries) : JSON.stringify({ ...made, entries }, null, 1);
        const signature = await sign(text, csv ? 'text/csv' : 'application/json', await signing());
        reply.header('cache-control', 'no-store');
        if (!csv) return { ...made, entries, signature };
        // Detached, RFC 7515 appendix F: header..signature over the bytes of the file.
        reply.header('x-jws-signature', signature.replace(/\.[^.]*\./, '..'));
        reply.header('content-disposition', 'attachment; filename="rejestr-osob-upowaznionych.csv"');
        reply.type('text/csv; charset=utf-8');
        return text;
      },
    }),
  ];
}

async function allEntries(tx: Tx): Promise<RegisterEntry[]> {
  const all: RegisterEntry[] = [];
  for (;;) {
    const page = await lifeStore(tx).entries(all.at(-1)?.number ?? 0, onePage, null);
    all.push(...page);
    if (page.length < onePage || all.length >= exportedAtMost) return all;
  }
}

async function sign(text: string, cty: string, { jwks }: SigningKeys): Promise<string> {
  const jwk = jwks[0] as JWK;
  return new CompactSign(Buffer.from(text))
    .setProtectedHeader({ alg: signingAlgorithm, kid: jwk.kid as string, cty })
    .sign(await importJWK(jwk, signingAlgorithm));
}

const heads = ['Lp.', 'Imię', 'Nazwisko', 'Stanowisko', 'Data nadania', 'Data ustania', 'Zakres', 'Identyfikator'];

const asCsv = (entries: readonly RegisterEntry[]): string =>
  csvOf(
    heads,
    entries.map(({ number, givenName, familyName, post, grantedOn, endedOn, scope, identifier }) => [
      ...[number, givenName, familyName, post, grantedOn, endedOn, scope, identifier],
    ]),
  );
