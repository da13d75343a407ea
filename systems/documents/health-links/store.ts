/** The one file of health links that speaks SQL; it sees its own tables and no others. */
import type { Tx } from '#core/db/database.ts';
import type { Key } from '#core/record/keys.ts';
import type { Outcome, Part } from './model.ts';

export interface Row {
  readonly patient: Key;
  readonly id: string;
  /** Logical id of the Patient. */
  readonly person: string;
  readonly label: string;
  readonly parts: readonly Part[];
  readonly language: 'pl' | 'en';
  readonly created: Date;
  readonly ends: Date;
  readonly revoked: Date | null;
  readonly salt: Buffer;
  readonly pin: Buffer | null;
  readonly triesLeft: number;
  /** The JWE; null when the link keeps up and is filled as it is opened. */
  readonly content: string | null;
}

export interface OpeningRow {
  readonly link: string;
  readonly at: Date;
  readonly outcome: Outcome;
  readonly recipient: string;
}

const columns = `patient, id, person, label, parts, language, created, ends, revoked, salt, pin,
  tries_left as "triesLeft", content`;

export type LinkStore = ReturnType<typeof linkStore>;

export function linkStore(tx: Tx) {
  const ask = async <T>(name: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `health-links-${name}`, text, values })).rows;
  return { ...ofLinks(ask), ...ofOpenings(ask) };
}

type Ask = <T>(name: string, text: string, values: unknown[]) => Promise<T[]>;

const ofLinks = (ask: Ask) => ({
  add: ({ patient, id, person, label, parts, language, created, ends, salt, pin, triesLeft, content }: Row) =>
    ask('add', `insert into health_links.link values ($1, $2, $3, $4, $5, $6, $7, $8, null, $9, $10, $11, $12)`, [
      ...[patient, id, person, label, parts, language, created, ends, salt, pin, triesLeft, content],
    ]),
  one: async (patient: Key, id: string): Promise<Row | undefined> =>
    (
      await ask<Row>('one', `select ${columns} from health_links.link where patient = $1 and id = $2`, [patient, id])
    )[0],
  /** The same, held until the transaction ends: guesses come one after the other. */
  hold: async (patient: Key, id: string): Promise<Row | undefined> =>
    (
      await ask<Row>('hold', `select ${columns} from health_links.link where patient = $1 and id = $2 for update`, [
        ...[patient, id],
      ])
    )[0],
  /** Newest first, without content. */
  ofPatient: (patient: Key): Promise<Row[]> =>
    ask<Row>(
      'of-patient',
      `select ${columns.replace(', content', ", case when content is null then null else '' end as content")}
         from health_links.link where patient = $1 order by created desc limit 200`,
      [patient],
    ),
  /** What was to be read is gone with it. */
  revoke: async (patient: Key, id: string, at: Date): Promise<boolean> =>
    (
      await ask(
        'revoke',
        `update health_links.link set revoked = coalesce(revoked, $3),
           content = case when content is null then null else '' end
           where patient = $1 and id = $2 returning id`,
        [patient, id, at],
      )
    ).length > 0,
  countDown: (patient: Key, id: string) =>
    ask('count-down', `update health_links.link set tries_left = tries_left - 1 where patient = $1 and id = $2`, [
      ...[patient, id],
    ]),
});

const ofOpenings = (ask: Ask) => ({
  told: (patient: Key, { link, at, outcome, recipient }: OpeningRow) =>
    ask(
      'told',
      `insert into health_links.opening (patient, link, at, outcome, recipient) values ($1, $2, $3, $4, $5)`,
      [...[patient, link, at, outcome, recipient]],
    ),
  openings: (patient: Key): Promise<OpeningRow[]> =>
    ask<OpeningRow>(
      'openings',
      `select link, at, outcome, recipient from health_links.opening where patient = $1 order by at desc limit 1000`,
      [patient],
    ),
  addTicket: (patient: Key, id: string, link: string, ends: Date) =>
    ask('add-ticket', `insert into health_links.ticket (patient, id, link, ends) values ($1, $2, $3, $4)`, [
      ...[patient, id, link, ends],
    ]),
  /** The link of a ticket, which is spent with this. */
  spendTicket: async (patient: Key, id: string, now: Date): Promise<string | undefined> => {
    const text = `delete from health_links.ticket where patient = $1 and id = $2 returning link, ends`;
    const [ticket] = await ask<{ link: string; ends: Date }>('spend-ticket', text, [patient, id]);
    return ticket && ticket.ends > now ? ticket.link : undefined;
  },
});
