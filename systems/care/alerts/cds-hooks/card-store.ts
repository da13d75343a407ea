/** Cards that were given out, so that feedback finds what it is about: kept in memory, written within two seconds. */
import type { Database } from '#core/db/database.ts';
import type { Key } from '#core/record/keys.ts';

export interface GivenCard {
  readonly card: string;
  readonly patient: Key;
  readonly patientId: string;
  readonly alert: string;
  readonly rule: string;
  readonly version: string;
  readonly tier: 1 | 2 | 3;
  readonly actions: readonly string[];
  readonly client: string;
  readonly user: string;
  readonly at: Date;
}

const flushEvery = 2_000;
const sweepEvery = 3_600_000;
const keptDays = 30;
const mostAtOnce = 2_000;

export interface GivenCards {
  give(cards: readonly GivenCard[]): void;
  find(card: string): Promise<GivenCard | undefined>;
  start(now: () => Date): () => Promise<void>;
}

const columns = `card, patient, patient_id as "patientId", alert, rule, version, tier, actions, client,
  user_id as "user", at`;

export function givenCards(database: Database): GivenCards {
  let waiting = new Map<string, GivenCard>();
  let leaving = new Map<string, GivenCard>();
  const flush = async (): Promise<void> => {
    while (waiting.size > 0) {
      const rows = [...waiting.values()].slice(0, mostAtOnce);
      leaving = new Map(rows.map((row) => [row.card, row]));
      for (const { card } of rows) waiting.delete(card);
      await write(database, rows).catch((error: unknown) => {
        waiting = new Map([...leaving, ...waiting]);
        throw error;
      });
      leaving = new Map();
    }
  };
  return {
    give(cards) {
      for (const one of cards) waiting.set(one.card, one);
    },
    async find(card) {
      const here = waiting.get(card) ?? leaving.get(card);
      if (here) return here;
      const text = `select ${columns} from alerts.card where card = $1`;
      return (await database.query<GivenCard>({ name: 'alerts-card', text, values: [card] })).rows[0];
    },
    start(now) {
      const timer = setInterval(() => void flush().catch(() => undefined), flushEvery);
      const sweeper = setInterval(() => void forget(database, now()).catch(() => undefined), sweepEvery);
      for (const one of [timer, sweeper]) one.unref();
      return async () => {
        for (const one of [timer, sweeper]) clearInterval(one);
        await flush().catch(() => undefined);
      };
    },
  };
}

async function write(database: Database, rows: readonly GivenCard[]): Promise<void> {
  const sorted = [...rows].sort((a, b) => (a.card < b.card ? -1 : 1));
  await database.query({
    name: 'alerts-give-cards',
    text: `insert into alerts.card (card, patient, patient_id, alert, rule, version, tier, actions, client, user_id, at)
      select card, patient, patient_id, alert, rule, version, tier, string_to_array(actions, ' '), client, user_id, at
      from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[],
        $9::text[], $10::text[], $11::timestamptz[])
        as given (card, patient, patient_id, alert, rule, version, tier, actions, client, user_id, at)
      on conflict (card) do nothing`,
    values: [
      ...[sorted.map((one) => one.card), sorted.map((one) => one.patient), sorted.map((one) => one.patientId)],
      ...[sorted.map((one) => one.alert), sorted.map((one) => one.rule), sorted.map((one) => one.version)],
      ...[sorted.map((one) => one.tier), sorted.map((one) => one.actions.join(' ')), sorted.map((one) => one.client)],
      ...[sorted.map((one) => one.user), sorted.map((one) => one.at)],
    ],
  });
}

const forget = (database: Database, now: Date) =>
  database.query({
    name: 'alerts-forget-cards',
    text: 'delete from alerts.card where at < $1',
    values: [new Date(now.getTime() - keptDays * 86_400_000)],
  });
