/** What the register of medicinal products answers, as JSON schemas, and examples of it. */
import type { Example, Schema } from '#core/http/operation.ts';
import { dayText, listOf, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';

const substance = shape({ name: text }, { amount: text, unit: text, per: text, perUnit: text });
const onePackage = shape(
  { removed: yesOrNo, says: text },
  { id: text, code: text, gtin: text, availability: text, euNumber: text, parallelDistributor: text },
);
export const product: Schema = shape(
  {
    ...{ id: text, name: text, kind: oneOf(['human', 'veterinary']), removed: yesOrNo },
    ...{ atc: listOf(text), routes: listOf(text), substances: listOf(substance), packages: listOf(onePackage) },
  },
  {
    ...{ commonName: text, strength: text, form: text, holder: text, procedure: text, permit: text },
    ...{ permitValidity: text, leaflet: text, characteristics: text },
  },
);
export const products = shape({ products: listOf(product) });
export const packageWithProduct = shape({ package: onePackage, product });
export const versions = shape({
  versions: listOf(shape({ since: whole, from: dayText, product }, { until: whole, to: dayText })),
});
const difference = shape({ what: text }, { before: {}, after: {} });
export const changes = shape(
  {
    changes: listOf(
      shape(
        { id: text, name: text, change: oneOf(['new', 'changed', 'withdrawn']) },
        { differences: listOf(difference) },
      ),
    ),
  },
  { next: text },
);

const ramipril = {
  ...{ id: '990000000', name: 'Howanina', commonName: 'Ramiprilum', strength: '5 mg', form: 'tabletki', kind: 'human' },
  ...{ holder: 'Zmyślona Farmacja S.A.', procedure: 'DCP', permit: 'Z000000', permitValidity: 'Bezterminowe' },
  ...{ atc: ['C09AA05'], routes: ['doustna'], substances: [{ name: 'Ramipryl', amount: '5', unit: 'mg' }] },
  packages: [
    {
      ...{ id: '1', code: '02000000000008', gtin: '02000000000008', availability: 'Rp' },
      ...{ removed: false, says: '14 szt.' },
    },
  ],
  removed: false,
};
const [ramiprilPackage] = ramipril.packages;
const coded = {
  coding: [
    { system: 'urn:oid:1.3.160', code: '02000000000008', display: 'Howanina, 5 mg, tabletki, 14 szt.' },
    { system: 'urn:oid:2.16.840.1.113883.6.73', code: 'C09AA05' },
  ],
  text: 'Howanina, 5 mg, tabletki, 14 szt.',
};
const medication = {
  resourceType: 'Medication',
  identifier: [{ system: 'urn:oid:2.16.840.1.113883.3.4424.6.1', value: '990000000' }],
  ...{ code: coded, status: 'active', manufacturer: { display: 'Zmyślona Farmacja S.A.' }, form: { text: 'tabletki' } },
  ingredient: [
    {
      itemCodeableConcept: { text: 'Ramipryl' },
      strength: { numerator: { value: 5, unit: 'mg' }, denominator: { value: 1 } },
    },
  ],
};

/** By the name of the operation. */
export const examples: { readonly [name: string]: readonly Example[] } = {
  'search-medicinal-products': [
    { summary: 'By the beginning of a name', query: { q: 'howa', count: '1' }, reply: { products: [ramipril] } },
  ],
  'read-medicinal-product': [{ summary: 'By its number', params: { id: '990000000' }, reply: ramipril }],
  'list-versions-of-product': [
    {
      ...{ summary: 'One version so far', params: { id: '990000000' } },
      reply: { versions: [{ since: 1, from: '2026-11-26', product: ramipril }] },
    },
  ],
  'read-medicinal-package': [
    {
      ...{ summary: 'By the code on the package', params: { gtin: '02000000000008' } },
      reply: { package: ramiprilPackage, product: ramipril },
    },
  ],
  'read-medication-of-package': [
    { summary: 'For a FHIR record', params: { gtin: '02000000000008' }, reply: medication },
  ],
  'list-changes-of-medicinal-products': [
    {
      ...{ summary: 'Two of the first edition', params: { number: '1' }, query: { count: '2' } },
      reply: {
        changes: [
          { id: '990000000', name: 'Howanina', change: 'new' },
          { id: '990000001', name: 'Luśreluan Forte', change: 'new' },
        ],
        next: '990000001',
      },
    },
  ],
};
