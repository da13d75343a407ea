/** The HTTP operations on what needs a second person, below /api/accounts/proposals. */
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation, type Schema } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Proposal, ProposalKind, Proposals } from './proposals.ts';
import { replies } from './replies.ts';
import { type Exception, markOf, readPolicy, rules, weakerThan } from './rules.ts';

const operators = { roles: ['operator'], purpose: 'HOPERAT' } as const;
const decisive = { ...operators, acr: 'ez:aal3', within: 15 } as const;
const object = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});

/** What is done when a proposal of a kind is approved. */
export type WhenApproved = { readonly [kind in ProposalKind]: (tx: Tx, proposal: Proposal) => Promise<void> };

export function proposalOperations(proposals: Proposals, whenApproved: WhenApproved): Operation[] {
  return [
    operation({
      name: 'list-proposals',
      method: 'GET',
      path: '/accounts/proposals',
      summary: 'What waits for a second person, or was decided: transitions, exceptions of the policy, exports',
      access: operators,
      audit: { action: 'R' },
      query: object({ state: { enum: ['open', 'decided'] } }, []),
      reply: replies.proposals,
      handle: async ({ query }, { tx }) => ({ proposals: await proposals.list(tx, query.state !== 'decided') }),
    }),
    operation({
      name: 'decide-proposal',
      method: 'POST',
      path: '/accounts/proposals/:id/decision',
      summary: 'Decides what another person asked',
      access: decisive,
      audit: { action: 'U' },
      params: object({ id: { type: 'string', format: 'uuid' } }),
      body: object({ decision: { enum: ['approve', 'refuse'] } }),
      reply: replies.nothing,
      handle: async ({ params, body }, { tx, actor }) => {
        const approve = (body as { decision: string }).decision === 'approve';
        const proposal = await proposals.decide(tx, String(params.id), approve, actor.id);
        if (approve) await whenApproved[proposal.kind](tx, proposal);
      },
    }),
  ];
}

const text = (maxLength: number): Schema => ({ type: 'string', minLength: 3, maxLength });

/** Asking for an exception that makes the platform weaker; it holds once another agreed and the file says the same. */
export function policyOperations(proposals: Proposals, { now }: Pick<Runtime, 'now'>): Operation[] {
  return [
    operation({
      name: 'propose-policy-exception',
      method: 'POST',
      path: '/accounts/policy/exceptions',
      summary: 'Asks a second person to agree to an exception of the policy file, word for word',
      access: decisive,
      audit: { action: 'C' },
      body: object({
        ...{ setting: text(100), value: { type: 'integer' }, reason: text(500), owner: text(200) },
        until: { type: 'string', format: 'date' },
      }),
      reply: replies.proposed,
      handle: async ({ body }, { tx, actor }) => {
        const exception = demandException(body as Exception, now());
        const wanted = { ...exception };
        const asked = { kind: 'policy-exception' as const, subject: markOf(exception), wanted };
        return { proposal: await proposals.ask(tx, { ...asked, reason: exception.reason }, actor.id) };
      },
    }),
  ];
}

/** @throws Refusal `policy-not-valid` for what the file would not take either, and what makes nothing weaker */
function demandException(given: Exception, now: Date): Exception {
  const wrong = (says: string) => new Refusal('invalid', 'policy-not-valid', says);
  try {
    const [exception] = readPolicy({ exceptions: [{ ...given }] }, now.toISOString().slice(0, 10)).exceptions;
    if (!exception) throw new Error('security-policy: the exception is over already.');
    if (!weakerThan(rules[exception.setting], exception.value))
      throw new Error('security-policy: this makes nothing weaker: write it under settings.');
    return exception;
  } catch (error) {
    throw wrong((error as Error).message);
  }
}
