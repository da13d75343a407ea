/**
 * The HTTP operations of the vaccination calendar. It owns no table: the record decides who may read a patient's
 * vaccinations and writes the trail.
 */
import type { Call } from '#core/access/actor.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import type { Record as FhirRecord, Resource } from '#core/record/record.ts';
import { isDay, polishDay } from '#core/registers/days.ts';
import { calendarOn, calendars } from './calendars.ts';
import { plus } from './days.ts';
import { linesOf } from './engine.ts';
import type { Calendar, CalendarShown, VaccinationReply } from './model.ts';
import { exceptionOf, givenOf, type NewException, notDone } from './reading.ts';
import { refuse } from './refusals.ts';
import { calendarExample, schemas } from './shapes.ts';

/** More vaccinations than anybody has. */
const most = 1000;

export type CalendarNeeds = { readonly record: Pick<FhirRecord, 'read' | 'search' | 'create'> };

export const operations = (needs: CalendarNeeds): Operation[] => [show(needs), editions(), recordException(needs)];

function show({ record }: CalendarNeeds): Operation {
  return operation({
    name: 'read-vaccination-calendar',
    method: 'GET',
    path: '/vaccination-calendar/patients/:id',
    summary: 'The compulsory vaccinations of a patient: given, due, late, to come. Not for clinical use yet.',
    access: { roles: ['physician', 'patient', 'proxy', 'machine'], purpose: 'TREAT' },
    audit: 'in-record',
    params: schemas.byPatient,
    query: schemas.asked,
    reply: schemas.reply,
    examples: [calendarExample],
    handle: async ({ params, query }, { call, now, actor }): Promise<VaccinationReply> => {
      const today = polishDay(now());
      const calendar = wanted(query.calendar, today);
      const person = personOf((await record.read(call, 'Patient', params.id ?? '')).content);
      const resources = await immunizations(record, call, person.id);
      const given = resources.flatMap((resource) => givenOf(resource) ?? []);
      const exceptions = resources.flatMap((resource) => exceptionOf(resource) ?? []);
      const lines = linesOf(calendar, { birth: person.birth, given, exceptions }, today);
      const shown = new Set(lines.flatMap((line) => line.given?.id ?? []));
      return {
        ...{ notForClinicalUse: true, patient: person, today, calendar: shownOf(calendar), lines },
        others: given.filter(({ id }) => !shown.has(id)).sort((a, b) => (a.day < b.day ? 1 : -1)),
        mayRecord: actor.role === 'physician',
      };
    },
  });
}

function editions(): Operation {
  return operation({
    name: 'list-vaccination-calendars',
    method: 'GET',
    path: '/vaccination-calendar/editions',
    summary: 'Editions of the calendar that are known, drafts too, whole: doses, ages, gaps, sources.',
    access: { roles: ['physician', 'patient', 'proxy', 'operator', 'machine'], purpose: 'TREAT' },
    audit: { action: 'R' },
    reply: schemas.editions,
    handle: async () => ({ calendars }),
  });
}

function recordException({ record }: CalendarNeeds): Operation {
  return operation({
    name: 'record-vaccination-exception',
    method: 'POST',
    path: '/vaccination-calendar/patients/:id/exceptions',
    summary: 'Writes down why a course is not given: contraindication, deferral until a day, refusal, immunity.',
    access: { roles: ['physician'], purpose: 'TREAT' },
    audit: 'in-record',
    params: schemas.byPatient,
    body: schemas.exception,
    reply: schemas.recorded,
    async handle({ params, body }, { call, now }) {
      const asked = body as NewException;
      const today = polishDay(now());
      const patient = params.id ?? '';
      const isGood = asked.until !== undefined && isDay(asked.until) && asked.until > today;
      if (asked.kind === 'deferral' ? !isGood || asked.until > plus(today, { years: 5 }) : asked.until !== undefined)
        throw refuse('bad-until');
      // Who may not see the patient is told that there is none, before anything is written.
      await record.read(call, 'Patient', patient);
      const { id } = await record.create(call, notDone(patient, today, asked));
      return { id };
    },
  });
}

/** @throws Refusal `no-such-calendar` */
function wanted(version: string | undefined, today: string): Calendar {
  if (version === undefined) return calendarOn(today);
  const found = calendars.find((one) => one.version === version);
  if (!found) throw refuse('no-such-calendar');
  return found;
}

const shownOf = ({ version, validFrom, confirmed, source, checked, series }: Calendar): CalendarShown => ({
  ...{ version, validFrom, confirmed, source, checked },
  unconfirmed: series.flatMap(({ antigen, unconfirmed = [] }) => unconfirmed.map((says) => `${antigen}: ${says}`)),
});

/** @throws Refusal `no-birth-date` */
function personOf(content: string): VaccinationReply['patient'] {
  const {
    id = '',
    birthDate,
    name,
  } = JSON.parse(content) as Resource & {
    birthDate?: string;
    name?: { use?: string; given?: string[]; family?: string }[];
  };
  if (birthDate === undefined || !isDay(birthDate)) throw refuse('no-birth-date');
  const { given = [], family = '' } = name?.find(({ use }) => use === 'official') ?? name?.[0] ?? {};
  return { id, birth: birthDate, name: [...given, family].join(' ').trim() };
}

async function immunizations(record: CalendarNeeds['record'], call: Call, patient: string): Promise<Resource[]> {
  const resources: Resource[] = [];
  let next: string | undefined = `patient=${patient}&_count=200`;
  while (next !== undefined && resources.length < most) {
    const page = await record.search(call, 'Immunization', next);
    for (const { mode, stored } of page.entries)
      if (mode === 'match') resources.push(JSON.parse(stored.content) as Resource);
    next = page.entries.length > 0 ? page.next : undefined;
  }
  return resources;
}
