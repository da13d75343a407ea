/** What patients do, and parents and guardians for them: find a facility and a person, choose, look, take back. */
import { type Call, decidedBy } from '#core/access/actor.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Record as FhirRecord, Resource } from '#core/record/record.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { Asked, Declarations } from './declarations.ts';
import { type Kind, type Mine, system } from './model.ts';
import type { DeclarationNeeds } from './needs.ts';
import { policyOn } from './policy.ts';
import { refuse } from './refusals.ts';
import { kindsFor, mayChoose, nextChoice } from './rules.ts';
import { shapes } from './shapes.ts';

const own = { roles: ['patient', 'proxy'], purpose: 'PATRQT' } as const;
/** Cells of primary care in the register of facilities (part VIII): doctor, nurse, midwife. */
const primaryCare = ['0010', '0032', '0034'];
const mostFacilities = 20;
const mostPeople = 200;

/** @throws Refusal `no-patient` */
function patientOf({ actor }: Call): string {
  if (!actor.patient) throw refuse('no-patient');
  return actor.patient;
}

export const patientOperations = (desk: Declarations, needs: DeclarationNeeds): Operation[] => [
  operation({
    name: 'list-my-declarations',
    method: 'GET',
    path: '/declarations/mine',
    summary: 'My choices in primary care with their history, and which the next one would be and for what fee',
    access: own,
    audit: 'in-record',
    reply: shapes.mine,
    handle: (_input, { call }) => mine(desk, call),
  }),
  operation({
    name: 'find-primary-care',
    method: 'GET',
    path: '/declarations/facilities',
    summary: 'Facilities of primary care by the beginning of their name or of a town; at most 20',
    access: own,
    audit: 'in-record',
    query: shapes.find,
    reply: shapes.facilities,
    handle: async ({ query }, { call }) => ({ facilities: await facilities(needs.record, call, query.text ?? '') }),
  }),
  operation({
    name: 'list-people-of-primary-care',
    method: 'GET',
    path: '/declarations/facilities/:id/people',
    summary: 'Who may be chosen at a facility, with how long their list is',
    access: own,
    audit: 'in-record',
    params: shapes.byId,
    query: shapes.people,
    reply: shapes.peopleThere,
    handle: async ({ params, query }, { call }) => ({
      people: await desk.peopleAt(call, params.id ?? '', query.kind as Kind),
    }),
  }),
  operation({
    name: 'submit-declaration',
    method: 'POST',
    path: '/declarations',
    summary: 'Chooses a doctor, a nurse or a midwife of primary care; the facility answers within 7 days',
    access: own,
    audit: 'in-record',
    body: shapes.submit,
    reply: shapes.declaration,
    async handle({ body }, { call }) {
      const declaration = await desk.submit(call, patientOf(call), body as Asked, await desk.gather.submitter(call));
      return desk.show(call, declaration, 'patient', undefined);
    },
  }),
  operation({
    name: 'withdraw-declaration',
    method: 'POST',
    path: '/declarations/declaration/:id/withdraw',
    summary: 'Takes a declaration back, whether it waits or is in force',
    access: own,
    audit: 'in-record',
    params: shapes.byId,
    reply: shapes.declaration,
    async handle({ params }, { call }) {
      const { declaration } = await desk.read(call, params.id ?? '');
      const { patient, not } = await chooser(desk, call);
      if (not) throw refuse(not);
      return desk.show(call, await desk.move(call, declaration, 'withdraw'), 'patient', patient.birth);
    },
  }),
];

async function chooser(desk: Declarations, call: Call) {
  const patient = await desk.gather.patient(call, patientOf(call));
  const by = await desk.gather.submitter(call);
  const day = desk.gather.day();
  const policy = policyOn(day.today);
  return { patient, day, policy, not: mayChoose(desk.gather.chooser(patient, by), day.today, policy) };
}

async function mine(desk: Declarations, call: Call): Promise<Mine> {
  const { patient, day, policy, not } = await chooser(desk, call);
  const rows = await desk.store.ofPatient(keyOfId('Patient', patient.id));
  const declarations = await Promise.all(
    rows.map(async ({ id }) => {
      const shown = await desk.show(call, await desk.open(call, id), 'patient', patient.birth);
      return not ? { ...shown, moves: [] } : shown;
    }),
  );
  return {
    declarations: declarations.reverse(),
    next: kindsFor(patient).map((kind) => nextChoice(kind, rows, day, policy)),
    mayChoose: not === undefined,
  };
}

interface OrganizationLike extends Resource {
  readonly name?: string;
  readonly address?: readonly { readonly line?: readonly string[]; readonly city?: string }[];
}

async function facilities(record: FhirRecord, call: Call, text: string) {
  const said = encodeURIComponent(text.trim().replace(/[\\,$|]/g, (sign) => `\\${sign}`));
  const cells = primaryCare.map((code) => `${codeSystems.cellSpeciality}|${code}`).join(',');
  // Both are nobody's data: what somebody looks for is read under the system's own rule.
  const asSystem = decidedBy(call, system);
  const found = await Promise.all(
    [`name=${said}`, `address-city=${said}`].map((by) =>
      record.search(asSystem, 'Organization', `active=true&${by}&_count=${mostFacilities * 3}`),
    ),
  );
  const all = new Map(
    found.flatMap(({ entries }) => entries.map(({ stored }) => [stored.id, stored.content] as const)),
  );
  if (all.size === 0) return [];
  const query = `organization=${[...all.keys()].join(',')}&specialty=${encodeURIComponent(cells)}&_count=${mostPeople}`;
  const { entries } = await record.search(asSystem, 'PractitionerRole', query);
  const ofPrimaryCare = new Set(
    entries.map(
      ({ stored }) => (JSON.parse(stored.content) as { organization?: { reference?: string } }).organization?.reference,
    ),
  );
  return [...all]
    .filter(([id]) => ofPrimaryCare.has(`Organization/${id}`))
    .slice(0, mostFacilities)
    .map(([id, content]) => {
      const { name, address } = JSON.parse(content) as OrganizationLike;
      const place = address?.[0] && [...(address[0].line ?? []), address[0].city].filter(Boolean).join(', ');
      return { id, ...(name ? { name } : {}), ...(place ? { address: place } : {}) };
    })
    .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '', 'pl'));
}
