/** The one file of alerts that speaks SQL; it sees its own tables and no others. */
import type { Tx } from '#core/db/database.ts';
import type { Key } from '#core/record/keys.ts';
import type { Tier } from '../model.ts';
import type { ReasonCode } from './reasons.ts';

export interface Decision {
  readonly id: string;
  readonly alert: string;
  readonly rule: string;
  readonly version: string;
  readonly kind: 'accepted' | 'overridden';
  readonly action: string | null;
  readonly reason: ReasonCode | null;
  readonly comment: string | null;
  readonly person: string;
  readonly name: string;
  readonly facility: string | null;
  readonly at: Date;
  readonly until: Date | null;
}

export interface Standing {
  readonly rule: string;
  readonly number: number;
  readonly version: string;
  readonly live: boolean;
  readonly tier: Tier;
  readonly at: Date;
  readonly by: string;
  readonly why: string;
}

export interface ShadowReport {
  readonly rule: string;
  readonly version: string;
  readonly at: Date;
  readonly visits: number;
  readonly alerts: number;
  /** Of which the finding was gone at the patient's next visit. */
  readonly answered: number;
  readonly seconds: number;
}

export interface Tally {
  readonly rule: string;
  readonly speciality: string;
  readonly shown: number;
  readonly interrupted: number;
  readonly accepted: number;
  readonly overridden: number;
}

export interface Review {
  readonly id: string;
  readonly rule: string;
  readonly kind: 'acceptance' | 'budget' | 'harm';
  readonly opened: Date;
  readonly due: Date;
  readonly why: string;
  readonly closed: Date | null;
  readonly closedBy: string | null;
  readonly conclusion: string | null;
}

export interface Message {
  readonly id: string;
  readonly rule: string;
  readonly version: string;
  readonly reason: ReasonCode;
  readonly comment: string | null;
  readonly speciality: string;
  readonly at: Date;
  readonly answered: Date | null;
  readonly answer: string | null;
}

const keyOf = ({ rule, speciality, day }: Counts): string => `${rule} ${speciality} ${day}`;

type Many = <T>(name: string, text: string, values: unknown[]) => Promise<T[]>;
export type AlertStore = ReturnType<typeof alertStore>;

export function alertStore(tx: Tx) {
  const many: Many = async <T>(name: string, text: string, values: unknown[]) =>
    (await tx.query<T>({ name: `alerts-${name}`, text, values })).rows;
  return { ...decisions(many), ...counters(many), ...standings(many), ...reviews(many), ...messages(many) };
}

const decisionColumns = 'id, alert, rule, version, kind, action, reason, comment, person, name, facility, at, until';

const decisions = (many: Many) => ({
  /** What stands of a patient, the newest first. */
  decisionsOf: (patient: Key): Promise<Decision[]> =>
    many(
      'decisions',
      `select ${decisionColumns} from alerts.decision where patient = $1 and undone_at is null
        order by at desc, id limit 500`,
      [patient],
    ),
  decide: (patient: Key, one: Decision): Promise<unknown> =>
    many(
      'decide',
      `insert into alerts.decision (patient, ${decisionColumns})
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        ...[patient, one.id, one.alert, one.rule, one.version, one.kind, one.action, one.reason, one.comment],
        ...[one.person, one.name, one.facility, one.at, one.until],
      ],
    ),
  /** Undefined when there is none that stands. */
  undo: async (patient: Key, id: string, by: string, at: Date): Promise<Decision | undefined> =>
    (
      await many<Decision>(
        'undo',
        `update alerts.decision set undone_at = $3, undone_by = $4 where patient = $1 and id = $2 and undone_at is null
          returning ${decisionColumns}`,
        [patient, id, at, by],
      )
    )[0],
});

export interface Counts extends Tally {
  readonly day: string;
}

const counters = (many: Many) => ({
  /** Adds to counters; in one order, so that two who count never wait for each other in a circle. */
  count: (counts: readonly Counts[]): Promise<unknown> => {
    const rows = [...counts].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const column = <K extends keyof Counts>(name: K) => rows.map((row) => row[name]);
    return many(
      'count',
      `insert into alerts.counter as c (rule, speciality, day, shown, interrupted, accepted, overridden)
        select * from unnest($1::text[], $2::text[], $3::date[], $4::int[], $5::int[], $6::int[], $7::int[])
        on conflict (rule, speciality, day) do update set shown = c.shown + excluded.shown,
          interrupted = c.interrupted + excluded.interrupted, accepted = c.accepted + excluded.accepted,
          overridden = c.overridden + excluded.overridden`,
      [
        ...[column('rule'), column('speciality'), column('day'), column('shown')],
        ...[column('interrupted'), column('accepted'), column('overridden')],
      ],
    );
  },
  countSigned: (speciality: string, day: string, signed: number): Promise<unknown> =>
    many(
      'count-signed',
      `insert into alerts.orders as o (speciality, day, signed) values ($1, $2::date, $3)
        on conflict (speciality, day) do update set signed = o.signed + excluded.signed`,
      [speciality, day, signed],
    ),
  /** By rule and speciality, from a day on. */
  tallies: (from: string, rule?: string): Promise<Tally[]> =>
    many(
      'tallies',
      `select rule, speciality, sum(shown)::int as shown, sum(interrupted)::int as interrupted,
         sum(accepted)::int as accepted, sum(overridden)::int as overridden
        from alerts.counter where day >= $1::date and ($2::text is null or rule = $2)
        group by rule, speciality order by rule, speciality`,
      [from, rule ?? null],
    ),
  signedOrders: (from: string): Promise<{ speciality: string; signed: number }[]> =>
    many(
      'signed-orders',
      `select speciality, sum(signed)::int as signed from alerts.orders where day >= $1::date group by speciality
        order by speciality`,
      [from],
    ),
});

const standings = (many: Many) => ({
  /** The last standing of each rule. */
  standings: (): Promise<Standing[]> =>
    many(
      'standings',
      `select distinct on (rule) rule, number, version, live, tier, at, by, why from alerts.standing
        order by rule, number desc`,
      [],
    ),
  standingsOf: (rule: string): Promise<Standing[]> =>
    many(
      'standings-of',
      `select rule, number, version, live, tier, at, by, why from alerts.standing where rule = $1
        order by number desc limit 200`,
      [rule],
    ),
  /** False when somebody else was faster: number is one more than the last. */
  stand: async (one: Standing): Promise<boolean> =>
    (
      await many(
        'stand',
        `insert into alerts.standing (rule, number, version, live, tier, at, by, why)
          values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning rule`,
        [one.rule, one.number, one.version, one.live, one.tier, one.at, one.by, one.why],
      )
    ).length > 0,
  shadowReports: (): Promise<ShadowReport[]> =>
    many(
      'shadow-reports',
      'select rule, version, at, visits, alerts, answered, seconds from alerts.shadow_report order by rule, at',
      [],
    ),
  keepReport: (one: ShadowReport): Promise<unknown> =>
    many(
      'keep-report',
      `insert into alerts.shadow_report (rule, version, at, visits, alerts, answered, seconds)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (rule, version) do update set at = excluded.at, visits = excluded.visits,
          alerts = excluded.alerts, answered = excluded.answered, seconds = excluded.seconds`,
      [one.rule, one.version, one.at, one.visits, one.alerts, one.answered, one.seconds],
    ),
});

const reviewColumns = `id, rule, kind, opened, due, why, closed, closed_by as "closedBy", conclusion`;

const reviews = (many: Many) => ({
  reviews: (rule?: string): Promise<Review[]> =>
    many(
      'reviews',
      `select ${reviewColumns} from alerts.review where $1::text is null or rule = $1
        order by closed is not null, due, id limit 500`,
      [rule ?? null],
    ),
  /** Nothing happens while one of the kind is open. */
  openReview: (one: Pick<Review, 'id' | 'rule' | 'kind' | 'opened' | 'due' | 'why'>): Promise<{ id: string }[]> =>
    many(
      'open-review',
      `insert into alerts.review (id, rule, kind, opened, due, why) values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing returning id`,
      [one.id, one.rule, one.kind, one.opened, one.due, one.why],
    ),
  closeReview: async (id: string, by: string, conclusion: string, at: Date): Promise<Review | undefined> =>
    (
      await many<Review>(
        'close-review',
        `update alerts.review set closed = $4, closed_by = $2, conclusion = $3 where id = $1 and closed is null
          returning ${reviewColumns}`,
        [id, by, conclusion, at],
      )
    )[0],
});

const messageColumns = 'id, rule, version, reason, comment, speciality, at, answered, answer';

const messages = (many: Many) => ({
  tellOwner: (one: Omit<Message, 'answered' | 'answer'>): Promise<unknown> =>
    many(
      'tell-owner',
      `insert into alerts.message (id, rule, version, reason, comment, speciality, at)
        values ($1, $2, $3, $4, $5, $6, $7)`,
      [one.id, one.rule, one.version, one.reason, one.comment, one.speciality, one.at],
    ),
  /** What waits for an answer, the oldest first; of one rule everything, the newest first. */
  messages: (rule?: string): Promise<Message[]> =>
    rule === undefined
      ? many(
          'messages',
          `select ${messageColumns} from alerts.message where answered is null order by at, id limit 200`,
          [],
        )
      : many('messages-of', `select ${messageColumns} from alerts.message where rule = $1 order by at desc limit 200`, [
          rule,
        ]),
  answer: async (id: string, answer: string, at: Date): Promise<Message | undefined> =>
    (
      await many<Message>(
        'answer',
        `update alerts.message set answered = $3, answer = $2 where id = $1 and answered is null
          returning ${messageColumns}`,
        [id, answer, at],
      )
    )[0],
});
