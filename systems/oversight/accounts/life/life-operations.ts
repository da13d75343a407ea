/** The HTTP operations of operators on accounts: requests, decisions, admissions, activation codes, blocks, reviews. */
import { type Operation, operation } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { noticeStore } from '../notice-store.ts';
import type { PolicyInForce } from '../policy/policy.ts';
import { rules } from '../policy/rules.ts';
import { accountStore } from '../store.ts';
import { type AccountLife, ended } from './account-life.ts';
import { type AccountListing, lifeStore, type ReviewRow } from './life-store.ts';
import { type AdmissionKind, shapes } from './model.ts';
import { personStore, type RequestState } from './person-store.ts';
import { replies } from './replies.ts';
import type { AskedFor } from './request-rules.ts';

export interface LifeOperationsNeed {
  life: AccountLife;
  policy: PolicyInForce;
  demonstration: boolean;
}

const operators = { roles: ['operator'], purpose: 'HOPERAT' } as const;
/** What gives or brings back power needs the strongest sign-in, and a factor of the last quarter of an hour. */
const decisive = { ...operators, acr: 'ez:aal3', within: 15 } as const;
const day = 24 * 60 * 60_000;

export function lifeOperations(needs: LifeOperationsNeed): Operation[] {
  return [requestOperations, admissionOperations, accountOperations, reviewOperations, policyOperations].flatMap(
    (some) => some(needs),
  );
}

function requestOperations({ life, demonstration }: LifeOperationsNeed): Operation[] {
  return [
    operation({
      name: 'request-account',
      method: 'POST',
      path: '/accounts/requests',
      summary: 'Asks for an account, a right, a change, a return, a closing or a renewal; another person decides',
      access: operators,
      audit: { action: 'C' },
      body: shapes.newRequest,
      reply: replies.requested,
      handle: async ({ body }, { tx, actor }) => {
        const { id } = await life.ask(tx, body as AskedFor, actor.id);
        return { id };
      },
    }),
    operation({
      name: 'list-account-requests',
      method: 'GET',
      path: '/accounts/requests',
      summary: 'Requests that wait, those decided, or approved ones not opened yet; the newest first, `after` goes on',
      access: operators,
      audit: { action: 'R' },
      query: shapes.page,
      reply: replies.requests,
      handle: async ({ query }, { tx }) => {
        const after = query.after === undefined ? null : new Date(query.after);
        if (after && Number.isNaN(after.getTime()))
          throw new Refusal('invalid', 'after-not-valid', 'after is the requestedAt of the last request shown.');
        return {
          requests: await personStore(tx, { demonstration }).listRequests(
            (query.state ?? 'open') as RequestState,
            after,
          ),
        };
      },
    }),
    operation({
      name: 'decide-account-request',
      method: 'POST',
      path: '/accounts/requests/:id/decision',
      summary: 'Approves or refuses a request of another person; a new person gets an identifier here',
      access: decisive,
      audit: { action: 'U' },
      params: shapes.byId,
      body: shapes.decision,
      reply: replies.nothing,
      handle: async ({ params, body }, { tx, actor }) => {
        const { decision, ...said } = body as { decision: string; login?: string; reason?: string };
        await life.decide(tx, String(params.id), { approve: decision === 'approve', ...said }, actor.id);
        return null;
      },
    }),
  ];
}

function admissionOperations({ life }: LifeOperationsNeed): Operation[] {
  return [
    operation({
      name: 'record-admission',
      method: 'POST',
      path: '/accounts/requests/:id/admissions',
      summary: 'Records the declaration of confidentiality, the rules read, or the training passed',
      access: operators,
      audit: { action: 'C' },
      params: shapes.byId,
      body: shapes.admission,
      reply: replies.nothing,
      handle: async ({ params, body }, { tx, actor, now }) => {
        const { kind, done, evidence } = body as { kind: AdmissionKind; done: string; evidence: string };
        const id = String(params.id);
        if (!(await lifeStore(tx).lockRequest(id)))
          throw new Refusal('not-found', 'no-such-request', 'There is no such request.');
        if (Date.parse(done) > now().getTime())
          throw new Refusal('invalid', 'not-yet-done', 'done is a day that has come.');
        await lifeStore(tx).addAdmission(id, kind, done, evidence, actor.id, now());
        return null;
      },
    }),
    operation({
      name: 'issue-activation',
      method: 'POST',
      path: '/accounts/requests/:id/activation',
      summary: 'Makes the one-time code of the first sign-in, to be printed and handed over sealed; shown once',
      access: decisive,
      audit: { action: 'C' },
      params: shapes.byId,
      reply: replies.activationCode,
      handle: async ({ params, http }, { tx, actor }) => {
        http.reply.header('cache-control', 'no-store');
        return life.issueActivation(tx, String(params.id), actor.id);
      },
    }),
  ];
}

const listed = ({ blockedAt, closedAt, lastSignedInAt, ...rest }: AccountListing) => ({
  ...rest,
  state: closedAt ? 'closed' : blockedAt ? 'blocked' : 'active',
  ...(lastSignedInAt ? { lastSignedIn: lastSignedInAt.toISOString() } : {}),
});

function accountOperations({ life, demonstration }: LifeOperationsNeed): Operation[] {
  return [
    operation({
      name: 'list-accounts',
      method: 'GET',
      path: '/accounts/staff',
      summary:
        'Accounts of staff by login; `query` begins a login or surname, `state` and `role` narrow, `after` goes on',
      access: operators,
      audit: { action: 'R' },
      query: shapes.find,
      reply: replies.accounts,
      handle: async ({ query }, { tx }) => {
        const beginning = query.query?.toLowerCase().replace(/[%_\\]/g, '\\$&') ?? null;
        const { after = null, state = null, role = null } = query;
        const accounts = await lifeStore(tx).accounts({ query: beginning, after, state, role, demonstration });
        return { accounts: accounts.map(listed) };
      },
    }),
    operation({
      name: 'suspend-account',
      method: 'POST',
      path: '/accounts/staff/:id/suspension',
      summary: 'Stops an account at once: sessions and tokens end everywhere within a minute, what it holds is kept',
      access: operators,
      audit: { action: 'U' },
      params: shapes.byId,
      body: shapes.withReason,
      reply: replies.nothing,
      handle: async ({ params, body }, { tx, actor }) => {
        await life.suspend(tx, String(params.id), (body as { reason: string }).reason, actor.id);
        return null;
      },
    }),
    operation({
      name: 'order-password-change',
      method: 'POST',
      path: '/accounts/staff/:id/password-change',
      summary: 'Makes somebody change their password at their next sign-in; nobody sees or sets it for them',
      access: operators,
      audit: { action: 'U' },
      params: shapes.byId,
      body: shapes.withReason,
      reply: replies.nothing,
      handle: async ({ params }, { tx, now, newId }) => {
        const id = String(params.id);
        if ((await accountStore(tx, { demonstration }).orderChange(id, now())) === 0)
          throw new Refusal('not-found', 'no-such-account', 'There is no such account, or it has no password.');
        await noticeStore(tx).tell(newId(), id, 'password-ordered', now());
        await lifeStore(tx).endSessions(id, now());
        return null;
      },
    }),
    operation({
      name: 'end-account-sessions',
      method: 'POST',
      path: '/accounts/staff/:id/sign-out',
      summary: 'Ends all sessions of somebody; they may sign in again',
      access: operators,
      audit: { action: 'E' },
      params: shapes.byId,
      reply: replies.sessionsEnded,
      handle: async ({ params }, { tx, now }) => ({ ended: await lifeStore(tx).endSessions(String(params.id), now()) }),
    }),
  ];
}

const reviewed = ({ reviewedAt, grantedAt, ...rest }: ReviewRow) => ({
  ...rest,
  ...(grantedAt ? { granted: grantedAt.toISOString() } : {}),
  ...(reviewedAt ? { reviewed: reviewedAt.toISOString() } : {}),
});

function reviewOperations({ policy, demonstration }: LifeOperationsNeed): Operation[] {
  return [
    operation({
      name: 'list-rights-to-review',
      method: 'GET',
      path: '/accounts/reviews',
      summary: 'Rights whose quarterly review is due, of all units or one; unreviewed they end',
      access: operators,
      audit: { action: 'R' },
      query: shapes.reviewPage,
      reply: replies.toReview,
      handle: async ({ query }, { tx, now }) => {
        const since = new Date(now().getTime() - policy.of('review.days') * day);
        const due = await lifeStore(tx).dueForReview(since, query.facility ?? null, demonstration);
        return { rights: due.map(reviewed) };
      },
    }),
    operation({
      name: 'review-right',
      method: 'POST',
      path: '/accounts/reviews',
      summary: 'Keeps or ends a right after its review; nobody reviews their own',
      access: operators,
      audit: { action: 'U' },
      body: shapes.review,
      reply: replies.nothing,
      handle: async ({ body }, { tx, actor, now }) => {
        const { account, position, decision } = body as { account: string; position: number; decision: string };
        if (account === actor.id) throw new Refusal('forbidden', 'own-right', 'Another person reviews your rights.');
        const store = lifeStore(tx);
        if (decision === 'keep') {
          if ((await store.keepOne(account, position, now())) === 0) throw noSuchRight();
          return null;
        }
        const rights = await store.endOne(account, position, now());
        if (rights.length === 0) throw noSuchRight();
        for (const right of rights) await store.append(ended(right, now()), now());
        await store.blockWithoutRights([account], now());
        return null;
      },
    }),
  ];
}

const noSuchRight = () => new Refusal('not-found', 'no-such-right', 'There is no such right, or it has ended.');

function policyOperations({ policy }: LifeOperationsNeed): Operation[] {
  return [
    operation({
      name: 'read-security-policy',
      method: 'GET',
      path: '/accounts/policy',
      summary: 'Every setting of sign-in with its default, and every exception that makes it weaker, with its end',
      access: operators,
      audit: 'own', // nobody's data are touched
      reply: replies.policy,
      handle: async () => {
        const { values, exceptions } = policy.current;
        const settings = Object.entries(rules).map(([name, { value, says }]) => ({
          ...{ name, says, default: value, value: values[name as keyof typeof values] },
        }));
        return { settings, exceptions, waiting: policy.waiting };
      },
    }),
  ];
}
