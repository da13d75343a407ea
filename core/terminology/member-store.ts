/** Members of a value set, found and counted by SQL that is made of its expression. */
import type { Tx } from '../db/database.ts';
import {
  type Concepts,
  type Condition,
  type Expression,
  hasUnknown,
  type Leaf,
  leavesOf,
  remaining,
  type Test,
} from './expression.ts';
import { fits, type TextFilter } from './folding.ts';
import { rootOf } from './model.ts';
import { propertyTexts } from './store.ts';

/** Gathers the values of a statement. */
class Values {
  readonly all: unknown[] = [];
  add(value: unknown): string {
    this.all.push(value);
    return `$${this.all.length}`;
  }
}

const yes = 'true';
const no = 'false';
const every = (parts: readonly string[]) => parts.filter((part) => part !== yes).join(' and ') || yes;
const some = (parts: readonly string[]) => (parts.length === 0 ? no : `(${parts.join(' or ')})`);

function conditionSql(condition: Condition, values: Values): string {
  switch (condition.kind) {
    case 'keys':
      return `c.key = any(${values.add(condition.keys)}::text[])`;
    case 'ids':
      return `c.id = any(${values.add(condition.ids)}::bigint[])`;
    case 'below': {
      const id = values.add(condition.id);
      return `c.lineage @> array[${id}::bigint]${condition.orSelf ? '' : ` and c.id <> ${id}::bigint`}`;
    }
    case 'not-below':
      return `not (${values.add(condition.id)}::bigint = any(c.lineage))`;
    case 'children':
      return `c.parents @> array[${values.add(condition.id)}::bigint]`;
    case 'parented':
      return `c.parents ${condition.wanted ? '<>' : '='} '{}'`;
    case 'parenting': {
      const below = `select unnest(k.parents) from terminology.concept k where k.system = ${values.add(condition.system)}::int`;
      return `c.id ${condition.wanted ? 'in' : 'not in'} (${below})`;
    }
    case 'text': {
      const meets = `coalesce(c.${condition.column} = any(${values.add(condition.values)}::text[]), false)`;
      return condition.negated ? `not ${meets}` : meets;
    }
    case 'worded':
      return `c.${condition.column} is ${condition.wanted ? 'not ' : ''}null`;
    case 'any':
      return some(condition.of.map((one) => `(${conditionSql(one, values)})`));
    case 'not':
      return `not (${conditionSql(condition.of, values)})`;
    case 'active':
      return condition.wanted ? 'not c.inactive' : 'c.inactive';
    case 'has': {
      const code = values.add(condition.code);
      const has = `exists (select from jsonb_array_elements(c.properties) p where p ->> 'code' = ${code})`;
      return condition.wanted ? has : `not ${has}`;
    }
    case 'property': {
      const list = values.add(condition.values);
      if (condition.code === 'code') return `not (c.key = any(${list}::text[]))`;
      const meets = `coalesce(${propertyTexts(values.add(condition.code))} && ${list}::text[], false)`;
      return condition.negated ? `not ${meets}` : meets;
    }
  }
}

const ofSystem = ({ system }: Concepts, values: Values): string => `c.system = ${values.add(system.id)}::int`;

function expressionSql(expression: Expression, values: Values): string {
  switch (expression.kind) {
    case 'or':
      return some(expression.of.map((one) => expressionSql(one, values)));
    case 'and':
      return expression.of.length === 0 ? no : `(${every(expression.of.map((one) => expressionSql(one, values)))})`;
    case 'minus':
      return `(${expressionSql(expression.from, values)} and not ${expressionSql(expression.less, values)})`;
    case 'listed':
      return no;
    case 'concepts':
      return `(${every([ofSystem(expression, values), ...expression.conditions.map((one) => conditionSql(one, values))])})`;
  }
}

function testSql(test: Test, values: Values): string {
  if (test === true) return yes;
  if ('any' in test) return some(test.any.map((one) => testSql(one, values)));
  if ('all' in test) return `(${every(test.all.map((one) => testSql(one, values)))})`;
  if ('not' in test) return `not ${expressionSql(test.not, values)}`;
  return expressionSql(test.is, values);
}

/** Whether a concept that is here is in. One probe by its id. */
export async function isMember(tx: Tx, expression: Expression, concept: number): Promise<boolean> {
  const values = new Values();
  const id = values.add(concept);
  const where = expressionSql(expression, values);
  const text = `select 1 from terminology.concept c where c.id = ${id}::bigint and ${where}`;
  return (await tx.query({ text, values: values.all })).rowCount > 0;
}

export interface PageAsked {
  readonly filter: TextFilter | undefined;
  readonly activeOnly: boolean;
  /** Without what only groups others. */
  readonly selectableOnly: boolean;
  readonly offset: number;
  readonly count: number;
}

/** A member: a concept that is here, or one that is only listed. */
export interface Member {
  readonly part: number;
  readonly concept: number | null;
  /** Place among `listed`, for what is only listed. */
  readonly listed: number | null;
}

export interface MemberPage {
  readonly total: number;
  readonly members: readonly Member[];
  readonly leaves: readonly Leaf[];
}

/**
 * A page of members in a stable order: part by part as the value set says, listed codes as listed, others as the system
 * orders them. With a text, what begins with it goes first.
 */
export async function memberPage(tx: Tx, expression: Expression, asked: PageAsked): Promise<MemberPage> {
  const leaves = leavesOf(expression);
  const values = new Values();
  const parts = leaves.flatMap((leaf, part) => partSql(expression, leaves, leaf, part, asked, values));
  if (parts.length === 0) return { total: 0, members: [], leaves };
  const whole = wholeSystem(expression, leaves, asked);
  if (whole) return { ...(await systemPage(tx, whole, asked)), leaves };
  const { rows } = await tx.query<{
    total: string | null;
    part: number;
    concept: number | null;
    listed: number | null;
  }>({
    text: `with m as materialized (${parts.join(' union all ')}),
             page as (select * from m order by best, part, place
                      offset ${values.add(asked.offset)}::int limit ${values.add(asked.count)}::int)
           select (select count(*) from m) as total, page.part, page.concept::float8 as concept, page.listed
           from (select) one left join page on true order by page.best, page.part, page.place`,
    values: values.all,
  });
  const members = rows.filter(({ part }) => part !== null);
  return { total: Number(rows[0]?.total ?? 0), members, leaves };
}

function partSql(
  expression: Expression,
  leaves: readonly Leaf[],
  leaf: Leaf,
  part: number,
  { filter, activeOnly, selectableOnly }: PageAsked,
  values: Values,
): string[] {
  if (leaf.kind === 'listed') {
    const earlier = leaves.slice(0, part).filter((one) => one.kind === 'listed' && one.url === leaf.url);
    const places = leaf.listed.flatMap(({ code, display, designation }, place) => {
      const isIn = hasUnknown(expression, leaf.url, code) && !earlier.some((one) => hasUnknown(one, leaf.url, code));
      const concept = { code, display, ...(designation ? { designations: designation } : {}) };
      return isIn && (!filter || fits(filter, concept)) ? [place] : [];
    });
    if (places.length === 0) return [];
    return [
      `select 1 as best, ${part} as part, p::bigint as place, null::bigint as concept, p as listed
       from unnest(${values.add(places)}::int[]) p`,
    ];
  }
  const same = leaves.slice(0, part).filter((one) => one.kind === 'concepts' && one.system.id === leaf.system.id);
  // Lists are walked as lists: the condition on keys is then the join itself.
  const conditions = leaf.listed ? leaf.conditions.filter(({ kind }) => kind !== 'keys') : leaf.conditions;
  const narrowed = leaf.listed !== undefined || conditions.some(({ kind }) => kind === 'below' || kind === 'children');
  const where = every([
    leaf.listed ? ofSystem(leaf, values) : range(leaf, values, narrowed, filter !== undefined),
    ...conditions.map((one) => conditionSql(one, values)),
    ...(filter ? [`c.words @@ ${values.add(filter.query)}::tsquery`] : []),
    ...(activeOnly ? ['not c.inactive'] : []),
    ...(selectableOnly ? ['not c.abstract'] : []),
    testSql(remaining(expression, leaf), values),
    ...same.map((one) => `not ${expressionSql(one, values)}`),
  ]);
  const best = filter ? `case when c.folded like ${values.add(filter.beginning)}::text then 0 else 1 end` : '1';
  const keys = leaf.conditions.find(({ kind }) => kind === 'keys');
  const [from, place] =
    leaf.listed && keys?.kind === 'keys'
      ? [
          `unnest(${values.add(keys.keys)}::text[]) with ordinality k(key, place) join terminology.concept c on c.key = k.key`,
          'k.place',
        ]
      : ['terminology.concept c', 'c.id'];
  return [
    `select ${best} as best, ${part} as part, ${place} as place, c.id as concept, null::int as listed
     from ${from} where ${where}`,
  ];
}

/** All of a system: by the index that also answers the text, or by the range of its ids. */
function range({ system }: Concepts, values: Values, narrowed: boolean, byText: boolean): string {
  if (narrowed) return yes;
  const root = values.add(rootOf(system.id));
  return byText
    ? `c.lineage @> array[${root}::bigint]`
    : `c.id > ${root}::bigint and c.id < ${values.add(rootOf(system.id + 1))}::bigint`;
}

/** A value set that is a system as it is needs no sorting and no counting. */
function wholeSystem(expression: Expression, leaves: readonly Leaf[], asked: PageAsked) {
  const [leaf] = leaves;
  const plain =
    leaves.length === 1 && leaf?.kind === 'concepts' && leaf.conditions.length === 0 ? leaf.system : undefined;
  const { filter, activeOnly, selectableOnly } = asked;
  return plain && !filter && !activeOnly && !selectableOnly && remaining(expression, leaf as Leaf) === true
    ? plain
    : undefined;
}

async function systemPage(tx: Tx, { id, concepts }: { id: number; concepts: number }, { offset, count }: PageAsked) {
  // Ids of a system have no gaps: the place is the id.
  const from = rootOf(id) + offset;
  const { rows } = await tx.query<Member>({
    name: 'terminology-system-page',
    text: `select 0 as part, c.id::float8 as concept, null::int as listed from terminology.concept c
           where c.id > $1 and c.id <= $2 order by c.id`,
    values: [from, Math.min(from + count, rootOf(id + 1) - 1)],
  });
  return { total: concepts, members: rows };
}
