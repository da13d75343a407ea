/** The one file of the reimbursement lists that speaks SQL; it sees its own tables and no others. */
import type { Tx } from '#core/db/database.ts';
import type { Item, Level, List } from './model.ts';

interface ListRow {
  readonly edition: number;
  readonly title: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

type ItemRow = Omit<Item, 'payment' | 'level'> & { readonly payment: number | null; readonly level: string };

const columns = `edition, title, to_char(valid_from, 'YYYY-MM-DD') as "validFrom", to_char(valid_to, 'YYYY-MM-DD') as "validTo"`;

const asList = ({ validTo, ...list }: ListRow): List => ({ ...list, ...(validTo === null ? {} : { validTo }) });

export function listStore(tx: Tx) {
  const many = async <T>(name: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `reimbursement-lists-${name}`, text, values })).rows;
  return {
    /** The list that holds on a day: the last one to begin, its last correction; none when that has ended. */
    async listOn(day: string): Promise<List | undefined> {
      const text = `select ${columns} from reimbursement_lists.list where valid_from <= $1::date
        order by valid_from desc, edition desc limit 1`;
      const list = (await many<ListRow>('list-on', text, [day]))[0];
      return list && (list.validTo === null || list.validTo >= day) ? asList(list) : undefined;
    },
    lists: async (): Promise<List[]> =>
      (
        await many<ListRow>(
          'lists',
          `select ${columns} from reimbursement_lists.list order by valid_from desc, edition desc limit 200`,
          [],
        )
      ).map(asList),
    async items(edition: number, gtin: string): Promise<Item[]> {
      const rows = await many<ItemRow>(
        'items',
        `select gtin, name, substance, limit_group as "limitGroup", price, limit_amount as "limit", level, payment,
          indications, entitlements from reimbursement_lists.item where edition = $1 and gtin = $2 order by place`,
        [edition, gtin],
      );
      return rows.map(({ payment, level, ...item }) => ({
        ...{ ...item, level: level as Level },
        ...(payment === null ? {} : { payment }),
      }));
    },
    addList: ({ edition, title, validFrom, validTo }: List) =>
      tx.query('insert into reimbursement_lists.list (edition, title, valid_from, valid_to) values ($1, $2, $3, $4)', [
        ...[edition, title, validFrom, validTo ?? null],
      ]),
    addItems: (edition: number, items: readonly (Item & { readonly place: number })[]) =>
      tx.query(
        `insert into reimbursement_lists.item (edition, gtin, place, name, substance, limit_group, price, limit_amount,
            level, payment, indications, entitlements)
          select $1, gtin, place, name, substance, "limitGroup", price, "limit", level, payment, indications,
            entitlements
          from json_to_recordset($2::json) as t (gtin text, place int, name text, substance text, "limitGroup" text,
            price int, "limit" int, level text, payment int, indications text, entitlements text[])`,
        [edition, JSON.stringify(items)],
      ),
  };
}
