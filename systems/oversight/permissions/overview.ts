/** Everything on "Zgody i upoważnienia": who sees my record and why, what I gave and hid, what I am told. */
import type { Actor, Call } from '#core/access/actor.ts';
import { type RelationRow, relationsOf, withheldOf } from '#core/access/grants.ts';
import { type Delegation, delegationsHeldBy, delegationsOf } from '#core/access/proxies.ts';
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import { ownPatient } from './codes.ts';
import { shown } from './emergencies.ts';
import { type AccessShown, type ConsentShown, type DelegationShown, type Permissions, schemas } from './model.ts';
import type { Parts } from './needs.ts';
import { itemsOf } from './preview.ts';
import { replies } from './replies.ts';
import { type ConsentRow, type NoticeRow, permissionStore } from './store.ts';

export function overviewOperations(parts: Parts): Operation[] {
  return [mine(parts), readNotice(), whomIActFor(parts)];
}

function mine(parts: Parts): Operation {
  return operation({
    name: 'read-permissions',
    method: 'GET',
    path: '/permissions/mine',
    summary: 'Who sees my record and why, what I gave, what I hid, and what I am told about it',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'R' },
    reply: replies.mine,
    handle: (_input, { actor, call, tx, now }) => permissionsOf(parts, { actor, call, tx, now: now() }),
  });
}

interface Asking {
  readonly actor: Actor;
  readonly call: Call;
  readonly tx: Tx;
  readonly now: Date;
}

async function permissionsOf({ people, record }: Parts, { actor, call, tx, now }: Asking): Promise<Permissions> {
  const own = ownPatient(actor);
  const patient = keyOfId('Patient', own);
  const store = permissionStore(tx);
  const [given, held, consents, relations, withheld, emergencies, notices, codeEnds] = await Promise.all([
    delegationsOf(tx, patient),
    delegationsHeldBy(tx, own),
    store.consentsOf(patient, now),
    relationsOf(tx, patient),
    withheldOf(tx, patient),
    store.emergenciesOf(patient),
    store.noticesOf(patient),
    store.codeEnds(patient, now),
  ]);
  const ids = [...given.map(({ person }) => person), ...held.map(({ patientId }) => patientId)];
  const ones = withheld.map(({ readers }) => readers).filter((readers) => !readers.startsWith('+'));
  const [names, facilities, items] = await Promise.all([
    people.names(call, ids),
    people.facilities(call, [...relations.map(({ facility }) => facility), ...ones]),
    itemsOf(record, call, withheld),
  ]);
  const titles = new Map(items.map((item) => [`${item.type}/${item.id}`, item]));
  return {
    given: given.map((row) => delegation(row, names.get(row.person))),
    held: held.map((row) => ({ ...delegation(row, names.get(row.patientId)), patient: row.patientId })),
    consents: consents.map(consent),
    access: accessOf(relations, facilities),
    withheld: withheld.map(({ type, id, readers, emergency }) => {
      const { title = '', date } = titles.get(`${type}/${id}`) ?? {};
      const facilityName = facilities.get(readers);
      return { type, id, readers, emergency, title, ...(date && { date }), ...(facilityName && { facilityName }) };
    }),
    emergencies: emergencies.map(shown),
    notices: notices.map(notice),
    ...(codeEnds ? { codeEnds: codeEnds.toISOString() } : {}),
  };
}

const delegation = (row: Delegation, name = ''): DelegationShown => ({
  ...{ id: row.id, name, kind: row.kind, scope: row.scope, sensitive: row.sensitive },
  ...{ since: row.since.toISOString(), ends: row.ends.toISOString() },
});

const consent = ({ id, facility, facilityName, refusal, scope, since, ends }: ConsentRow): ConsentShown => ({
  ...{ id, facility, facilityName, refusal, scope, since: since.toISOString() },
  ...(ends ? { ends: ends.toISOString() } : {}),
});

const notice = ({ id, at, kind, details, readAt }: NoticeRow) => ({
  ...{ id, at: at.toISOString(), kind, details, read: readAt !== null },
});

function accessOf(rows: readonly RelationRow[], names: ReadonlyMap<string, string>): AccessShown[] {
  const byFacility = Map.groupBy(rows, ({ facility }) => facility);
  return [...byFacility].map(([facility, same]) => ({
    facility,
    facilityName: names.get(facility) ?? '',
    refused: same.every(({ refused }) => refused),
    relations: same.map(({ kind, ends }) => ({ kind, ...(ends ? { ends: ends.toISOString() } : {}) })),
  }));
}

function readNotice(): Operation {
  return operation({
    name: 'read-notice',
    method: 'POST',
    path: '/permissions/notices/:id/read',
    summary: 'Says that I have read a notice',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'U' },
    params: schemas.byId,
    reply: replies.nothing,
    async handle({ params }, { actor, tx, now }) {
      await permissionStore(tx).readNotice(keyOfId('Patient', ownPatient(actor)), String(params.id), now());
      return null;
    },
  });
}

function whomIActFor({ people }: Parts): Operation {
  return operation({
    name: 'list-whom-i-act-for',
    method: 'GET',
    path: '/permissions/held',
    summary: 'For whom I may act, as a parent, guardian or trusted person',
    access: { roles: ['patient', 'proxy'], purpose: 'PATRQT' },
    audit: { action: 'R' },
    reply: replies.held,
    async handle(_input, { actor, call, tx }) {
      const person = actor.proxy?.person ?? ownPatient(actor);
      const held = await delegationsHeldBy(tx, person);
      const names = await people.names(
        call,
        held.map(({ patientId }) => patientId),
      );
      return { held: held.map((row) => ({ ...delegation(row, names.get(row.patientId)), patient: row.patientId })) };
    },
  });
}
