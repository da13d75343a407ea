/** After a crash: is everything there that was acknowledged, and nothing by halves? */
import { verifyInstalledAudit } from '#core/audit/index.ts';
import { type Database, openDatabase } from '#core/db/database.ts';
import { brokenInvariants } from '#core/record/invariants.ts';
import { typeName } from '#libs/fhir/resource-types.ts';
import { httpClient } from '../bench/closed-loop.ts';
import { type Acknowledged, type Doubtful, type Ledger, markSystem } from './load.ts';

export interface Verdict {
  /** Acknowledged and gone, or otherwise wrong, in words. Empty: the promise was kept. */
  wrong: string[];
  /** Of the requests in doubt: how many happened. */
  happened: number;
}

export interface Asked {
  url: string;
  home: string;
  base: string;
  token: string;
  ledger: Ledger;
  draw: () => number;
}

/** Compares the ledger with the database and with what the platform answers. Writes into the ledger what was in doubt. */
export async function judge(asked: Asked): Promise<Verdict> {
  const { ledger, url, home } = asked;
  const database = openDatabase(url, { connections: 2, statementTimeout: 60_000 });
  try {
    const wrong: string[] = [];
    const there = await versionsThere(database);
    const told = await entitiesTold(database);
    const lost = ledger.acknowledged.filter(({ type, id, version }) => !there.has(`${type}/${id}/${version}`));
    if (lost.length > 0) wrong.push(`${lost.length} acknowledged writes are gone, such as ${nameOf(lost[0])}`);
    const silent = ledger.acknowledged.filter((one) => !lost.includes(one) && !told.changed.has(nameOf(one)));
    if (silent.length > 0)
      wrong.push(`${silent.length} acknowledged writes are not in the trail: ${nameOf(silent[0])}`);
    wrong.push(...unheardReads(ledger.reads, told.read));
    const { happened, halves } = await settleDoubts(asked, there);
    wrong.push(...halves, ...(await differing(asked)), ...(await brokenInvariants(database)));
    wrong.push(...(await brokenTrees(database)));
    const verdict = await verifyInstalledAudit({ database, home });
    if (!verdict.ok) wrong.push(`the audit trail is broken: ${JSON.stringify(verdict.firstBroken)}`);
    wrong.push(...ledger.refused.map((message) => `an answer was no success: ${message}`));
    return { wrong, happened };
  } finally {
    await database.close();
  }
}

const nameOf = (one: Acknowledged | undefined): string => (one ? `${one.type}/${one.id}/${one.version}` : '');

async function versionsThere(database: Database): Promise<Set<string>> {
  const { rows } = await database.query<{ type: number; id: string; version: number }>(
    `select type, id, version from record.resource union all select type, id, version from record.history`,
  );
  return new Set(rows.map(({ type, id, version }) => `${typeName(type)}/${id}/${version}`));
}

/** What the trail tells: which versions were written, and how often which were read. */
async function entitiesTold(database: Database): Promise<{ changed: Set<string>; read: Map<string, number> }> {
  const { rows } = await database.query<{ entity: string; changes: boolean; n: number }>(
    `select entity, action in ('C', 'U', 'D') as changes, count(*)::int as n
     from audit.event, unnest(entities) entity where outcome = 0 group by 1, 2`,
  );
  return {
    changed: new Set(rows.filter(({ changes }) => changes).map(({ entity }) => entity)),
    read: new Map(rows.filter(({ changes }) => !changes).map(({ entity, n }) => [entity, n])),
  };
}

function unheardReads(reads: readonly string[], told: ReadonlyMap<string, number>): string[] {
  const wanted = new Map<string, number>();
  for (const name of reads) wanted.set(name, (wanted.get(name) ?? 0) + 1);
  const silent = [...wanted].filter(([name, n]) => (told.get(name) ?? 0) < n);
  return silent.length > 0 ? [`${silent.length} answered reads are not in the trail, such as ${silent[0]?.[0]}`] : [];
}

/** Every request in doubt happened whole or not at all; what happened joins the ledger, so that later crashes keep it. */
async function settleDoubts(asked: Asked, there: ReadonlySet<string>): Promise<{ happened: number; halves: string[] }> {
  const { ledger, base, token } = asked;
  const client = httpClient(`${base}/fhir/R4`, token, 4);
  const halves: string[] = [];
  let happened = 0;
  for (const doubt of ledger.doubtful.splice(0)) {
    const found = await thereOf(doubt, there, client.send);
    if (found.length > 0) happened++;
    if (found.length === 0 || found.length === doubt.size) ledger.acknowledged.push(...found);
    else halves.push(`of the ${doubt.kind} ${doubt.says} ${found.length} of ${doubt.size} resources are there`);
  }
  client.close();
  return { happened, halves };
}

async function thereOf(
  { says, kind, target }: Doubtful,
  there: ReadonlySet<string>,
  send: (method: string, path: string) => Promise<{ text: string }>,
): Promise<Acknowledged[]> {
  if (target) {
    const next = { ...target, version: target.version + 1, says: kind === 'delete' ? undefined : says, kind };
    return there.has(nameOf(next)) ? [next] : [];
  }
  const found: Acknowledged[] = [];
  for (const type of kind === 'transaction' ? ['Patient', 'Observation'] : ['Observation']) {
    const { text } = await send('GET', `/${type}?identifier=${encodeURIComponent(`${markSystem}|${says}`)}&_count=50`);
    const { entry = [] } = JSON.parse(text) as { entry?: { resource: { id: string } }[] };
    found.push(...entry.map(({ resource: { id } }) => ({ type, id, version: 1, says, kind })));
  }
  return found;
}

/** A sample is read as clients read: the content must be that of the version acknowledged. */
async function differing({ ledger, base, token, draw }: Asked): Promise<string[]> {
  const client = httpClient(`${base}/fhir/R4`, token, 4);
  const written = ledger.acknowledged.filter(({ says }) => says !== undefined);
  const sample = Array.from({ length: Math.min(200, written.length) }, () => {
    const recent = written.length - 1 - Math.floor(draw() ** 2 * written.length);
    return written[recent] as Acknowledged;
  });
  const wrong: string[] = [];
  const read = async ({ type, id, version, says }: Acknowledged) => {
    try {
      const { text } = await client.send('GET', `/${type}/${id}/_history/${version}`);
      if (!text.includes(`"${says}"`)) wrong.push(`${type}/${id}/${version} does not say ${says}`);
    } catch (error) {
      wrong.push((error as Error).message);
    }
  };
  for (let from = 0; from < sample.length; from += 8) await Promise.all(sample.slice(from, from + 8).map(read));
  client.close();
  return wrong;
}

/** Every index of the record and the trail agrees with its table (amcheck). */
async function brokenTrees(database: Database): Promise<string[]> {
  try {
    await database.query('create extension if not exists amcheck');
    await database.query(
      `select bt_index_check(i.indexrelid, true) from pg_index i join pg_class c on c.oid = i.indexrelid
       join pg_namespace n on n.oid = c.relnamespace join pg_am a on a.oid = c.relam
       where n.nspname in ('record', 'audit', 'access', 'accounts') and c.relkind = 'i' and a.amname = 'btree'`,
    );
    return [];
  } catch (error) {
    return [`an index is broken: ${(error as Error).message}`];
  }
}
