/**
 * The plans of the hot questions, which no change may lose: one partition for a known patient, no sort for a walk by
 * code.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visibility } from '#core/access/index.ts';
import type { Query, Tx } from '#core/db/database.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { observation } from './fixtures/small-world.ts';
import { storeResources } from './fixtures/store-resources.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { keyOfId } from '../keys.ts';
import { type ParsedSearch, parseSearch, runSearch } from './index.ts';
import { statementOf } from './run.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const days = Array.from({ length: 400 }, (_, n) => n);
  const date = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString();
  const of = (n: number) => `p${n % 40}`;
  await storeResources(
    database,
    days.map((n) =>
      observation({ id: `o${n}`, of: of(n), code: n % 3 ? '2339-0' : '8310-5', date: date(n), value: n }),
    ),
  );
  await database.query('analyze');
});

afterAll(() => database.drop());

const facility: Visibility = { kind: 'facility', facility: 'f' };

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Alias?: string;
  'Sort Key'?: string[];
  'Actual Loops'?: number;
  Plans?: Plan[];
}

/** Every node that would run: pruned partitions are gone from an executed plan. */
async function planOf(query: string, visibility: Visibility = { kind: 'all' }): Promise<Plan[]> {
  const question = query.indexOf('?');
  const parsed = parseSearch(query.slice(0, question) || undefined, query.slice(question + 1));
  const { text, values = [] } = statementOf(parsed, visibility).query;
  return explained({ text, values });
}

/** What ran of every statement of a search: joins find their partitions only then. */
async function ranBy(
  query: string,
  place: (parsed: ParsedSearch) => ParsedSearch = (parsed) => parsed,
): Promise<Plan[]> {
  const question = query.indexOf('?');
  const parsed = parseSearch(query.slice(0, question), query.slice(question + 1), { contained: true });
  const asked: { text: string; values: unknown[] }[] = [];
  const tx = {
    query: (text: Query, values?: unknown[]) => {
      asked.push({ text: text.text, values: text.values ?? [] });
      return database.query(text, values);
    },
  } as Tx;
  await runSearch(tx, place(parsed), { kind: 'all' });
  const plans = await Promise.all(asked.map((one) => explained(one, 'analyze, ')));
  return plans.flat().filter((node) => node['Actual Loops'] !== 0);
}

function explained({ text, values }: { text: string; values: unknown[] }, how = ''): Promise<Plan[]> {
  return database.transaction(async (tx) => {
    // The tables here are small: ask for the plan that a big one has, which is there only if the SQL allows it.
    await tx.query('set local enable_seqscan = off');
    await tx.query('set local enable_sort = off');
    await tx.query(`prepare asked as ${text}`);
    const bound = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
    const { rows } = await tx.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `explain (${how}format json) execute asked${bound}`,
    );
    await tx.query('deallocate asked');
    return nodes(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan);
  });
}

const quoted = (text: unknown): string => `'${String(text).replaceAll("'", "''")}'`;
const literal = (value: unknown): string =>
  quoted(Array.isArray(value) ? `{${value.map((item) => JSON.stringify(String(item))).join()}}` : value);

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

const partitionsOf = (plan: Plan[], table: string): Set<string> =>
  new Set(plan.map((node) => node['Relation Name'] ?? '').filter((name) => name.startsWith(`${table}_p`)));

it.each([
  'Observation?patient=Patient/p1&code=http://loinc.org|2339-0&_sort=-date&_count=20',
  'Encounter?patient=Patient/p1',
  'MedicationRequest?patient=Patient/p1&status=active',
  'Observation?patient=Patient/p1&date=ge2024-02&value-quantity=gt5',
  'Observation?patient=Patient/p1&_sort=-_lastUpdated',
  'Observation?patient=Patient/p1&code:not=2339-0&date:missing=false&_sort=status,-date',
  'Observation?patient=Patient/p1&code:text=glu&value-quantity=5|http://unitsofmeasure.org|g/L',
  'Observation?patient=Patient/p1&_text=pain&_content=pain',
  `Observation?patient=Patient/p1&_filter=${encodeURIComponent('code eq x or (date ge 2024 and not (status eq final))')}`,
  `Observation?patient=Patient/p1&code=${Array.from({ length: 200 }, (_, n) => `c${n}`).join()}`,
])('%s touches one partition', async (query) => {
  expect(partitionsOf(await planOf(query), 'resource').size).toBe(1);
});

it.each([
  'Observation?patient=Patient/p1&encounter.status=planned&_has:Observation:has-member:status=final',
  'Observation?patient=Patient/p1&_include=Observation:encounter&_sort=-code',
  'Medication?_contained=true&code=x&_sort=-code',
])('%s runs in one partition', async (query) => {
  const within = (parsed: ParsedSearch): ParsedSearch =>
    parsed.contained ? { ...parsed, contained: { ...parsed.contained, within: keyOfId('Patient', 'p1') } } : parsed;
  const plan = await ranBy(query, within);
  expect(partitionsOf(plan, 'resource').size).toBe(1);
  expect(partitionsOf(plan, 'lookup').size).toBe(0);
});

it('finds what refers to results, in nobody’s compartment too, by indexes alone', async () => {
  const plan = await ranBy('Observation?patient=Patient/p1&_revinclude=Observation:has-member');
  expect(plan.map((node) => node['Node Type'])).not.toContain('Seq Scan');
});

it('asks of each row what leads to it, and not all that could', async () => {
  const plan = await planOf('Practitioner?_has:DiagnosticReport:results-interpreter:status=final');
  const led = plan.filter((node) => node['Index Name']?.includes('type_updated'));
  expect(led.every((node) => node.Alias?.startsWith('r_'))).toBe(true);
});

it('asks once whether a patient is in care', async () => {
  const plan = await planOf('Observation?patient=Patient/p1&code=2339-0', facility);
  expect(partitionsOf(plan, 'resource').size).toBe(1);
  expect(partitionsOf(plan, 'care').size).toBeLessThanOrEqual(1);
});

it.each([{ kind: 'all' } as const, facility])('walks the lookup by time without sorting, as %j', async (visibility) => {
  const plan = await planOf('Observation?code=http://loinc.org|2339-0&_sort=-date&_count=20', visibility);
  expect(plan.map((node) => node['Node Type'])).not.toContain('Sort');
  expect(plan.some((node) => node['Relation Name']?.startsWith('lookup_p'))).toBe(true);
});

/**
 * As the planner chooses, forbidden nothing: codes are few and lead to much, identifiers are many and lead to one, and
 * it knows only the mean of both.
 */
describe('among many tokens that lead to one row each, a frequent code', () => {
  const search = parseSearch('Observation', 'code=http://loinc.org|2339-0&_sort=-date&_count=50');
  const number = typeNumber('Observation');
  const [code] = search.criteria.flatMap((criterion) => (criterion.kind === 'tokens' ? criterion.any : []));

  beforeAll(async () => {
    await database.query(
      `with stored as (
          insert into record.resource (patient, type, id, version, updated, starts, ends, tokens, content)
          select hashint8(n), $1, 'hot' || n, 1, now(), n, n,
            array[case when n % 10 = 0 then $2 else n / 5 end, 100000 + n / 5], ''
          from generate_series(1::int8, 40000) n returning patient, type, id, starts)
        insert into record.lookup (patient, token, starts, type, id)
        select patient, 200000 + (starts / 5)::int8, starts, type, id from stored`,
      [number, code],
    );
    await database.query('analyze');
  });

  it.each([{ kind: 'all' } as const, facility])('is walked in the order of the index, as %j', async (visibility) => {
    const { text, values = [] } = statementOf(search, visibility).query;
    const plan = await database.transaction(async (tx) => {
      await tx.query('set local plan_cache_mode = force_generic_plan');
      await tx.query(`prepare hot as ${text}`);
      const { rows } = await tx.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `explain (format json) execute hot (${values.map(literal).join(', ')})`,
      );
      await tx.query('deallocate hot');
      return nodes(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan);
    });
    const steps = plan.map((node) => node['Node Type']);
    expect(steps).toContain('Merge Append');
    expect(steps).not.toContain('Sort');
  });
});

it.each([{ kind: 'all' } as const, facility])(
  'walks along the words of a name to the page, as %j',
  async (visibility) => {
    const plan = await planOf('Patient?name=kowal&_count=20', visibility);
    expect(plan.map((node) => node['Node Type'])).not.toContain('Sort');
    expect(plan.map((node) => node['Node Type'])).toContain('Merge Append');
  },
);

it.each([
  'Patient?identifier=http://example.org|1',
  'Patient?name=kowal',
  'Observation?encounter=Encounter/e1',
  'Observation?_id=o1,o2',
  'Observation?_id=o1,o2&_sort=code,-date',
  '?_type=Observation,Encounter&patient=Patient/p1&_sort=date,-status',
  '?_id=o1&_sort=-date',
  'QuestionnaireResponse?questionnaire=http://example.org/q|1',
])('%s reads no table from end to end', async (query) => {
  expect((await planOf(query)).map((node) => node['Node Type'])).not.toContain('Seq Scan');
});
