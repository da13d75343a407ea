/**
 * CodeSystem/$find-matches: which concepts have the properties that were given; all of them, or else the most of them.
 * https://hl7.org/fhir/R4/codesystem-operation-find-matches.html
 */
import type { Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import { group, type Parameter, type Parameters, parameter, parameters } from './answer.ts';
import { limits } from './limits.ts';
import type { Coding } from './model.ts';
import { findSystem } from './store.ts';
import { printable } from './words.ts';

export interface AskedProperty {
  readonly code: string;
  /** As it was sent: `valueCode`, `valueCoding` … */
  readonly value: unknown;
}

interface MatchRow {
  readonly code: string;
  readonly display: string | null;
  /** Places of the properties that it has. */
  readonly has: number[];
}

const most = 100;

/** @throws Refusal `not-found` for a code system that is not here; `rule-broken` for one that is too large to look through. */
export async function findConceptsByProperties(
  tx: Tx,
  { system: url, version }: Coding,
  asked: readonly AskedProperty[],
  exact: boolean,
): Promise<Parameters> {
  if (url === undefined) throw new Refusal('invalid', 'bad-parameter', "Say of which 'system'.");
  if (asked.length === 0 || asked.length > 20) {
    throw new Refusal('invalid', 'bad-parameter', 'Give from 1 to 20 properties.');
  }
  const system = await findSystem(tx, url, version);
  if (!system) throw new Refusal('not-found', 'unknown-system', `The code system '${printable(url)}' is not here.`);
  if (system.concepts > limits.regexConcepts) {
    const says = `${printable(url)} has more than ${limits.regexConcepts} concepts: ask ValueSet/$expand with filters.`;
    throw new Refusal('rule-broken', 'too-large', says);
  }
  const rows = await search(tx, system.id, asked);
  const complete = rows.filter(({ has }) => has.length === asked.length);
  // A machine gets whole matches, or failing them partial ones; a person is shown both.
  const shown = exact && complete.length > 0 ? complete : rows;
  return parameters(...shown.slice(0, most).map((row) => matchOf(url, version, row, asked)));
}

function matchOf(url: string, version: string | undefined, row: MatchRow, asked: readonly AskedProperty[]): Parameter {
  const { code, display, has } = row;
  const coding = { system: url, ...(version ? { version } : {}), code, ...(display ? { display } : {}) };
  const unmatched = asked.filter((_, place) => !has.includes(place));
  return group(
    'match',
    parameter('code', 'valueCoding', coding),
    ...unmatched.map((one) =>
      group('unmatched', group('property', parameter('code', 'valueCode', one.code), valueOf(one))),
    ),
    unmatched.length > 0 ? parameter('comment', 'valueString', `Has ${has.length} of ${asked.length}.`) : undefined,
  );
}

const valueOf = ({ value }: AskedProperty): Parameter | undefined => {
  const text = textOf(value);
  return text === undefined ? undefined : { name: 'value', valueString: text };
};

/** What a value says, whatever its type: codes and codings by their code. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) {
    if ('rawJSON' in value) return String(value.rawJSON);
    return 'code' in value && typeof value.code === 'string' ? value.code : undefined;
  }
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    ? String(value)
    : undefined;
}

/** The best first. `parent` is the hierarchy, everything else what the concept carries. */
async function search(tx: Tx, system: number, asked: readonly AskedProperty[]): Promise<MatchRow[]> {
  const texts = asked.map(({ code, value }) => {
    const text = textOf(value);
    if (text !== undefined) return text;
    throw new Refusal('invalid', 'bad-parameter', `The property '${printable(code)}' has no simple value.`);
  });
  const { rows } = await tx.query<MatchRow>({
    name: 'terminology-find-matches',
    text: `select c.code, c.display, m.has from terminology.concept c
           cross join lateral (
             select array_agg(w.place - 1 order by w.place)::int4[] as has
             from unnest($2::text[], $3::text[]) with ordinality w(code, value, place)
             where case when w.code = 'parent'
               then exists (select from terminology.concept p where p.id = any(c.parents) and p.code = w.value)
               else exists (
                 select from jsonb_array_elements(c.properties) own,
                   lateral jsonb_each(own - 'code') v(element, value)
                 where own ->> 'code' = w.code
                   and coalesce(v.value ->> 'code', v.value #>> '{}') = w.value)
               end) m
           where c.system = $1 and m.has is not null
           order by cardinality(m.has) desc, c.inactive, c.id limit $4`,
    values: [system, asked.map(({ code }) => code), texts, most],
  });
  return rows;
}
