/**
 * $closure: a client keeps a table of which of its codes lie below which, and asks what a new code adds.
 * https://hl7.org/fhir/R4/terminology-service.html#closure https://hl7.org/fhir/R4/conceptmap-operation-closure.html
 */
import type { Database, Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import { limits } from './limits.ts';
import { coded } from './lookup.ts';
import type { Coding } from './model.ts';
import { printable } from './words.ts';

export interface ClosureQuestion {
  readonly owner: string;
  readonly name: string;
  readonly concepts: readonly Coding[];
  /** What the client has already: what came after it is told again. */
  readonly version: string | undefined;
  readonly at: Date;
}

interface Pair {
  readonly system: string;
  readonly below: string;
  readonly above: string;
}

/**
 * Name alone: a new table, or an old one begun anew. Concepts: they are added, and what is new by them is told.
 * Version: what came since.
 * @throws Refusal `not-found` for a name that was not begun, for codes that are not here; `rule-broken` beyond limits.
 */
export async function closure(database: Database, question: ClosureQuestion): Promise<object> {
  const { name, concepts, version } = question;
  if (name.length > 200) throw new Refusal('invalid', 'bad-parameter', 'A name may have 200 letters.');
  if (concepts.length > 0 && version !== undefined) {
    throw new Refusal('invalid', 'bad-parameter', 'Add concepts, or ask for what came since a version: not both.');
  }
  return database.transaction(async (tx) => {
    if (concepts.length === 0 && version === undefined) return begin(tx, question);
    const now = await heldVersion(tx, question);
    if (concepts.length === 0) return told(question, now, await pairsSince(tx, question, sinceOf(version, now)));
    const added = await add(tx, question, now + 1);
    return told(question, added ? now + 1 : now, added ? await pairsSince(tx, question, now) : []);
  });
}

async function begin(tx: Tx, question: ClosureQuestion): Promise<object> {
  const { owner, name, at } = question;
  // One at a time for a client: none slips past the limit.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7202617))', [owner]);
  await tx.query('delete from terminology.closure where owner = $1 and name = $2', [owner, name]);
  const { rows } = await tx.query<{ n: number }>(
    'select count(*)::int as n from terminology.closure where owner = $1',
    [owner],
  );
  if ((rows[0]?.n ?? 0) >= limits.closures) {
    // Nothing says that a client needs a table no more: the one that was not used for longest makes room.
    await tx.query(
      `delete from terminology.closure where owner = $1 and name = (
         select name from terminology.closure where owner = $1 order by used, name limit 1)`,
      [owner],
    );
  }
  await tx.query('insert into terminology.closure (owner, name, used) values ($1, $2, $3)', [owner, name, at]);
  return told(question, 0, []);
}

/** The present version; nobody else adds meanwhile. */
async function heldVersion(tx: Tx, { owner, name, at }: ClosureQuestion): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    'update terminology.closure set used = $3 where owner = $1 and name = $2 returning version',
    [owner, name, at],
  );
  if (rows[0]) return rows[0].version;
  const says = `There is no closure table '${printable(name)}'. Begin it: ask with its name alone, then add your codes.`;
  throw new Refusal('not-found', 'unknown-closure', says);
}

function sinceOf(version: string | undefined, now: number): number {
  if (version === undefined || !/^\d{1,9}$/.test(version) || Number(version) > now) {
    throw new Refusal('invalid', 'bad-parameter', `The version is one that was told: a number from 0 to ${now}.`);
  }
  return Number(version);
}

/** False when all of them were there. */
async function add(tx: Tx, { owner, name, concepts }: ClosureQuestion, version: number): Promise<boolean> {
  if (concepts.length > limits.closureStep) {
    throw new Refusal(
      'too-large',
      'too-many-codes',
      `At most ${limits.closureStep} codes at once: send them in parts.`,
    );
  }
  const found = new Map<string, { system: string; code: string }>();
  for (const coding of concepts) {
    const { system, concept } = await coded(tx, coding);
    found.set(`${system.url} ${concept.code}`, { system: system.url, code: concept.code });
  }
  const rows = [...found.values()];
  const { rowCount } = await tx.query(
    `insert into terminology.closure_concept (owner, name, system, code, version)
     select $1, $2, system, code, $3 from unnest($4::text[], $5::text[]) as t (system, code)
     on conflict do nothing`,
    [owner, name, version, rows.map(({ system }) => system), rows.map(({ code }) => code)],
  );
  if (rowCount === 0) return false;
  const { rows: counted } = await tx.query<{ n: number }>(
    'select count(*)::int as n from terminology.closure_concept where owner = $1 and name = $2',
    [owner, name],
  );
  if ((counted[0]?.n ?? 0) > limits.closure) {
    throw new Refusal('rule-broken', 'closure-full', `A closure table holds at most ${limits.closure} codes.`);
  }
  await tx.query('update terminology.closure set version = $3 where owner = $1 and name = $2', [owner, name, version]);
  return true;
}

/** Pairs of which one side at least came after a version, by the vocabularies as they are now. */
async function pairsSince(tx: Tx, { owner, name }: ClosureQuestion, since: number): Promise<Pair[]> {
  const { rows } = await tx.query<Pair>({
    name: 'terminology-closure-pairs',
    text: `with own as materialized (
             select k.system, k.code, k.version, c.id, c.lineage
             from terminology.closure_concept k
             cross join lateral (
               select s.id, s.case_sensitive from terminology.code_system s
               where s.url = k.system and s.ready order by s.rank limit 1) s
             join terminology.concept c
               on c.system = s.id and c.key = case when s.case_sensitive then k.code else lower(k.code) end
             where k.owner = $1 and k.name = $2)
           select b.system, b.code as below, a.code as above
           from own b cross join lateral unnest(b.lineage) l(id) join own a on a.id = l.id
           where a.id <> b.id and greatest(a.version, b.version) > $3
           order by 1, 2, 3`,
    values: [owner, name, since],
  });
  return rows;
}

/** `subsumes`: the target is above the source. http://hl7.org/fhir/R4/valueset-concept-map-equivalence.html */
function told({ name, at }: ClosureQuestion, version: number, pairs: readonly Pair[]): object {
  const group = [...Map.groupBy(pairs, ({ system }) => system)].map(([system, own]) => ({
    ...{ source: system, target: system },
    element: [...Map.groupBy(own, ({ below }) => below)].map(([code, above]) => ({
      code,
      target: above.map((one) => ({ code: one.above, equivalence: 'subsumes' })),
    })),
  }));
  return {
    ...{ resourceType: 'ConceptMap', version: String(version), name: `Closure table ${name}` },
    ...{ status: 'active', experimental: true, date: at.toISOString() },
    ...(group.length > 0 ? { group } : {}),
  };
}
