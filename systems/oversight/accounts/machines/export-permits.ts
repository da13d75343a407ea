/**
 * Permits to export data of more than fifty patients: asked for by one operator, approved by another, for one client, a
 * purpose and a recipient, until a day. security/requirements C-22
 */
import type { Database } from '#core/db/database.ts';
import type { ExportPermit } from '#core/bulk/export/index.ts';
import { type Operation, operation, type Schema } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { demonstrationClient } from '../demonstration.ts';
import { openIdStore } from '../openid-store.ts';
import type { Proposals } from '../policy/proposals.ts';
import { replies } from '../policy/replies.ts';

export interface ExportPermitsNeed {
  database: Database;
  runtime: Runtime;
  proposals: Proposals;
  demonstration: boolean;
}

const longestDays = 90;
const day = 86_400_000;
const text = (minLength: number, maxLength: number): Schema => ({ type: 'string', minLength, maxLength });
const object = (properties: Record<string, Schema>): Schema => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
});

/** The permit under which a client may export many patients now. */
export async function exportPermit(
  { database, runtime, proposals, demonstration }: ExportPermitsNeed,
  client: string,
): Promise<ExportPermit | undefined> {
  // The demonstration's own client holds synthetic people only.
  if (demonstration && client === demonstrationClient) {
    const people = { askedBy: 'demonstration', approvedBy: 'demonstration', recipient: client };
    return { ...people, id: 'demonstration', purpose: 'demonstration', until: '9999-12-31' };
  }
  const now = runtime.now().toISOString();
  for (const proposal of await proposals.approved(database, 'export-permit', client)) {
    const { until, purpose, recipient } = proposal.wanted as Record<'until' | 'purpose' | 'recipient', string>;
    if (until < now) continue;
    const { askedBy, decidedBy } = await proposals.names(database, proposal);
    return { id: proposal.id, purpose, recipient, askedBy, approvedBy: decidedBy, until };
  }
  return undefined;
}

export function exportPermitOperations({ runtime, proposals, demonstration }: ExportPermitsNeed): Operation[] {
  return [
    operation({
      name: 'propose-export-permit',
      method: 'POST',
      path: '/accounts/clients/:id/export-permits',
      summary: 'Asks a second person to let a client export data of more than fifty patients, until a day',
      access: { roles: ['operator'], purpose: 'HOPERAT', acr: 'ez:aal3', within: 15, exports: true },
      audit: { action: 'C' },
      params: object({ id: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' } }),
      body: object({
        ...{ purpose: text(10, 500), recipient: text(3, 300), reason: text(3, 500) },
        until: { type: 'string', format: 'date' },
      }),
      reply: replies.proposed,
      handle: async ({ params, body }, { tx, actor }) => {
        const { purpose, recipient, reason, until } = body as Record<string, string>;
        const client = await openIdStore(tx, { demonstration }).client(String(params.id));
        if (!client) throw new Refusal('not-found', 'no-such-client', 'There is no such client.');
        const ends = Date.parse(`${until}T00:00:00Z`) + day;
        const days = (ends - runtime.now().getTime()) / day;
        if (!(days > 0 && days <= longestDays + 1))
          throw new Refusal('rule-broken', 'bad-end', `A permit ends within ${longestDays} days.`);
        const wanted = { purpose, recipient, until: new Date(ends).toISOString() };
        const asked = { kind: 'export-permit' as const, subject: client.id, wanted, reason: String(reason) };
        return { proposal: await proposals.ask(tx, asked, actor.id) };
      },
    }),
  ];
}
