/**
 * Cases that patients bring to the data-protection officer: an objection, and an access that they do not recognise. An
 * objection restricts at once (GDPR art. 18(1)(d)) and lasts as it is decided; what the law has kept stays, and both
 * facts are shown (security/requirements C-34, K5; SEC-299, 312, 313).
 */
import type { Actor } from '#core/access/actor.ts';
import { isRefused, refuseFacility, relationsOf } from '#core/access/grants.ts';
import { eventsAbout } from '#core/audit/index.ts';
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { type Key, keyOfId } from '#core/record/keys.ts';
import { caseForOfficer, caseShown } from './case-shown.ts';
import { type Decision, decisionsOf, type ObjectionScope, type QuestionedAccess, schemas } from './model.ts';
import type { RegisterNeeds } from './needs.ts';
import { refuse } from './refusals.ts';
import { replies } from './replies.ts';
import { type ComplaintRow, registerStore } from './store.ts';

/** Days: GDPR art. 12(3), a month. */
export const answerWithin = 30;
const day = 86_400_000;
const mostOpen = 20;
const patients = { roles: ['patient'], purpose: 'PATRQT' } as const;
const officers = { roles: ['operator'], purpose: 'HOPERAT' } as const;

export function caseOperations(needs: RegisterNeeds): Operation[] {
  return [object(needs), report(), mine(), withdraw(), queue(), consult(), decide()];
}

interface Own {
  readonly patient: Key;
  readonly patientId: string;
}

/** @throws Refusal `no-patient` for an account that is linked to nobody. */
function ownOf({ patient }: Actor): Own {
  if (!patient) throw refuse('no-patient');
  return { patient: keyOfId('Patient', patient), patientId: patient };
}
const namesOf = ({ patient, patientId }: Own) => ({ patients: [patient], patientIds: [patientId] });

function object({ directory }: RegisterNeeds): Operation {
  return operation({
    name: 'file-objection',
    method: 'POST',
    path: '/data-protection/objections',
    summary: 'Objects to disclosure to a facility, or to all processing that no law demands; it holds at once',
    access: patients,
    audit: { action: 'C' },
    body: schemas.objection,
    reply: replies.objectionFiled,
    async handle({ body }, { actor, call, tx, now, newId, about }) {
      const { scope, facility, words } = body as { scope: ObjectionScope; facility?: string; words: string };
      const own = ownOf(actor);
      about(namesOf(own));
      if (scope === 'facility' && !facility) throw refuse('no-facility-named');
      const named = scope === 'facility' && facility ? facility : null;
      const facilityName = named === null ? null : ((await directory.facilityName(call, named)) ?? null);
      if (named !== null && facilityName === null) throw refuse('no-such-facility');
      const before = await mayFile(tx, own.patient);
      const standing = before.some(
        ({ kind, decision, ...row }) =>
          kind === 'objection' &&
          (decision === null || decision === 'accepted') &&
          row.scope === scope &&
          row.facility === named,
      );
      if (standing) throw refuse('objected-already');
      const closed = await closeTo(tx, own.patient, named === null ? await facilitiesOf(tx, own.patient) : [named]);
      const row = filed('objection', { id: newId(), at: now(), own, name: actor.name, words });
      await registerStore(tx).file({ ...row, scope, facility: named, facilityName, closed });
      return { id: row.id, due: row.due.toISOString(), closed: closed.length };
    },
  });
}

/** Everything that the patient has filed. @throws Refusal `too-many` */
async function mayFile(tx: Tx, patient: Key): Promise<ComplaintRow[]> {
  const before = await registerStore(tx).casesOf(patient);
  if (before.filter(({ decision }) => decision === null).length >= mostOpen) throw refuse('too-many');
  return before;
}

const facilitiesOf = async (tx: Tx, patient: Key): Promise<string[]> => [
  ...new Set((await relationsOf(tx, patient)).flatMap(({ facility, refused }) => (refused ? [] : [facility]))),
];

/** Closes the record to facilities; returns those to which it was open: what the patient had refused before stays so. */
async function closeTo(tx: Tx, patient: Key, facilities: readonly string[]): Promise<string[]> {
  const closed: string[] = [];
  for (const facility of facilities) {
    if (await isRefused(tx, patient, facility)) continue;
    await refuseFacility(tx, patient, facility, true);
    closed.push(facility);
  }
  return closed;
}

interface Filing {
  readonly id: string;
  readonly at: Date;
  readonly own: Own;
  readonly name: string;
  readonly words: string;
}

const filed = <Kind extends ComplaintRow['kind']>(kind: Kind, { id, at, own, name, words }: Filing) => ({
  ...{ id, kind, ...own, name, words: words.trim(), filedAt: at, due: new Date(at.getTime() + answerWithin * day) },
  ...{ scope: null, facility: null, facilityName: null, access: null, closed: [] as readonly string[] },
  ...{ consultedAt: null, consultedName: null, decidedAt: null, decidedName: null },
});

function report(): Operation {
  return operation({
    name: 'report-unknown-access',
    method: 'POST',
    path: '/data-protection/unknown-accesses',
    summary: 'Says that I do not recognise an access in my list; the officer answers within 30 days',
    access: patients,
    audit: { action: 'C' },
    body: schemas.unknownAccess,
    reply: replies.accessReported,
    async handle({ body }, { actor, tx, now, newId, about }) {
      const { access, words = '' } = body as { access: string; words?: string };
      const own = ownOf(actor);
      about(namesOf(own));
      const questioned = await questionedAccess(tx, own, access);
      const before = await mayFile(tx, own.patient);
      const same = before.find((row) => row.decision === null && row.access?.sequence === access);
      if (same) return { id: same.id, due: same.due.toISOString() };
      const row = filed('unknown-access', { id: newId(), at: now(), own, name: actor.name, words });
      await registerStore(tx).file({ ...row, access: questioned });
      return { id: row.id, due: row.due.toISOString() };
    },
  });
}

/** The access as the trail has it. @throws Refusal `no-such-access`, `own-access` */
async function questionedAccess(tx: Tx, { patient, patientId }: Own, sequence: string): Promise<QuestionedAccess> {
  const [event] = await eventsAbout(tx, patient, { before: String(BigInt(sequence) + 1n), limit: 1 });
  if (event?.sequence !== sequence) throw refuse('no-such-access');
  if (event.actorPatient === patientId) throw refuse('own-access');
  const { at, actor, actorName, role, facility, facilityName, appName, purpose, types } = event;
  return {
    ...{ sequence, at: at.toISOString(), actor, name: actorName, role, purpose, types },
    ...(facility ? { facility } : {}),
    ...(facilityName ? { facilityName } : {}),
    ...(appName ? { app: appName } : {}),
  };
}

function mine(): Operation {
  return operation({
    name: 'read-my-cases',
    method: 'GET',
    path: '/data-protection/cases/mine',
    summary: 'My objections and questions: where they stand and what was answered',
    access: patients,
    audit: { action: 'R' },
    reply: replies.myCases,
    async handle(_input, { actor, tx, now, about }) {
      const own = ownOf(actor);
      about(namesOf(own));
      return { cases: (await registerStore(tx).casesOf(own.patient)).map((row) => caseShown(row, now())) };
    },
  });
}

function withdraw(): Operation {
  return operation({
    name: 'withdraw-objection',
    method: 'DELETE',
    path: '/data-protection/objections/:id',
    summary: 'Takes an objection back: what it had closed is open again',
    access: patients,
    audit: { action: 'D' },
    params: schemas.byId,
    reply: replies.nothing,
    async handle({ params }, { actor, tx, now, about }) {
      const own = ownOf(actor);
      about(namesOf(own));
      const row = await registerStore(tx).standing(own.patient, String(params.id));
      if (!row) throw refuse('no-such-case');
      await end(tx, row, { decision: 'withdrawn', answer: '', at: now(), by: actor });
      return null;
    },
  });
}

/** Decides a case. What it had closed stays closed only when the objection was accepted. */
async function end(
  tx: Tx,
  row: ComplaintRow,
  said: { readonly decision: Decision; readonly answer: string; readonly at: Date; readonly by: Actor },
): Promise<void> {
  const { decision, answer, at, by } = said;
  const stays = decision === 'accepted';
  if (!stays) for (const facility of row.closed) await refuseFacility(tx, row.patient, facility, false);
  const closed = stays ? row.closed : [];
  await registerStore(tx).decide(row.id, { decision, answer, at, by: by.id, name: by.name, closed });
}

function queue(): Operation {
  return operation({
    name: 'list-cases',
    method: 'GET',
    path: '/data-protection/cases',
    summary: 'Cases that wait for the officer, the most urgent first; `state=decided` for those that are over',
    access: officers,
    audit: { action: 'R' },
    query: schemas.queue,
    reply: replies.cases,
    async handle({ query }, { tx, now, about }) {
      const rows = await registerStore(tx).queue(query.state !== 'decided');
      const whose = new Map(rows.map(({ patient, patientId }) => [patient, patientId]));
      about({ patients: [...whose.keys()], patientIds: [...whose.values()] });
      return { cases: rows.map((row) => caseForOfficer(row, now())) };
    },
  });
}

function consult(): Operation {
  return operation({
    name: 'consult-on-case',
    method: 'POST',
    path: '/data-protection/cases/:id/consultation',
    summary: 'Writes down that the controller was consulted in a doubtful case, and what they said',
    access: officers,
    audit: { action: 'U' },
    params: schemas.byId,
    body: schemas.consultation,
    reply: replies.nothing,
    async handle({ params, body }, { actor, tx, now, about }) {
      const store = registerStore(tx);
      const row = await store.openCase(String(params.id));
      if (!row) throw refuse('no-such-case');
      about(namesOf(row));
      const { text } = body as { text: string };
      await store.consult(row.id, { at: now(), by: actor.id, name: actor.name, text: text.trim() });
      return null;
    },
  });
}

function decide(): Operation {
  return operation({
    name: 'decide-case',
    method: 'POST',
    path: '/data-protection/cases/:id/decision',
    summary: 'Decides a case with an answer to the patient; a rejected objection opens again what it had closed',
    access: officers,
    audit: { action: 'U' },
    params: schemas.byId,
    body: schemas.decision,
    reply: replies.nothing,
    async handle({ params, body }, { actor, tx, now, about }) {
      const { decision, answer } = body as { decision: Decision; answer: string };
      const row = await registerStore(tx).openCase(String(params.id));
      if (!row) throw refuse('no-such-case');
      about(namesOf(row));
      if (!decisionsOf[row.kind].includes(decision)) throw refuse('not-its-decision');
      await end(tx, row, { decision, answer: answer.trim(), at: now(), by: actor });
      return null;
    },
  });
}
