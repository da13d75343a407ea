/** What facilities do, by hand or by their systems, and what the payer reads. */
import type { Actor } from '#core/access/actor.ts';
import { authorize } from '#core/access/index.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { type Asked, type Declarations, facilityOf, type Said } from './declarations.ts';
import { pageOf, pageSize, placeOf } from './lists.ts';
import { type Kind, kinds } from './model.ts';
import type { DeclarationNeeds } from './needs.ts';
import { refuse } from './refusals.ts';
import { changesExample, shapes } from './shapes.ts';
import type { MoveName } from './states.ts';

const staff = { roles: ['physician', 'machine'], purpose: 'TREAT' } as const;
/** What came within these milliseconds may still be followed by what began before it. */
const settling = 10_000;

/** @throws Refusal `no-facility`; for machines `scope-missing`, `compliance-restricted` */
function demandFacility(actor: Actor, to: 'create' | 'update' | 'search-type'): string {
  if (actor.role === 'machine') authorize(actor, to, 'EpisodeOfCare');
  const facility = facilityOf(actor);
  if (!facility) throw refuse('no-facility');
  return facility;
}

export const facilityOperations = (desk: Declarations, needs: DeclarationNeeds): Operation[] => [
  listOf(desk, needs, { name: 'waiting', state: 'submitted', says: 'Declarations that wait for my facility’s answer' }),
  listOf(desk, needs, { name: 'accepted', state: 'accepted', says: 'Whom my facility has on its lists, oldest first' }),
  counts(desk),
  answer(
    desk,
    'accept',
    'Takes a declaration: the person is in the care of the facility from the day it was submitted',
  ),
  answer(desk, 'reject', 'Refuses to take a declaration, with a reason'),
  answer(desk, 'end', 'Ends a declaration that was in force: the person leaves, the facility closes, death'),
  received(desk, needs),
  changes(desk, needs),
  operation({
    name: 'read-declaration',
    method: 'GET',
    path: '/declarations/declaration/:id',
    summary: 'One declaration, to the patient and to the facility that was chosen',
    access: { roles: ['patient', 'proxy', 'physician', 'machine'], purpose: 'TREAT' },
    audit: 'in-record',
    params: shapes.byId,
    reply: shapes.declaration,
    async handle({ params }, { actor, call }) {
      if (actor.role === 'machine') authorize(actor, 'read', 'EpisodeOfCare');
      const { declaration, party } = await desk.read(call, params.id ?? '');
      return desk.show(call, declaration, party, (await desk.gather.patient(call, declaration.patient)).birth);
    },
  }),
];

interface Listed {
  readonly name: string;
  readonly state: 'submitted' | 'accepted';
  readonly says: string;
}

const listOf = (desk: Declarations, { record }: DeclarationNeeds, { name, state, says }: Listed): Operation =>
  operation({
    ...{
      name: `list-${name}-declarations`,
      method: 'GET',
      path: `/declarations/${name}`,
      summary: says,
      access: staff,
    },
    ...{ audit: 'in-record', query: shapes.page, reply: shapes.waiting },
    async handle({ query }, { actor, call }) {
      const facility = demandFacility(actor, 'search-type');
      const rows = await desk.store.ofFacility(facility, state, placeOf(query.cursor), pageSize + 1);
      return pageOf(desk, record, call, { rows, by: 'submittedAt', party: 'facility', people: true });
    },
  });

const counts = (desk: Declarations): Operation =>
  operation({
    name: 'count-declarations',
    method: 'GET',
    path: '/declarations/counts',
    summary: 'How many are on the list of each person of my facility, beside its advised length',
    access: staff,
    audit: 'in-record',
    reply: shapes.counts,
    async handle(_input, { actor, call }) {
      const facility = demandFacility(actor, 'search-type');
      const lists = await Promise.all(
        kinds.map(async (kind: Kind) =>
          (await desk.peopleAt(call, facility, kind)).map(({ id, name, accepted, limit }) => ({
            ...{ person: { id, ...(name ? { name } : {}) }, kind, accepted },
            ...(limit === undefined ? {} : { limit }),
          })),
        ),
      );
      return { people: lists.flat() };
    },
  });

const bodies: { readonly [name in MoveName]?: typeof shapes.reject } = { reject: shapes.reject, end: shapes.end };

function answer(desk: Declarations, name: 'accept' | 'reject' | 'end', summary: string): Operation {
  const body = bodies[name];
  return operation({
    ...{ name: `${name}-declaration`, method: 'POST', path: `/declarations/declaration/:id/${name}`, summary },
    ...{ access: staff, audit: 'in-record', params: shapes.byId, reply: shapes.declaration },
    ...(body ? { body } : {}),
    async handle({ params, body: said }, { actor, call }) {
      demandFacility(actor, 'update');
      const { declaration, party } = await desk.read(call, params.id ?? '');
      const after = await desk.move(call, declaration, name, (said ?? {}) as Said);
      return desk.show(call, after, party, undefined);
    },
  });
}

/** A signed form at the desk: submitted and taken in one. */
const received = (desk: Declarations, { patientByPesel }: DeclarationNeeds): Operation =>
  operation({
    name: 'receive-declaration',
    method: 'POST',
    path: '/declarations/received',
    summary: 'Writes down a declaration that the patient signed on paper at my facility, and takes it',
    access: staff,
    audit: 'in-record',
    body: shapes.received,
    reply: shapes.declaration,
    async handle({ body }, { actor, call }) {
      const facility = demandFacility(actor, 'create');
      const {
        pesel,
        patient: given,
        ...asked
      } = body as Omit<Asked, 'facility'> & { pesel?: string; patient?: string };
      const patient = given ?? (pesel === undefined ? undefined : (await patientByPesel(call, pesel))?.id);
      if (patient === undefined) throw refuse('no-patient');
      const declaration = await desk.submit(call, patient, { ...asked, facility }, 'paper');
      return desk.show(call, await desk.move(call, declaration, 'accept'), 'facility', undefined);
    },
  });

const changes = (desk: Declarations, { record, runtime }: DeclarationNeeds): Operation =>
  operation({
    name: 'follow-declarations',
    method: 'GET',
    path: '/declarations/changes',
    summary: 'Declarations in the order of their last change, after a cursor: for the payer, of all facilities',
    access: { roles: ['machine'], purpose: 'HOPERAT' },
    audit: 'in-record',
    query: shapes.page,
    reply: shapes.changes,
    examples: [changesExample],
    async handle({ query }, { actor, call }) {
      const { visibility } = authorize(actor, 'search-type', 'EpisodeOfCare');
      // Software whose provider alone it may see follows the choices of that provider.
      const facility = visibility.kind === 'facility' ? visibility.facility : undefined;
      const before = new Date(runtime.now().getTime() - settling);
      const rows = await desk.store.changes(placeOf(query.cursor), before, facility, pageSize + 1);
      return pageOf(desk, record, call, { rows, by: 'changedAt', party: 'platform', people: false });
    },
  });
