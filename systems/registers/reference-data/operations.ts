/** The HTTP operations of reference data: one face over the registers. Readings are in the trail. */
import { keyOfId } from '#core/record/keys.ts';
import { type Operation, operation, type OperationAccess } from '#core/http/operation.ts';
import { inTwoLanguages, listOf, oneOf, shape, text, whole } from '#core/http/shapes.ts';
import { isDay, polishDay } from '#core/registers/days.ts';
import { latestEdition } from '#core/registers/editions.ts';
import { entryRefusal } from '#core/registers/entries.ts';
import { daySchema, idSchema, objectSchema, professionals, registerReading } from '#core/registers/entry-operations.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { allSystems } from '#core/terminology/index.ts';
import { isPesel } from '#libs/polish-identifiers/pesel.ts';
import { type RecipientQuestion, recipientAnswers, workerAnswers } from './model.ts';
import type { Needs } from './ports.ts';
import { recipientOn, workerOn } from './rules.ts';

const day = (asked: string | undefined, now: Date): string => {
  const given = asked ?? polishDay(now);
  if (!isDay(given)) throw entryRefusal('bad-day');
  return given;
};
/** What was known at the end of a day: there it is midnight in Poland an hour or two before UTC. */
const endOf = (given: string): Date => new Date(`${given}T22:00:00Z`);

/** Those who treat, and their systems: recipients are people. */
const treating: OperationAccess = { roles: ['physician', 'pharmacist', 'machine'], purpose: 'TREAT' };
const name = { type: 'string', minLength: 1, maxLength: 200 };

export const operations = (needs: Needs): readonly Operation[] => [
  ...people(needs),
  ...providers(needs),
  ...whatIsHere(needs),
];

const people = (needs: Needs): Operation[] => [
  registerReading({
    name: 'ask-reference-worker',
    path: '/reference-data/workers/:profession/:npwz',
    summary:
      'May the owner of this number practise that profession, as of a day? Professions by code: LEK, PIEL, FARM ….',
    access: professionals,
    params: objectSchema({ profession: idSchema, npwz: { type: 'string', pattern: '^[0-9]{1,8}[PA]?$' } }),
    query: objectSchema({ day: daySchema }),
    reply: shape({ answer: oneOf(workerAnswers), says: inTwoLanguages }, { worker: { type: 'object' } }),
    async handle({ params, query }, { tx, now }) {
      const profession = needs.professionOf(params.profession ?? '');
      if (profession === undefined) {
        throw new Refusal('invalid', 'no-such-profession', 'There is no such profession: LEK, PIEL, POL, FARM ….');
      }
      const asked = day(query.day, now());
      return workerOn(await needs.worker(tx, profession, params.npwz ?? '', endOf(asked)), asked);
    },
  }),
  operation({
    name: 'ask-reference-recipient',
    method: 'POST',
    path: '/reference-data/recipients',
    summary: 'Is the person of this PESEL called and born so, as of a day? Says what differs, never what is right.',
    access: treating,
    audit: { action: 'R' },
    body: {
      ...objectSchema(
        {
          ...{ pesel: { type: 'string', pattern: '^[0-9]{11}$' }, givenName: name, familyName: name },
          ...{ birthDate: daySchema, day: daySchema },
        },
        'pesel',
      ),
      additionalProperties: false,
    },
    reply: shape({ answer: oneOf(recipientAnswers), differs: listOf(text), says: inTwoLanguages }, { patient: text }),
    async handle({ body }, { now, about }) {
      const { pesel, day: given, ...asked } = body as RecipientQuestion & { pesel: string; day?: string };
      if (!isPesel(pesel)) {
        throw new Refusal('invalid', 'bad-pesel', 'This is no PESEL: its check digit or date does not fit.');
      }
      const on = day(given, now());
      const answer = recipientOn(await needs.person(pesel, endOf(on)), asked, on);
      // Whose record it is hears only who has shown that they know the person.
      const knows = answer.answer === 'agrees' && asked.familyName !== undefined && asked.birthDate !== undefined;
      const patient = knows ? await needs.patientOf(pesel) : undefined;
      if (patient) about({ patientIds: [patient], patients: [keyOfId('Patient', patient)] });
      return { ...answer, ...(patient ? { patient } : {}) };
    },
  }),
];

const providers = (needs: Needs): Operation[] => [
  registerReading({
    name: 'ask-reference-provider',
    path: '/reference-data/providers/:number',
    summary:
      'A book, unit, cell, practice, pharmacy:…, wholesaler:…, or all of regon:…, nip:…, as of a day, with contracts.',
    params: objectSchema({ number: idSchema }),
    query: objectSchema({ day: daySchema }),
    reply: shape(
      { day: text, contracts: listOf({ type: 'object' }) },
      { place: { type: 'object' }, pharmacy: { type: 'object' }, wholesaler: { type: 'object' } },
    ),
    async handle({ params, query }, { tx, now }) {
      const { number = '' } = params;
      const asked = day(query.day, now());
      const [, kind, id = ''] = /^(pharmacy|wholesaler):(.+)$/.exec(number) ?? [];
      if (kind === 'pharmacy') return { day: asked, contracts: [], pharmacy: await needs.pharmacy(tx, id, asked) };
      if (kind === 'wholesaler')
        return { day: asked, contracts: [], wholesaler: await needs.wholesaler(tx, id, asked) };
      if (/^(regon|nip):/.test(number)) {
        const [pharmacy, wholesaler, contracts] = await Promise.all([
          needs.pharmacy(tx, number, asked),
          needs.wholesaler(tx, number, asked),
          needs.contracts(tx, number, asked),
        ]);
        return { day: asked, pharmacy, wholesaler, contracts };
      }
      const place = await needs.place(tx, number, asked);
      const key = `${number.includes('-') ? 'cell' : 'book'}:${number}`;
      return { day: asked, place, contracts: await needs.contracts(tx, key, asked) };
    },
  }),
];

const whatIsHere = ({ registers }: Needs): Operation[] => [
  registerReading({
    name: 'list-reference-registers',
    path: '/reference-data/registers',
    summary: 'The registers that are here, the edition of each, and how old it is.',
    query: objectSchema({ day: daySchema }),
    reply: shape({
      registers: listOf(shape({ name: text }, { edition: { type: 'object' }, daysOld: whole })),
    }),
    handle: async ({ query }, { tx, now }) => {
      const asked = day(query.day, now());
      const found = [];
      for (const register of [...new Set(registers)].sort()) {
        const edition = await latestEdition(tx, register, asked);
        const daysOld = edition && Math.round((Date.parse(asked) - Date.parse(edition.day)) / 86_400_000);
        found.push({ name: register, ...(edition ? { edition, daysOld } : {}) });
      }
      return { registers: found };
    },
  }),
  registerReading({
    name: 'list-code-systems',
    path: '/reference-data/code-systems',
    summary: 'Code systems (RSK) that are here, each with its versions, how many codes it has and whether all.',
    reply: shape({
      codeSystems: listOf(
        shape({
          url: text,
          versions: listOf(shape({ version: text, content: text, concepts: whole }, { title: text })),
        }),
      ),
    }),
    handle: async (_input, { tx }) => {
      const byUrl = Map.groupBy(await allSystems(tx), ({ url }) => url);
      const versionOf = ({ version, content, concepts, header }: Awaited<ReturnType<typeof allSystems>>[number]) => ({
        ...{ version, content, concepts },
        ...(header.title ? { title: header.title } : {}),
      });
      return { codeSystems: [...byUrl].map(([url, versions]) => ({ url, versions: versions.map(versionOf) })) };
    },
  }),
];
