/** The HTTP operations of the register of decisions. It is public and nobody's data; reads are in the trail. */
import { editionsOf } from '#core/registers/editions.ts';
import { polishDay } from '#core/registers/days.ts';
import { type Operation, operation, type OperationAccess } from '#core/http/operation.ts';
import { editionsShape } from '#core/http/shapes.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { register } from './model.ts';
import { decisions } from './reading.ts';
import * as shapes from './shapes.ts';
import { decisionStore } from './store.ts';

const everybody: OperationAccess = {
  roles: ['patient', 'proxy', 'physician', 'pharmacist', 'operator', 'machine'],
  purpose: 'TREAT',
};
const day = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' };
const gtin = { type: 'string', maxLength: 20 };
const object = (properties: object, ...required: string[]) => ({ type: 'object', properties, required });
const pageSize = 100;
/** A reading of what is open to all. */
const reading = (definition: Omit<Operation, 'method' | 'access' | 'audit'>): Operation =>
  operation({
    ...{ ...definition, method: 'GET', access: everybody, audit: { action: 'R' } },
    examples: shapes.examples[definition.name] ?? [],
  });

export const operations = (): Operation[] => [
  reading({
    name: 'ask-whether-dispensable',
    path: '/product-decisions/verdict',
    summary: 'May this batch be dispensed on that day? Without a batch: whether some of them may not.',
    query: object({ gtin, batch: { type: 'string', maxLength: 60 }, day, known: day }, 'gtin'),
    reply: shapes.verdict,
    handle: ({ query }, { tx, now }) => {
      const { gtin: code = '', batch, day: asked = polishDay(now()), known } = query;
      return decisions.verdict(tx, { gtin: code, day: asked, ...(batch === undefined ? {} : { batch }) }, known);
    },
  }),
  reading({
    name: 'list-product-decisions',
    path: '/product-decisions/packages/:gtin',
    summary: 'All decisions about a package, oldest first, as they are known now or were on a day.',
    params: object({ gtin }),
    query: object({ known: day }),
    reply: shapes.decisionList,
    handle: async ({ params, query }, { tx }) => ({
      decisions: await decisions.about(tx, params.gtin ?? '', query.known),
    }),
  }),
  reading({
    name: 'list-news-of-product-decisions',
    path: '/product-decisions/news',
    summary: 'Decisions in the order in which they came here, after a cursor: for those who hold medicines.',
    query: object({ after: { type: 'string', maxLength: 300 } }),
    reply: shapes.news,
    async handle({ query }, { tx }) {
      const rows = await decisionStore(tx).news(...placeOf(query.after), pageSize + 1);
      const page = rows.slice(0, pageSize);
      const last = page.at(-1);
      return {
        decisions: page,
        // Also on the last page: who comes again goes on from there.
        ...(last ? { next: cursorOf(last.since, last.number, last.gtin) } : { next: query.after }),
        more: rows.length > pageSize,
      };
    },
  }),
  reading({
    name: 'list-editions-of-product-decisions',
    path: '/product-decisions/editions',
    summary: 'Editions that were imported, newest first, with what each brought in numbers.',
    reply: editionsShape,
    handle: async (_input, { tx }) => ({ editions: await editionsOf(tx, register) }),
  }),
];

const cursorOf = (since: number, number: string, code: string): string =>
  Buffer.from(JSON.stringify([since, number, code])).toString('base64url');

/** @throws Refusal `bad-cursor` */
function placeOf(cursor: string | undefined): [number, string, string] {
  if (cursor === undefined) return [0, '', ''];
  try {
    const [since, number, code] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const isPlace = typeof since === 'number' && since >= 0 && since < 2 ** 31 && Number.isInteger(since);
    if (isPlace && isText(number) && isText(code)) return [since, number, code];
  } catch {
    // Told below like any other that we did not give.
  }
  throw new Refusal('invalid', 'bad-cursor', 'The cursor is none that this list gave. Begin without one.');
}

const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');
