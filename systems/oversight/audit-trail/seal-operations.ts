/** Seals for witnesses: whoever keeps the heads of the chain elsewhere fetches them here (core/audit/witness.ts). */
import { authorize } from '#core/access/index.ts';
import { sealsAfter } from '#core/audit/seals.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { instantText, listOf, shape, text, whole } from '#core/http/shapes.ts';

export const sealOperations = (): Operation[] => [
  operation({
    name: 'list-audit-seals',
    method: 'GET',
    path: '/audit-trail/seals',
    summary: 'Seals of the chain behind one, for a witness: hashes and numbers, nothing of the events',
    access: { roles: ['machine', 'operator'], purpose: 'HOPERAT' },
    audit: { action: 'R' },
    query: { type: 'object', properties: { after: { type: 'string', pattern: '^\\d{1,15}$' } } },
    reply: shape({
      seals: listOf(
        shape({
          ...{ number: whole, size: whole, lastXid: text, lastSequence: text, sequences: listOf(text) },
          ...{ leaves: text, hash: text, keyId: text, signature: text, sealedAt: instantText },
        }),
      ),
    }),
    async handle({ query }, { actor, tx }) {
      authorize(actor, 'search-type', 'AuditEvent');
      return { seals: await sealsAfter(tx, Number(query.after ?? 0)) };
    },
  }),
];
