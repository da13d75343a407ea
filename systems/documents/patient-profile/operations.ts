/** The HTTP operations of the patient profile. Access and audit happen in the record, for every resource that is read. */
import { keepsFrom } from '#core/access/grants.ts';
import { type Operation, type OperationContext, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { eventDetail, eventTypes } from './event.ts';
import { filterNames } from './filter.ts';
import { mostFound, question } from './find.ts';
import { knowledge } from './knowledge.ts';
import type { FindReply } from './model.ts';
import { type Besides, overview } from './overview.ts';
import { identity } from './reading.ts';
import { levelOperations } from './level-operations.ts';
import { readerOf } from './reader.ts';
import { findAll } from './reads.ts';
import { resultDisplayOperations } from './result-display-operations.ts';
import type { OutsideSources } from './ports.ts';
import { facetsOf, type SearchAsked, search } from './search/search.ts';
import { timelinePage } from './timeline-page.ts';
import {
  eventShape,
  facetsShape,
  findShape,
  knowledgeShape,
  overviewShape,
  searchShape,
  timelineShape,
} from './shapes.ts';

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const ofPatient = {
  type: 'object',
  required: ['patient'],
  properties: { patient: id },
};
const ofEvent = {
  type: 'object',
  required: ['patient', 'type', 'id'],
  properties: {
    patient: id,
    type: { type: 'string', pattern: '^[A-Z][A-Za-z]{1,40}$' },
    id,
  },
};
/** What may stand in the address of a question about one patient; `asOf` always may. */
const asked = (names: readonly string[]) => ({
  type: 'object',
  properties: Object.fromEntries([...names, 'asOf'].map((name) => [name, { type: 'string', maxLength: 300 }])),
});
const staffAndPatient = {
  roles: ['physician', 'patient', 'proxy'],
  purpose: 'TREAT',
} as const;

export interface OperationNeeds {
  readonly record: FhirRecord;
  /** Sources outside of the record, each asked when a profile is opened. */
  readonly sources?: readonly OutsideSources[];
}

/** What the overview is told beside the record: whether something is withheld, and how other sources are. */
const besidesOf = (
  { sources = [] }: OperationNeeds,
  patient: string,
  { actor, tx }: Pick<OperationContext, 'actor' | 'tx'>,
): Besides => {
  const { role, facility } = actor;
  return {
    // Told to the facility alone, as by read-relation of the permissions; a proxy sees no gap at all.
    ...(role === 'physician' && facility
      ? { withheld: () => keepsFrom(tx, keyOfId('Patient', patient), facility) }
      : {}),
    sources,
  };
};

export const operations = ({ record, ...needs }: OperationNeeds): Operation[] => [
  operation({
    name: 'find-patient',
    method: 'POST', // what is typed is personal: it must not stand in an address
    path: '/patient-profile/find',
    summary: 'Finds patients of the facility by PESEL or by parts of names; at most 50.',
    access: { roles: ['physician'], purpose: 'TREAT' },
    audit: 'in-record',
    reply: findShape,
    body: {
      type: 'object',
      required: ['text'],
      additionalProperties: false,
      properties: { text: { type: 'string', maxLength: 200 } },
    },
    async handle({ body }, { call, now }) {
      const { by, query } = question((body as { text: string }).text);
      const { resources, cut } = await findAll(readerOf(record, call, now()), 'Patient', query, mostFound);
      const patients = resources.map((patient) => identity(patient, now()));
      patients.sort((a, b) => familyFirst(a.name).localeCompare(familyFirst(b.name), 'pl'));
      return { patients, more: cut, by } satisfies FindReply;
    },
  }),
  operation({
    name: 'patient-overview',
    method: 'GET',
    path: '/patient-profile/:patient/overview',
    summary: "Level 0 of the e-Profil: the patient's whole history on one screen.",
    access: staffAndPatient,
    audit: 'in-record',
    reply: overviewShape,
    params: ofPatient,
    query: asked([]),
    handle({ params: { patient = '' }, query }, context) {
      const { call, now } = context;
      const besides = besidesOf({ record, ...needs }, patient, context);
      return overview(readerOf(record, call, now(), query.asOf), patient, besides);
    },
  }),
  operation({
    name: 'patient-timeline',
    method: 'GET',
    path: '/patient-profile/:patient/timeline',
    summary: 'The life line as a table: newest first, 50 rows a page.',
    access: staffAndPatient,
    audit: 'in-record',
    reply: timelineShape,
    params: ofPatient,
    query: asked([...filterNames, 'cursor']),
    handle: ({ params, query }, { call, now }) =>
      timelinePage(readerOf(record, call, now(), query.asOf), params.patient as string, query),
  }),
  operation({
    name: 'patient-facets',
    method: 'GET',
    path: '/patient-profile/:patient/facets',
    summary: 'What the entries of a patient can be filtered by, with counts under the filters that are on.',
    access: staffAndPatient,
    audit: 'in-record',
    reply: facetsShape,
    params: ofPatient,
    query: asked(filterNames),
    handle: ({ params, query }, { call, now }) =>
      facetsOf(readerOf(record, call, now(), query.asOf), params.patient as string, query),
  }),
  operation({
    name: 'search-profile',
    method: 'POST', // what is searched for is personal: it must not stand in an address
    path: '/patient-profile/:patient/search',
    summary: 'Finds words in notes, documents and descriptions of one patient, newest first in each lane.',
    access: staffAndPatient,
    audit: 'in-record',
    reply: searchShape,
    ownTransactions: true,
    params: ofPatient,
    query: asked([]),
    body: {
      type: 'object',
      required: ['text'],
      additionalProperties: false,
      properties: Object.fromEntries(
        ['text', ...filterNames, 'cursor'].map((name) => [name, { type: 'string', maxLength: 2000 }]),
      ),
    },
    handle: ({ params, query, body }, { call, now }) =>
      search(readerOf(record, call, now(), query.asOf), params.patient as string, body as SearchAsked),
  }),
  operation({
    name: 'patient-knowledge',
    method: 'GET',
    path: '/patient-profile/:patient/knowledge',
    summary: 'The days on which something about the patient came into the record, or changed there.',
    access: staffAndPatient,
    audit: 'in-record',
    reply: knowledgeShape,
    params: ofPatient,
    query: asked([]),
    handle: ({ params, query }, { call, now }) =>
      knowledge(readerOf(record, call, now(), query.asOf), params.patient as string),
  }),
  operation({
    name: 'patient-event',
    method: 'GET',
    path: '/patient-profile/:patient/events/:type/:id',
    summary: 'Level 2 of the e-Profil: one event, what was found, done and decided.',
    access: staffAndPatient,
    audit: 'in-record',
    reply: eventShape,
    params: ofEvent,
    query: asked([]),
    handle({ params, query }, { call, now }) {
      const type = params.type as string;
      if (!eventTypes.includes(type)) {
        throw new Refusal('not-found', 'no-such-event', `${type} is no event of the profile.`);
      }
      const reader = readerOf(record, call, now(), query.asOf);
      return eventDetail(reader, params.patient as string, type, params.id as string);
    },
  }),
  ...levelOperations(record),
  ...resultDisplayOperations(record),
];

/** Sorted as on a Polish list: by family name, then given names. */
const familyFirst = (name: string): string => {
  const parts = name.split(' ');
  return [parts.at(-1), ...parts.slice(0, -1)].join(' ');
};
