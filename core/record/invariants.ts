/** What must hold in the record's tables after anything: races and power failures ask it of them. */
import type { Tx } from '../db/database.ts';

const rules: readonly (readonly [says: string, sql: string])[] = [
  ['a resource lives once', 'select type, id from record.resource group by 1, 2 having count(*) > 1'],
  [
    'versions count from 1 without a gap',
    `select type, id from (
       select type, id, version from record.resource union all select type, id, version from record.history) v
     group by 1, 2 having count(*) <> max(version) or min(version) <> 1`,
  ],
  [
    'search rows belong to living resources',
    `select id from (select patient, type, id from record.lookup union all select patient, type, id from record.word) l
     where not exists (select from record.resource r where r.patient = l.patient and r.type = l.type and r.id = l.id)`,
  ],
  [
    'strings stand in order',
    `select id, strings from record.resource
     where strings <> array(select s.v from unnest(strings) s(v) order by s.v collate "C")`,
  ],
  [
    'an entry leads to a resource once',
    `select id from record.leads group by patient, token, type, id having count(*) > 1`,
  ],
  [
    'a tally is what it leads to',
    `select t.type, t.token, t.number, told.number as told, led.number as led from record.tally t
     cross join lateral (select coalesce(sum(c.number), 0) as number from record.tally_change x
       cross join lateral unnest(x.types, x.tokens, x.numbers) c(type, token, number)
       where c.token = t.token and c.type = t.type) told
     cross join lateral (select count(*) as number from record.leads l where l.token = t.token and l.type = t.type) led
     where t.number + told.number <> led.number`,
  ],
  [
    'an alias leads to the living resource',
    `select a.id from record.alias a join record.resource r on r.type = a.type and r.id = a.id where r.patient <> a.patient`,
  ],
  [
    'the feed tells every version',
    `select type, id, version from (
       select type, id, version from record.resource union all select type, id, version from record.history) v
     except select e.type, e.id, e.version from record.change c, unnest(c.types, c.ids, c.versions) e(type, id, version)`,
  ],
];

/** The rules that do not hold, each with the first rows that break it. Reads whole tables: for tests. */
export async function brokenInvariants(tx: Tx): Promise<string[]> {
  const broken: string[] = [];
  for (const [says, sql] of rules) {
    const { rows } = await tx.query(`${sql} limit 5`);
    if (rows.length > 0) broken.push(`${says}: ${JSON.stringify(rows)}`);
  }
  return broken;
}
