/** The HTTP operations of the register of medicinal products. It is public and nobody's data; reads are in the trail. */
import { editionsOf } from '#core/registers/editions.ts';
import { type Operation, operation, type OperationAccess } from '#core/http/operation.ts';
import { editionsShape, resourceOf } from '#core/http/shapes.ts';
import { medicationKnowledgeOf, medicationOf } from './fhir.ts';
import { type FoundPackage, type MedicinalProduct, register, type Version } from './model.ts';
import { changesOf, packageOn, productOn, searchTexts } from './reading.ts';
import { refusal } from './refusals.ts';
import * as shapes from './shapes.ts';
import { productStore } from './store.ts';

const everybody: OperationAccess = {
  roles: ['patient', 'proxy', 'physician', 'pharmacist', 'operator', 'machine'],
  purpose: 'TREAT',
};
const day = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' };
const count = { type: 'string', pattern: '^([1-9]|[1-9]\\d|100)$' };
const id = { type: 'string', pattern: '^[\\w.-]{1,40}$' };
const edition = { type: 'string', pattern: '^\\d{1,9}$' };
const object = (properties: object, ...required: string[]) => ({ type: 'object', properties, required });
/** A reading of what is open to all. */
const reading = (definition: Omit<Operation, 'method' | 'access' | 'audit'>): Operation =>
  operation({
    ...{ ...definition, method: 'GET', access: everybody, audit: { action: 'R' } },
    examples: shapes.examples[definition.name] ?? [],
  });

export const operations = (): Operation[] => [...products(), ...packages(), ...editions()];

const products = (): Operation[] => [
  reading({
    name: 'search-medicinal-products',
    path: '/medicinal-products/search',
    summary: 'Medicines by beginnings of words: name, substance, ATC, strength, form, EAN. Best first, at most 100.',
    query: object({ q: { type: 'string', maxLength: 200 }, day, kind: { enum: ['human', 'veterinary'] }, count }, 'q'),
    reply: shapes.products,
    async handle({ query, http }, { tx }) {
      const request = {
        text: query.q ?? '',
        kind: query.kind === 'veterinary' ? ('veterinary' as const) : ('human' as const),
        count: Number(query.count ?? 20),
      };
      // What is stored goes out as it is: parsing it only to write it again is half of what a search would cost.
      const found = await searchTexts(tx, request, query.day);
      http.reply.type('application/json; charset=utf-8');
      return `{"products":[${found.join(',')}]}`;
    },
  }),
  reading({
    name: 'read-medicinal-product',
    path: '/medicinal-products/products/:id',
    summary: 'A product by its number in the register, as it was on a day.',
    params: object({ id }),
    query: object({ day }),
    reply: shapes.product,
    handle: async ({ params, query }, { tx }) => found(await productOn(tx, params.id ?? '', query.day)),
  }),
  reading({
    name: 'read-medication-knowledge',
    path: '/medicinal-products/products/:id/knowledge',
    summary: 'The same as FHIR R4 MedicationKnowledge.',
    params: object({ id }),
    query: object({ day }),
    reply: resourceOf('MedicationKnowledge'),
    handle: async ({ params, query }, { tx }) =>
      medicationKnowledgeOf(found(await productOn(tx, params.id ?? '', query.day))),
  }),
  reading({
    name: 'list-versions-of-product',
    path: '/medicinal-products/products/:id/versions',
    summary: 'All versions of a product, newest first, with the days from and to which each held.',
    params: object({ id }),
    reply: shapes.versions,
    async handle({ params }, { tx }) {
      const rows = await productStore(tx).versions(params.id ?? '');
      if (rows.length === 0) throw refusal('no-such-product');
      const days = new Map((await editionsOf(tx, register, undefined, 100_000)).map((one) => [one.number, one.day]));
      const versions = rows.map(
        ({ since, until, content }): Version => ({
          ...{ since, from: days.get(since) ?? '', product: JSON.parse(content) },
          ...(until === null ? {} : { until, to: days.get(until) ?? '' }),
        }),
      );
      return { versions };
    },
  }),
];

const packages = (): Operation[] => [
  reading({
    name: 'read-medicinal-package',
    path: '/medicinal-products/packages/:gtin',
    summary: 'A package by its EAN or GTIN with its product, as they were on a day.',
    params: object({ gtin: { type: 'string', maxLength: 20 } }),
    query: object({ day }),
    reply: shapes.packageWithProduct,
    handle: async ({ params, query }, { tx }) => foundPackage(await packageOn(tx, params.gtin ?? '', query.day)),
  }),
  reading({
    name: 'read-medication-of-package',
    path: '/medicinal-products/packages/:gtin/medication',
    summary: 'The same as FHIR R4 Medication.',
    params: object({ gtin: { type: 'string', maxLength: 20 } }),
    query: object({ day }),
    reply: resourceOf('Medication'),
    handle: async ({ params, query }, { tx }) =>
      medicationOf(foundPackage(await packageOn(tx, params.gtin ?? '', query.day))),
  }),
];

const editions = (): Operation[] => [
  reading({
    name: 'list-editions-of-medicinal-products',
    path: '/medicinal-products/editions',
    summary: 'Editions of the register that were imported, newest first, with what each changed in numbers.',
    query: object({ before: edition }),
    reply: editionsShape,
    handle: async ({ query }, { tx }) => ({
      editions: await editionsOf(tx, register, query.before === undefined ? undefined : Number(query.before)),
    }),
  }),
  reading({
    name: 'list-changes-of-medicinal-products',
    path: '/medicinal-products/editions/:number/changes',
    summary: 'What an edition brought: new, changed and withdrawn products, and what is different in them.',
    params: object({ number: edition }),
    query: object({ after: id, count }),
    reply: shapes.changes,
    async handle({ params, query }, { tx }) {
      const number = Number(params.number);
      if ((await editionsOf(tx, register, number + 1, 1))[0]?.number !== number) throw refusal('no-such-edition');
      const limit = Number(query.count ?? 50);
      const rows = await changesOf(tx, number, query.after ?? '', limit + 1);
      const changes = rows.slice(0, limit);
      return { changes, ...(rows.length > limit && { next: changes.at(-1)?.id }) };
    },
  }),
];

function found(product: MedicinalProduct | undefined): MedicinalProduct {
  if (!product) throw refusal('no-such-product');
  return product;
}

function foundPackage(one: FoundPackage | undefined): FoundPackage {
  if (!one) throw refusal('no-such-package');
  return one;
}
