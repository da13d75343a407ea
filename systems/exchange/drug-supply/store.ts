/** The one file of drug-supply that speaks SQL. */
import type { Tx } from '#core/db/database.ts';
import type { Finding, Movement } from './model.ts';

export interface StoredMessage {
  readonly id: string;
  readonly number: string;
  readonly kind: 'os' | 'opening';
  readonly day: string;
  readonly status: 'accepted' | 'rejected' | 'superseded';
}

export interface NewMessage {
  readonly id: string;
  readonly place: string;
  readonly number: string;
  readonly kind: 'os' | 'opening';
  readonly day: string;
  readonly status: 'accepted' | 'rejected';
  readonly corrects: string | null;
  readonly receivedAt: Date;
  readonly sender: string;
  readonly positions: number;
  readonly findings: readonly Finding[];
}

export interface StockRow {
  readonly place: string;
  readonly gtin: string;
  readonly series: string;
  readonly expires: string | null;
  readonly quantity: number;
}

const columns = `id, number, kind, to_char(day, 'YYYY-MM-DD') as day, status`;
const stockColumns = `place, gtin, series, to_char(expires, 'YYYY-MM-DD') as expires, quantity::float8 as quantity`;

export function supplyStore(tx: Tx) {
  const many = async <T>(name: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `drug-supply-${name}`, text, values })).rows;
  return { ...writers(tx, many), ...readers(many) };
}

type Many = <T>(name: string, text: string, values: unknown[]) => Promise<T[]>;

const writers = (tx: Tx, many: Many) => ({
  /** One message of a place at a time: what is decided below is then still so when it is written. */
  lock: (place: string) => tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7202728))', [place]),
  byNumber: async (place: string, number: string): Promise<StoredMessage | undefined> =>
    (
      await many<StoredMessage>(
        'by-number',
        `select ${columns} from drug_supply.message where place = $1 and number = $2 and status <> 'rejected'`,
        [place, number],
      )
    )[0],
  /** What stands for a day, or for the opening. */
  standing: async (place: string, kind: 'os' | 'opening', day?: string): Promise<StoredMessage | undefined> =>
    (
      await many<StoredMessage>(
        'standing',
        `select ${columns} from drug_supply.message
          where place = $1 and kind = $2 and status = 'accepted' and ($3::date is null or day = $3)`,
        [place, kind, day ?? null],
      )
    )[0],
  add: (message: NewMessage) =>
    tx.query({
      name: 'drug-supply-add',
      text: `insert into drug_supply.message
          (id, place, number, kind, day, status, corrects, received_at, sender, positions, findings)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      values: [
        ...[message.id, message.place, message.number, message.kind, message.day, message.status, message.corrects],
        ...[message.receivedAt, message.sender, message.positions, JSON.stringify(message.findings)],
      ],
    }),
  /** Takes a message out of the count, and its movements out of the stock. */
  async supersede(id: string): Promise<void> {
    await tx.query(`update drug_supply.message set status = 'superseded' where id = $1`, [id]);
    await tx.query(
      `update drug_supply.stock s set quantity = s.quantity - m.change from (
          select place, gtin, series, sum(change) as change from drug_supply.movement
          where message = $1 and counts group by place, gtin, series) m
        where s.place = m.place and s.gtin = m.gtin and s.series = m.series`,
      [id],
    );
    await tx.query('update drug_supply.movement set counts = false where message = $1', [id]);
  },
  /** Writes movements, and adds them to the stock. */
  async move(message: NewMessage, movements: readonly Movement[]): Promise<void> {
    await tx.query({
      text: `insert into drug_supply.movement (message, line, place, gtin, series, expires, day, kind, party, change,
          value, available, available_series, withheld, withheld_series, counts)
        select $1, line, $2, gtin, series, expires, $3::date, kind, party, change, value, available, "availableSeries",
          withheld, "withheldSeries", true
        from json_to_recordset($4::json) as t (line int, gtin text, series text, expires date, kind text, party text,
          change bigint, value bigint, available bigint, "availableSeries" bigint, withheld bigint,
          "withheldSeries" bigint)`,
      values: [message.id, message.place, message.day, JSON.stringify(movements)],
    });
    await tx.query(
      `insert into drug_supply.stock as s (place, gtin, series, expires, quantity)
        select place, gtin, series, max(expires), sum(change) from drug_supply.movement where message = $1
          group by place, gtin, series
        on conflict (place, gtin, series)
          do update set quantity = s.quantity + excluded.quantity, expires = coalesce(excluded.expires, s.expires)`,
      [message.id],
    );
  },
  /** Stock of the series that a message names, after it. */
  stockAfter: (id: string) =>
    many<StockRow>(
      'stock-after',
      `select ${stockColumns} from drug_supply.stock s where exists (select from drug_supply.movement m
        where m.message = $1 and m.place = s.place and m.gtin = s.gtin and m.series = s.series)`,
      [id],
    ),
  addFindings: (id: string, findings: readonly Finding[]) =>
    tx.query(`update drug_supply.message set findings = findings || $2::jsonb where id = $1`, [
      ...[id, JSON.stringify(findings)],
    ]),
});

const readers = (many: Many) => ({
  messages: (place: string, after: string, limit: number) =>
    many<StoredMessage>(
      'messages',
      `select ${columns}, positions, findings, received_at as "receivedAt",
          (select o.number from drug_supply.message o where o.id = m.corrects) as corrects
        from drug_supply.message m where place = $1 and ($2 = '' or id < $2) order by id desc limit $3`,
      [place, after, limit],
    ),
  stock: (place: string, after: readonly [string, string], limit: number) =>
    many<StockRow>(
      'stock',
      `select ${stockColumns} from drug_supply.stock
        where place = $1 and quantity <> 0 and (gtin, series) > ($2, $3) order by gtin, series limit $4`,
      [place, ...after, limit],
    ),
  /** Where a product is, the most first. */
  holders: (gtin: string, limit: number) =>
    many<{ place: string; quantity: number }>(
      'holders',
      `select place, sum(quantity)::float8 as quantity from drug_supply.stock where gtin = $1
        group by place order by 2 desc, 1 limit $2`,
      [gtin, limit],
    ),
  /**
   * Products that are short: of each, how many places that moved it in the days before have too little for the days
   * to come at the pace of these days. Only what goes out counts as pace; transfers and returns do not.
   */
  shortages: ({ from, day, days, ahead, kind }: ShortageQuestion, after: string, limit: number) =>
    many<ShortageRow>(
      'shortages',
      `select p.gtin, count(*)::int4 as places, count(*) filter (where p.stock <= 0)::int4 as without,
          count(*) filter (where p.stock * $3::numeric < p.gone * $4::numeric)::int4 as short,
          sum(greatest(p.stock, 0))::float8 as stock, (sum(p.gone) / $3)::float8 as "perDay"
        from (
          select m.gtin, m.place, -sum(m.change) as gone,
            coalesce((select sum(s.quantity) from drug_supply.stock s
              where s.gtin = m.gtin and s.place = m.place), 0) as stock
          from drug_supply.movement m
          where m.counts and m.day > $1::date and m.day <= $2::date and m.kind in ('SPRZEDAZ', 'WYDANIE')
            and m.place like $5 and m.gtin > $6
          group by m.gtin, m.place) p
        group by p.gtin having count(*) filter (where p.stock * $3::numeric < p.gone * $4::numeric) > 0
        order by p.gtin limit $7`,
      [from, day, days, ahead, `${kind}:%`, after, limit],
    ),
  quality: (place: string, from: string, to: string) =>
    many<QualityRow>(
      'quality',
      `select (select count(*)::int4 from drug_supply.message where place = $1 and day between $2 and $3) as messages,
        (select count(*)::int4 from drug_supply.message
          where place = $1 and day between $2 and $3 and status = 'rejected') as rejected,
        (select count(*)::int4 from drug_supply.message
          where place = $1 and day between $2 and $3 and corrects is not null and status <> 'rejected') as corrections,
        (select coalesce(avg(extract(epoch from received_at - (day + 1)) / 3600), 0)::float8 from drug_supply.message
          where place = $1 and day between $2 and $3 and status <> 'rejected' and kind = 'os') as "hoursLate",
        (select coalesce(json_agg(f order by f.count desc, f.code), '[]') from (
          select x->>'code' as code, x->>'level' as level, x->>'pl' as pl, x->>'en' as en, count(*)::int4 as count
          from drug_supply.message m, jsonb_array_elements(m.findings) x
          where m.place = $1 and m.day between $2 and $3 group by 1, 2, 3, 4) f) as findings,
        (select coalesce(json_agg(to_char(d, 'YYYY-MM-DD') order by d), '[]') from generate_series(
            greatest($2::date, (select min(day) from drug_supply.message
              where place = $1 and kind = 'opening' and status = 'accepted')), $3::date, '1 day') d
          where not exists (select from drug_supply.message m
            where m.place = $1 and m.day = d::date and m.kind = 'os' and m.status = 'accepted')) as "daysWithout"`,
      [place, from, to],
    ),
});

export interface ShortageQuestion {
  /** The day before the days that are looked at, their last, and how many they are. */
  readonly from: string;
  readonly day: string;
  readonly days: number;
  /** For how many days stock should last. */
  readonly ahead: number;
  readonly kind: string;
}

export interface ShortageRow {
  readonly gtin: string;
  readonly places: number;
  readonly without: number;
  readonly short: number;
  readonly stock: number;
  readonly perDay: number;
}

export interface QualityRow {
  readonly messages: number;
  readonly rejected: number;
  readonly corrections: number;
  readonly hoursLate: number;
  readonly findings: readonly (Finding & { readonly count: number })[];
  readonly daysWithout: readonly string[];
}
