/** The HTTP operations of the compliance gate: of clients below /accounts/gate, of operators below /accounts/clients. */
import { type Operation, operation, type Schema } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { checkedKeys } from '../client-keys.ts';
import type { ComplianceGate } from './gate.ts';
import { vendorStore } from './gate-store.ts';
import { replies } from './replies.ts';
import { kitCases, requirements } from './requirements.ts';

const operators = { roles: ['operator'], purpose: 'HOPERAT' } as const;
/** What opens the record to software needs the strongest sign-in, and a factor of the last quarter of an hour. */
const decisive = { ...operators, acr: 'ez:aal3', within: 15 } as const;
const machines = { roles: ['machine'], purpose: 'TREAT' } as const;

const text = (maxLength: number, minLength = 1): Schema => ({ type: 'string', minLength, maxLength });
const object = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const reason = text(500, 3);
const paper = (name: string) => object({ [name]: text(64 * 1024) });
const byId = object({ id: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' } });
const vendorId: Schema = { type: 'string', pattern: '^[A-Za-z0-9:/._-]{3,200}$' };

export function gateOperations(gate: ComplianceGate, { now }: Pick<Runtime, 'now'>): Operation[] {
  return [...ofClients(gate), ...ofOperators(gate), ...ofTransitions(gate), ...ofVendors(gate, now)];
}

/** What a client does for itself: open to it however restricted it is. */
function ofClients(gate: ComplianceGate): Operation[] {
  return [
    operation({
      name: 'read-own-gate',
      method: 'GET',
      path: '/accounts/gate',
      summary: 'Where my software stands at the compliance gate: what is missing, how many days are left',
      access: machines,
      audit: { action: 'R' },
      reply: replies.ownGate,
      handle: async (_input, { tx, actor }) => ({ ...(await gate.own(tx, actor.id)), requirements, kitCases }),
    }),
    operation({
      name: 'declare-requirements',
      method: 'POST',
      path: '/accounts/gate/declaration',
      summary: 'Declares the minimum requirements, row by row, by a paper signed with a key of the client',
      access: machines,
      audit: { action: 'C' },
      body: paper('declaration'),
      reply: replies.standing,
      handle: async ({ body }, { tx, actor }) =>
        gate.declare(tx, actor.id, (body as { declaration: string }).declaration),
    }),
    operation({
      name: 'state-own-software',
      method: 'POST',
      path: '/accounts/gate/statement',
      summary: 'Takes a vendor’s signed statement of the software that runs now (RFC 7591 software_statement)',
      access: machines,
      audit: { action: 'U' },
      body: paper('software_statement'),
      reply: replies.standing,
      handle: async ({ body }, { tx, actor }) =>
        gate.restate(tx, actor.id, (body as { software_statement: string }).software_statement, actor.id),
    }),
    operation({
      name: 'begin-gate-test',
      method: 'POST',
      path: '/accounts/gate/tests',
      summary: 'Begins a run of the test kit in the client’s sandbox: the answer’s run goes into the signed report',
      access: machines,
      audit: { action: 'C' },
      body: object({}),
      reply: replies.runBegun,
      handle: async (_input, { tx, actor }) => ({ run: await gate.beginRun(tx, actor.id), cases: kitCases }),
    }),
    operation({
      name: 'finish-gate-test',
      method: 'POST',
      path: '/accounts/gate/tests/report',
      summary: 'Takes the signed report of a run, case by case',
      access: machines,
      audit: { action: 'U' },
      body: paper('report'),
      reply: replies.standing,
      handle: async ({ body }, { tx, actor }) => gate.finishRun(tx, actor.id, (body as { report: string }).report),
    }),
  ];
}

function ofOperators(gate: ComplianceGate): Operation[] {
  const withReason = { access: decisive, audit: { action: 'U' }, params: byId, body: object({ reason }) } as const;
  return [
    operation({
      name: 'read-client-gate',
      method: 'GET',
      path: '/accounts/clients/:id/gate',
      summary: 'Where a client stands at the compliance gate: declaration, checks, test run, every step',
      access: operators,
      audit: { action: 'R' },
      params: byId,
      reply: replies.clientGate,
      handle: async ({ params }, { tx }) => ({ ...(await gate.read(tx, String(params.id))), requirements, kitCases }),
    }),
    operation({
      name: 'decide-client-gate',
      method: 'POST',
      path: '/accounts/clients/:id/gate/decision',
      summary: 'Passes or refuses what a client declared; failed checks stand in the way of passing',
      access: decisive,
      audit: { action: 'U' },
      params: byId,
      body: object({ decision: { enum: ['pass', 'fail'] }, reason }),
      reply: replies.nothing,
      handle: async ({ params, body }, { tx, actor }) => {
        const { decision, reason: why } = body as { decision: string; reason: string };
        await gate.decide(tx, String(params.id), { pass: decision === 'pass', reason: why }, actor.id);
      },
    }),
    operation({
      name: 'suspend-client-gate',
      method: 'POST',
      path: '/accounts/clients/:id/gate/suspension',
      summary: 'Closes the record to a client’s software at once',
      ...withReason,
      access: operators,
      reply: replies.nothing,
      handle: async ({ params, body }, { tx, actor }) =>
        gate.suspend(tx, String(params.id), (body as { reason: string }).reason, actor.id),
    }),
    operation({
      name: 'reinstate-client-gate',
      method: 'POST',
      path: '/accounts/clients/:id/gate/reinstatement',
      summary: 'Lets suspended software begin anew: undeclared',
      ...withReason,
      reply: replies.nothing,
      handle: async ({ params, body }, { tx, actor }) =>
        gate.reinstate(tx, String(params.id), (body as { reason: string }).reason, actor.id),
    }),
    operation({
      name: 'suspend-software',
      method: 'POST',
      path: '/accounts/software/suspension',
      summary: 'Closes the record to a faulty software, of a version or all, for every client that runs it',
      access: operators,
      audit: { action: 'U' },
      body: object({ softwareId: text(100), version: text(50), reason }, ['softwareId', 'reason']),
      reply: replies.softwareSuspended,
      handle: async ({ body }, { tx, actor }) => {
        const asked = body as { softwareId: string; version?: string; reason: string };
        const { softwareId, version = null, reason: why } = asked;
        return { suspended: await gate.suspendSoftware(tx, softwareId, version, why, actor.id) };
      },
    }),
  ];
}

function ofTransitions(gate: ComplianceGate): Operation[] {
  return [
    operation({
      name: 'set-gate-transition',
      method: 'POST',
      path: '/accounts/clients/:id/gate/transition',
      summary: 'Sets the last day of a client’s transition: a sooner one at once, a later one by a second person',
      access: decisive,
      audit: { action: 'U' },
      params: byId,
      body: object({ until: { type: 'string', format: 'date' }, reason }),
      reply: replies.transition,
      handle: async ({ params, body }, { tx, actor }) => {
        const { until, reason: why } = body as { until: string; reason: string };
        const end = new Date(Date.parse(`${until}T00:00:00Z`) + 86_400_000);
        const proposal = await gate.askTransition(tx, String(params.id), end, why, actor.id);
        return proposal === undefined ? { set: true } : { set: false, proposal };
      },
    }),
    operation({
      name: 'state-client-software',
      method: 'POST',
      path: '/accounts/clients/:id/statement',
      summary: 'Takes a vendor’s signed statement of the software that a client runs now',
      access: operators,
      audit: { action: 'U' },
      params: byId,
      body: paper('software_statement'),
      reply: replies.standing,
      handle: async ({ params, body }, { tx, actor }) => {
        const statement = (body as { software_statement: string }).software_statement;
        return gate.restate(tx, String(params.id), statement, actor.id);
      },
    }),
  ];
}

function ofVendors(_gate: ComplianceGate, now: Runtime['now']): Operation[] {
  return [
    operation({
      name: 'register-vendor',
      method: 'POST',
      path: '/accounts/vendors',
      summary: 'Registers a vendor of provider software: the keys by which it signs statements',
      access: decisive,
      audit: { action: 'C' },
      body: object({ id: vendorId, name: text(200), jwks: { type: 'object' } }),
      reply: replies.vendorRegistered,
      handle: async ({ body }, { tx, actor }) => {
        const { id, name, jwks } = body as { id: string; name: string; jwks: unknown };
        if (!(await vendorStore(tx).addVendor(id, name, checkedKeys(jwks), actor.id, now())))
          throw new Refusal('conflict', 'vendor-taken', 'A vendor with this id is registered already.');
        return { id };
      },
    }),
    operation({
      name: 'list-vendors',
      method: 'GET',
      path: '/accounts/vendors',
      summary: 'Vendors whose statements are believed',
      access: operators,
      audit: { action: 'R' },
      reply: replies.vendors,
      handle: async (_input, { tx }) => ({ vendors: await vendorStore(tx).vendors() }),
    }),
    operation({
      name: 'stop-vendor',
      method: 'POST',
      path: '/accounts/vendors/stop',
      summary: 'Believes no further statement of a vendor',
      access: operators,
      audit: { action: 'U' },
      body: object({ id: vendorId, reason }),
      reply: replies.nothing,
      handle: async ({ body }, { tx }) => {
        const { id, reason: why } = body as { id: string; reason: string };
        if (await vendorStore(tx).stopVendor(id, why, now())) return;
        throw new Refusal('not-found', 'no-such-vendor', 'There is no such vendor.');
      },
    }),
  ];
}
