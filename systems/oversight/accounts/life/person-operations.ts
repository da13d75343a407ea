/** What operators see of one account of staff, of rights that end by themselves, and of roles. */
import { type Operation, operation } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { factorStore } from '../factor-store.ts';
import { personRoles } from '../model.ts';
import type { PolicyInForce } from '../policy/policy.ts';
import { lives } from '../session-life.ts';
import { accountStore } from '../store.ts';
import { shapes } from './model.ts';
import { personStore } from './person-store.ts';
import { replies } from './replies.ts';

export interface PersonOperationsNeed {
  policy: PolicyInForce;
  demonstration: boolean;
}

const operators = { roles: ['operator'], purpose: 'HOPERAT' } as const;

export function personOperations({ policy, demonstration }: PersonOperationsNeed): Operation[] {
  return [
    operation({
      name: 'read-account',
      method: 'GET',
      path: '/accounts/staff/:id',
      summary: 'One account of staff: its rights now and before, ways of signing in, open sessions, what was asked',
      access: operators,
      audit: { action: 'R' },
      params: shapes.byId,
      reply: replies.person,
      handle: async ({ params }, { tx, now }) => {
        const store = personStore(tx, { demonstration });
        const person = await store.person(String(params.id));
        if (!person) throw new Refusal('not-found', 'no-such-account', 'There is no such account of staff.');
        const { id, login, closedAt, blockedAt } = person;
        const passkeys = (await factorStore(tx).passkeys(id)).map(
          ({ id: key, name, deviceBound, createdAt, lastUsedAt }) => ({
            id: key,
            name,
            deviceBound,
            createdAt,
            lastUsedAt,
          }),
        );
        return {
          ...person,
          state: closedAt ? 'closed' : blockedAt ? 'blocked' : 'active',
          passkeys,
          rights: await store.rights(id),
          sessions: await accountStore(tx, { demonstration }).sessionsOf(id, now()),
          requests: await store.requests(id, login),
        };
      },
    }),
    operation({
      name: 'list-temporary-rights',
      method: 'GET',
      path: '/accounts/temporary-rights',
      summary: 'Rights that end on a day of their own, the next to end first',
      access: operators,
      audit: { action: 'R' },
      reply: replies.temporaryRights,
      handle: async (_input, { tx }) => ({ rights: await personStore(tx, { demonstration }).temporary() }),
    }),
    operation({
      name: 'list-roles',
      method: 'GET',
      path: '/accounts/roles',
      summary: 'The roles of people: how many hold each, and how a session in it lives',
      access: operators,
      audit: 'own', // nobody's data are touched
      reply: replies.roles,
      handle: async (_input, { tx }) => {
        const counts = new Map((await personStore(tx, { demonstration }).roles()).map((one) => [one.role, one]));
        const roles = personRoles.map((role) => ({
          ...{ role, holders: 0, temporary: 0, blocked: 0, ...counts.get(role) },
          idleMinutes: lives[role].idle / 60_000,
          absoluteHours: lives[role].absolute / 3_600_000,
          deviceBoundPasskey: role === 'operator' && policy.of('operators.deviceBoundPasskey') === 1,
        }));
        return { roles };
      },
    }),
  ];
}
