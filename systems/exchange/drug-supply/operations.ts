/** The HTTP operations of reporting turnover and stock. */
import type { Actor } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation, type OperationAccess } from '#core/http/operation.ts';
import { inTwoLanguages, listOf, oneOf, shape, text, whole } from '#core/http/shapes.ts';
import { isDay, polishDay } from '#core/registers/days.ts';
import { daySchema, objectSchema } from '#core/registers/entry-operations.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { placeKinds, type PlaceKind, transactionKinds } from './model.ts';
import type { Needs } from './ports.ts';
import { messageLimits } from './reading-messages.ts';
import { demandTheirs, receive } from './receiving.ts';
import { otherFindings, rules } from './rules.ts';
import { supplyStore } from './store.ts';

const reporters: OperationAccess = { roles: ['pharmacist', 'machine'], purpose: 'HOPERAT' };
const readers: OperationAccess = { roles: ['pharmacist', 'machine', 'operator'], purpose: 'HOPERAT' };
/** Reports on the whole country are for the administration. */
const administration: OperationAccess = { roles: ['operator'], purpose: 'HOPERAT' };

const number = { type: 'number' };
const place = { type: 'string', pattern: '^(pharmacy|wholesaler):[\\w.-]{1,60}$' };
const count = { type: 'string', pattern: '^([1-9]|[1-9]\\d|[1-4]\\d\\d|500)$' };
const finding = shape(
  { code: text, level: oneOf(['reject', 'warn']), pl: text, en: text },
  { line: whole, gtin: text },
);
const stockRow = shape(
  { place: text, gtin: text, series: text, quantity: number },
  { expires: { type: ['string', 'null'] } },
);

export const operations = (needs: Needs): readonly Operation[] => [
  ...reporting(needs),
  ...ofPlaces(needs),
  ...ofCountry(),
];

const reporting = (needs: Needs): Operation[] => [
  operation({
    name: 'report-drug-supply',
    method: 'POST',
    path: '/drug-supply/messages',
    summary: 'Takes an OS message or an opening balance (XML): accepted whole, or rejected with how to mend it.',
    access: reporters,
    audit: { action: 'C' },
    body: {
      type: 'object',
      properties: { message: { type: 'string', minLength: 1, maxLength: messageLimits.signs } },
      required: ['message'],
      additionalProperties: false,
    },
    reply: shape({
      ...{ id: text, status: oneOf(['accepted', 'rejected']), place: text, number: text, findings: listOf(finding) },
    }),
    handle: async ({ body }, { tx, actor, now, newId, about }) => {
      const receipt = await receive(needs, { tx, actor, now: now(), newId }, (body as { message: string }).message);
      about({ entities: [`${receipt.place}/${receipt.number}`] });
      return receipt;
    },
  }),
  operation({
    name: 'read-drug-supply-rules',
    method: 'GET',
    path: '/drug-supply/rules',
    summary: 'Every rule that messages are judged by, in Polish and English, and the kinds of transactions.',
    access: readers,
    audit: { action: 'R' },
    reply: shape({
      rules: listOf(shape({ code: text, level: text, pl: text, en: text }, { validFrom: text, source: text })),
      transactionKinds: listOf(shape({ code: text, pl: text, sign: whole })),
      placeKinds: listOf(text),
    }),
    handle: async () => ({
      rules: [
        ...rules.map(({ breaks: _breaks, ...told }) => told),
        ...Object.entries(otherFindings).map(([code, says]) => ({ code, ...says })),
      ],
      ...{ transactionKinds, placeKinds: Object.keys(placeKinds) },
    }),
  }),
];

/** The place of somebody's own entity; operators see all. @throws Refusal `not-your-place` */
async function demandReadable(needs: Needs, tx: Tx, actor: Actor, asked: string, day: string): Promise<void> {
  if (actor.role === 'operator') return;
  const [kind = '', id = ''] = asked.split(':');
  const registered = await needs.place(tx, kind as PlaceKind, id, day);
  await demandTheirs(needs, actor, registered ?? {});
}

const ofPlaces = (needs: Needs): Operation[] => [
  operation({
    name: 'list-drug-supply-messages',
    method: 'GET',
    path: '/drug-supply/places/:place/messages',
    summary: 'Messages of a place, newest first, with what was found wrong.',
    access: readers,
    audit: { action: 'R' },
    params: objectSchema({ place }),
    query: objectSchema({ after: { type: 'string', maxLength: 60 }, count }),
    reply: shape({ messages: listOf(shape({ id: text, number: text, status: text, day: text })) }, { next: text }),
    handle: async ({ params, query }, { tx, actor, now }) => {
      const { place: asked = '' } = params;
      await demandReadable(needs, tx, actor, asked, polishDay(now()));
      const limit = Number(query.count ?? 50);
      const rows = await supplyStore(tx).messages(asked, query.after ?? '', limit + 1);
      const messages = rows.slice(0, limit);
      return { messages, ...(rows.length > limit && { next: messages.at(-1)?.id }) };
    },
  }),
  operation({
    name: 'read-stock-of-place',
    method: 'GET',
    path: '/drug-supply/places/:place/stock',
    summary: 'What is at a place by what it reported, by product and series; quantities in thousandths of a package.',
    access: readers,
    audit: { action: 'R' },
    params: objectSchema({ place }),
    query: objectSchema({ after: { type: 'string', pattern: '^\\d{14}/.{1,200}$' }, count }),
    reply: shape({ stock: listOf(stockRow) }, { next: text }),
    handle: async ({ params, query }, { tx, actor, now }) => {
      const { place: asked = '' } = params;
      await demandReadable(needs, tx, actor, asked, polishDay(now()));
      const limit = Number(query.count ?? 100);
      const after = query.after ?? '/';
      const at = after.indexOf('/');
      const rows = await supplyStore(tx).stock(asked, [after.slice(0, at), after.slice(at + 1)], limit + 1);
      const stock = rows.slice(0, limit);
      const last = stock.at(-1);
      return { stock, ...(rows.length > limit && last && { next: `${last.gtin}/${last.series}` }) };
    },
  }),
  operation({
    name: 'read-quality-of-place',
    method: 'GET',
    path: '/drug-supply/places/:place/quality',
    summary: 'Quality of what a place reports: rejected, corrected, late, days without a report, findings by code.',
    access: readers,
    audit: { action: 'R' },
    params: objectSchema({ place }),
    query: objectSchema({ from: daySchema, to: daySchema }, 'from', 'to'),
    reply: shape({
      ...{ messages: whole, rejected: whole, corrections: whole, hoursLate: number, daysWithout: listOf(text) },
      findings: listOf(finding),
    }),
    handle: async ({ params, query }, { tx, actor, now }) => {
      const { place: asked = '' } = params;
      const { from = '', to = '' } = query;
      if (!isDay(from) || !isDay(to) || from > to || Date.parse(to) - Date.parse(from) > 366 * 86_400_000) {
        throw new Refusal('invalid', 'bad-day', 'Give two days such as 2026-03-01, in order, at most a year apart.');
      }
      await demandReadable(needs, tx, actor, asked, polishDay(now()));
      return (await supplyStore(tx).quality(asked, from, to))[0];
    },
  }),
];

const ofCountry = (): Operation[] => [
  operation({
    name: 'find-holders-of-drug',
    method: 'GET',
    path: '/drug-supply/products/:gtin/holders',
    summary: 'Where a product is, the most first; quantities in thousandths of a package.',
    access: administration,
    audit: { action: 'R' },
    params: objectSchema({ gtin: { type: 'string', maxLength: 20 } }),
    reply: shape({ holders: listOf(shape({ place: text, quantity: number })) }),
    handle: async ({ params }, { tx }) => {
      const { gtin = '' } = params;
      if (!isGtin(gtin))
        throw new Refusal('invalid', 'bad-gtin', 'This is no EAN or GTIN: its check digit does not fit.');
      return { holders: await supplyStore(tx).holders(toGtin14(gtin), 500) };
    },
  }),
  operation({
    name: 'report-drug-shortages',
    method: 'GET',
    path: '/drug-supply/shortages',
    summary: 'Products that are short: places whose stock does not last the days ahead at the pace of the days before.',
    access: administration,
    audit: { action: 'R' },
    query: objectSchema({
      ...{ day: daySchema, after: { type: 'string', pattern: '^\\d{14}$' }, count },
      kind: { enum: ['pharmacy', 'wholesaler'] },
      days: { type: 'string', pattern: '^([1-9]|[1-8]\\d|90)$' },
      ahead: { type: 'string', pattern: '^([1-9]|[1-8]\\d|90)$' },
    }),
    reply: shape(
      {
        shortages: listOf(
          shape({ gtin: text, places: whole, without: whole, short: whole, stock: number, perDay: number }),
        ),
        says: inTwoLanguages,
      },
      { next: text },
    ),
    handle: async ({ query }, { tx, now }) => {
      const { day = polishDay(now()), days = '30', ahead = '7', kind = 'pharmacy' } = query;
      if (!isDay(day)) throw new Refusal('invalid', 'bad-day', 'Give the day as year-month-day, such as 2026-03-01.');
      const from = new Date(Date.parse(day) - Number(days) * 86_400_000).toISOString().slice(0, 10);
      const limit = Number(query.count ?? 100);
      const asked = { from, day, days: Number(days), ahead: Number(ahead), kind };
      const rows = await supplyStore(tx).shortages(asked, query.after ?? '', limit + 1);
      const shortages = rows.slice(0, limit);
      const says = {
        pl: `Zapas poniżej ${ahead} dni przy zużyciu z ${days} dni do ${day}; stan bieżący.`,
        en: `Stock below ${ahead} days at the pace of the ${days} days until ${day}; stock as it is now.`,
      };
      return { shortages, says, ...(rows.length > limit && { next: shortages.at(-1)?.gtin }) };
    },
  }),
];
