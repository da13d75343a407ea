/** The one file of target-import that speaks SQL. */
import type { Tx } from '#core/db/database.ts';
import type { Demand, Official } from './model.ts';
import type { State } from './states.ts';

const columns = `id, state, to_char(issued, 'YYYY-MM-DD') as issued, issuer, facility, patient, field, content,
  quantity, imported, wholesaler`;

/** Whose demands: each condition narrows. */
export interface Asked {
  readonly facility?: string;
  readonly patient?: string;
  readonly states?: readonly State[];
  /** Specialities; all without. */
  readonly fields?: readonly string[];
  readonly wholesaler?: string;
}

export interface StepRow {
  readonly act: string;
  readonly state: State;
  readonly at: Date;
  readonly actor: string;
  readonly quantity: number | null;
  readonly note: string | null;
}

export function demandStore(tx: Tx) {
  const many = async <T>(name: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `target-import-${name}`, text, values })).rows;
  return { ...writers(many), ...readers(many), ...officials(many) };
}

type Many = <T>(name: string, text: string, values: unknown[]) => Promise<T[]>;

function writers(many: Many) {
  const addStep = (id: string, { act, state, at, actor, quantity, note }: StepRow) =>
    many(
      'add-step',
      `insert into target_import.step (demand, nth, act, state, at, actor, quantity, note)
        select $1, coalesce(max(nth), 0) + 1, $2, $3, $4, $5, $6, $7 from target_import.step where demand = $1`,
      [id, act, state, at, actor, quantity, note],
    );
  return {
    async add(demand: Demand, at: Date, actor: string): Promise<void> {
      await many(
        'add',
        `insert into target_import.demand
            (id, state, issued, issuer, facility, patient, field, content, quantity, changed_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          ...[demand.id, demand.state, demand.issued, demand.issuer, demand.facility, demand.patient, demand.field],
          ...[JSON.stringify(demand.content), demand.quantity, at],
        ],
      );
      await addStep(demand.id, { act: 'issue', state: demand.state, at, actor, quantity: demand.quantity, note: null });
    },
    async change({ id, state, imported, wholesaler }: Demand, step: StepRow): Promise<void> {
      await many(
        'change',
        `update target_import.demand set state = $2, imported = $3, wholesaler = $4, changed_at = $5 where id = $1`,
        [id, state, imported, wholesaler, step.at],
      );
      await addStep(id, step);
    },
  };
}

const readers = (many: Many) => ({
  /** Under a lock until the end of the transaction. */
  locked: async (id: string): Promise<Demand | undefined> =>
    (await many<Demand>('locked', `select ${columns} from target_import.demand where id = $1 for update`, [id]))[0],
  demand: async (id: string): Promise<Demand | undefined> =>
    (await many<Demand>('demand', `select ${columns} from target_import.demand where id = $1`, [id]))[0],
  steps: (id: string) =>
    many<StepRow>(
      'steps',
      'select act, state, at, actor, quantity, note from target_import.step where demand = $1 order by nth',
      [id],
    ),
  list: ({ facility, patient, states, fields, wholesaler }: Asked, after: string, limit: number) =>
    many<Demand>(
      'list',
      `select ${columns} from target_import.demand
        where ($1::text is null or facility = $1) and ($2::text is null or patient = $2)
          and ($3::text[] is null or state = any ($3)) and ($4::text[] is null or field = any ($4))
          and ($5::text is null or wholesaler = $5 or (wholesaler is null and state = 'granted'))
          and ($6 = '' or id < $6)
        order by id desc limit $7`,
      [facility ?? null, patient ?? null, states ?? null, fields ?? null, wholesaler ?? null, after, limit],
    ),
});

const officials = (many: Many) => ({
  /** Fields of somebody on a day. */
  fields: async (kind: Official['kind'], subject: string, day: string): Promise<string[]> =>
    (
      await many<{ field: string }>(
        'fields',
        `select field from target_import.official
          where kind = $1 and subject = $2 and since <= $3 and (until is null or until >= $3)`,
        [kind, subject, day],
      )
    ).map(({ field }) => field),
  appoint: ({ kind, subject, field, since, until }: Official) =>
    many(
      'appoint',
      `insert into target_import.official (kind, subject, field, since, until) values ($1, $2, $3, $4, $5)
        on conflict (kind, subject, field) do update set since = excluded.since, until = excluded.until`,
      [kind, subject, field, since, until],
    ),
});
