/** The HTTP operations of TERYT beyond those that every register of entries has: the questions of GUS's web service. */
import type { Operation } from '#core/http/operation.ts';
import { inTwoLanguages, listOf, oneOf, shape } from '#core/http/shapes.ts';
import { daySchema, entryShape, objectSchema, registerReading } from '#core/registers/entry-operations.ts';
import { verdicts } from './model.ts';
import { territoryRegister } from './reading.ts';

const name = { type: 'string', maxLength: 100 };

export const operations: readonly Operation[] = [
  registerReading({
    name: 'verify-address',
    path: '/territory-register/addresses',
    summary: 'Does this address exist to the street? By names (of units above also by TERC) or by SIMC and ULIC.',
    query: objectSchema({
      ...{ voivodeship: name, county: name, commune: name, place: name, street: name, known: daySchema },
      simc: { type: 'string', pattern: '^\\d{7}$' },
      ulic: { type: 'string', pattern: '^\\d{5}$' },
    }),
    reply: shape(
      { answer: oneOf(verdicts), says: inTwoLanguages, candidates: listOf(entryShape) },
      { place: entryShape, street: entryShape, units: listOf(entryShape) },
    ),
    handle: async ({ query: { known, ...question } }, { tx }) => territoryRegister.verify(tx, question, known),
  }),
];
