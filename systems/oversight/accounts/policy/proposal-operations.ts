/** The HTTP operations on what needs a second person, below /api/accounts/proposals. */
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation, type Schema } from '#core/http/operation.ts';
import type { Proposal, ProposalKind, Proposals } from './proposals.ts';

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
      handle: async ({ params, body }, { tx, actor }) => {
        const approve = (body as { decision: string }).decision === 'approve';
        const proposal = await proposals.decide(tx, String(params.id), approve, actor.id);
        if (approve) await whenApproved[proposal.kind](tx, proposal);
      },
    }),
  ];
}
