/** The HTTP operations that every register of entries has. Registers are public; reads are in the trail. */
import { editionsShape, inTwoLanguages, listOf, oneOf, shape, text, whole } from '../http/shapes.ts';
import { type Operation, operation, type OperationAccess } from '../http/operation.ts';
import { editionsOf } from './editions.ts';
import { entryRefusal, type EntryRegister } from './entries.ts';
import { entryReading } from './entry-reading.ts';
import { type EntryChange, entryReaders, type EntryVersion } from './entry-store.ts';

/** Public registers: everybody who is signed in, and machines. */
export const everybody: OperationAccess = {
  roles: ['patient', 'proxy', 'physician', 'pharmacist', 'operator', 'machine'],
  purpose: 'TREAT',
};
/** Registers that name people beyond what is public for all: those who work with them. */
export const professionals: OperationAccess = {
  roles: ['physician', 'pharmacist', 'operator', 'machine'],
  purpose: 'TREAT',
};

export const daySchema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' } as const;
export const idSchema = { type: 'string', pattern: '^[\\w.:-]{1,60}$' } as const;
const count = { type: 'string', pattern: '^([1-9]|[1-9]\\d|100)$' };
const edition = { type: 'string', pattern: '^\\d{1,9}$' };
export const objectSchema = (properties: object, ...required: string[]) => ({
  ...{ type: 'object', properties, required },
});

/** An entry of any register; more than these is the register's own. */
export const entryShape = shape({ kind: text, id: text });
/** What a register answers of something on a day, and why. */
export const answerShape = (answers: readonly string[], ...more: string[]) =>
  shape({ answer: oneOf(answers), says: inTwoLanguages }, Object.fromEntries(more.map((name) => [name, entryShape])));
const anything = { type: 'object' };

/** A reading of a register. */
export const registerReading = (
  definition: Omit<Operation, 'method' | 'access' | 'audit'> & { readonly access?: OperationAccess },
): Operation => operation({ access: everybody, ...definition, method: 'GET', audit: { action: 'R' } });

export function entryOperations(register: EntryRegister, access = everybody): Operation[] {
  const { name, kinds } = register;
  const reading = entryReading(register);
  const kind = { enum: kinds };
  const known = (text: string | undefined): string => text ?? kinds[0] ?? '';
  return [
    registerReading({
      ...{ name: `search-${name}`, path: `/${name}/search`, access },
      summary: 'Entries by beginnings of words of names, places and numbers; names that begin so first, at most 100.',
      query: objectSchema({ q: { type: 'string', maxLength: 200 }, kind, day: daySchema, count }, 'q'),
      reply: shape({ entries: listOf(entryShape) }),
      async handle({ query, http }, { tx }) {
        const page = { day: query.day, limit: Number(query.count ?? 20) };
        const found = await reading.searchTexts(tx, known(query.kind), query.q ?? '', page);
        // What is stored goes out as it is.
        http.reply.type('application/json; charset=utf-8');
        return `{"entries":[${found.join(',')}]}`;
      },
    }),
    registerReading({
      ...{ name: `read-entry-of-${name}`, path: `/${name}/entries/:kind/:id`, access },
      summary: 'An entry by its kind and number, as the register had it on a day.',
      params: objectSchema({ kind, id: idSchema }),
      query: objectSchema({ day: daySchema }),
      reply: entryShape,
      async handle({ params, query }, { tx }) {
        const entry = await reading.entry<object>(tx, known(params.kind), params.id ?? '', query.day);
        if (!entry) throw entryRefusal('no-such-entry');
        return entry;
      },
    }),
    registerReading({
      ...{ name: `list-belonging-in-${name}`, path: `/${name}/entries/:kind/:id/:belonging`, access },
      summary: 'What belongs to an entry, by number, a page after `after`; or `versions`: all it was, newest first.',
      params: objectSchema({ kind, id: idSchema, belonging: { enum: [...kinds, 'versions'] } }),
      query: objectSchema({ day: daySchema, after: idSchema, count }),
      reply: shape(
        {},
        {
          ...{ entries: listOf(entryShape), next: text },
          versions: listOf(shape({ since: whole, entry: entryShape }, { from: text, until: whole, to: text })),
        },
      ),
      async handle({ params, query }, { tx }) {
        const { kind: of = '', id = '', belonging = '' } = params;
        if (belonging === 'versions') {
          const rows = await entryReaders(tx, register).versions(of, id);
          if (rows.length === 0) throw entryRefusal('no-such-entry');
          return { versions: withDays(rows, await editionsOf(tx, name, undefined, 100_000)) };
        }
        const limit = Number(query.count ?? 50);
        const page = { day: query.day, after: query.after, limit: limit + 1 };
        const found = await reading.belonging<{ id?: string }>(tx, { kind: of, id }, belonging, page);
        const entries = found.slice(0, limit);
        return { entries, ...(found.length > limit && { next: entries.at(-1)?.id }) };
      },
    }),
    ...editionOperations(register, access),
  ];
}

const editionOperations = (register: EntryRegister, access: OperationAccess): Operation[] => [
  registerReading({
    ...{ name: `list-editions-of-${register.name}`, path: `/${register.name}/editions`, access },
    summary: 'Editions of the register that were imported, newest first, with what each changed in numbers.',
    query: objectSchema({ before: edition }),
    reply: editionsShape,
    handle: async ({ query }, { tx }) => ({
      editions: await editionsOf(tx, register.name, query.before === undefined ? undefined : Number(query.before)),
    }),
  }),
  registerReading({
    ...{ name: `list-changes-of-${register.name}`, path: `/${register.name}/editions/:number/changes`, access },
    summary: 'What an edition brought: entries that are new, changed or gone, before and after.',
    params: objectSchema({ number: edition }),
    query: objectSchema({ after: { type: 'string', pattern: '^[a-z-]{1,40}/[\\w.:-]{1,60}$' }, count }),
    reply: shape(
      {
        changes: listOf(
          shape(
            { kind: text, id: text, change: oneOf(['new', 'changed', 'withdrawn']) },
            { before: anything, after: anything },
          ),
        ),
      },
      { next: text },
    ),
    async handle({ params, query }, { tx }) {
      const number = Number(params.number);
      if ((await editionsOf(tx, register.name, number + 1, 1))[0]?.number !== number) {
        throw entryRefusal('no-such-edition');
      }
      const limit = Number(query.count ?? 50);
      const [kind = '', id = ''] = (query.after ?? '').split('/');
      const rows = await entryReaders(tx, register).changes(number, [kind, id], limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return { changes: page.map(asChange), ...(rows.length > limit && last && { next: `${last.kind}/${last.id}` }) };
    },
  }),
];

function asChange({ kind, id, before, after }: EntryChange) {
  const [old, now] = [before, after].map((content) => (content === null ? undefined : JSON.parse(content)));
  return { kind, id, change: old && now ? 'changed' : now ? 'new' : 'withdrawn', before: old, after: now };
}

function withDays(rows: readonly EntryVersion[], editions: readonly { number: number; day: string }[]) {
  const days = new Map(editions.map(({ number, day }) => [number, day]));
  return rows.map(({ since, until, content }) => ({
    ...{ since, from: days.get(since), entry: JSON.parse(content) },
    ...(until === null ? {} : { until, to: days.get(until) }),
  }));
}
