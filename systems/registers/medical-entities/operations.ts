/** The HTTP operations of RPWDL beyond those that every register of entries has. */
import type { Operation } from '#core/http/operation.ts';
import { inTwoLanguages, listOf, oneOf, resourceOf, shape, text } from '#core/http/shapes.ts';
import { polishDay } from '#core/registers/days.ts';
import { entryRefusal } from '#core/registers/entries.ts';
import { daySchema, entryShape, idSchema, objectSchema, registerReading } from '#core/registers/entry-operations.ts';
import { locationOf, organizationOf } from './fhir.ts';
import { answers } from './model.ts';
import { medicalEntityRegister as asked } from './reading.ts';

const when = objectSchema({ day: daySchema, known: daySchema });

export const operations: readonly Operation[] = [
  registerReading({
    name: 'ask-whether-place-works',
    path: '/medical-entities/working/:number',
    summary: 'Does this book, unit, cell or practice exist and work on a day? Of a cell with its speciality.',
    params: objectSchema({ number: idSchema }),
    query: when,
    reply: shape({ answer: oneOf(answers), says: inTwoLanguages }, { place: entryShape, speciality: text }),
    handle: async ({ params, query }, { tx, now }) =>
      asked.working(tx, params.number ?? '', query.day ?? polishDay(now()), query.known),
  }),
  registerReading({
    name: 'list-working-cells',
    path: '/medical-entities/working/:number/cells',
    summary: 'Cells of an entity that work on a day, with their specialities.',
    params: objectSchema({ number: idSchema }),
    query: when,
    reply: shape({ cells: listOf(entryShape) }),
    handle: async ({ params, query }, { tx, now }) => {
      const day = query.day ?? polishDay(now());
      return { cells: (await asked.cellsWorking(tx, params.number ?? '', day, query.known)).map(({ place }) => place) };
    },
  }),
  registerReading({
    name: 'read-place-as-fhir',
    path: '/medical-entities/working/:number/fhir',
    summary: 'An entity as FHIR R4 Organization, a cell as Location, as they are on a day.',
    params: objectSchema({ number: idSchema }),
    query: when,
    reply: { anyOf: [resourceOf('Organization'), resourceOf('Location')] },
    handle: async ({ params, query }, { tx, now }) => {
      const { number = '' } = params;
      const { place, answer } = await asked.working(tx, number, query.day ?? polishDay(now()), query.known);
      if (place?.kind === 'entity') return organizationOf(place, answer === 'works');
      if (place?.kind === 'cell') return locationOf(place, answer);
      throw entryRefusal('no-such-entry');
    },
  }),
];
