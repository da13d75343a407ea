/** What the operations on what needs a second person answer, as JSON schemas. */
import type { Schema } from '#core/http/operation.ts';
import {
  instantOrNull,
  instantText,
  listOf,
  nothing,
  oneOf,
  shape,
  text,
  textOrNull,
  whole,
} from '#core/http/shapes.ts';
import type { ProposalKind } from './proposals.ts';

const kinds = ['gate-transition', 'policy-exception', 'export-permit'] as const satisfies readonly ProposalKind[];
const wanted = {
  ...shape(
    { until: { ...text, description: 'A day of an exception, else an instant.' } },
    { setting: text, value: whole, reason: text, owner: text, purpose: text, recipient: text },
  ),
  description: 'By the kind: of an exception setting, value, reason and owner; of a permit purpose and recipient.',
};
const proposal = shape({
  ...{ id: text, kind: oneOf(kinds) },
  subject: { ...text, description: 'A client, or the mark of an exception.' },
  ...{ wanted, reason: text, askedBy: text, askedAt: instantText, decidedBy: textOrNull, decidedAt: instantOrNull },
  approved: { type: ['boolean', 'null'] },
});

export const replies = {
  nothing,
  proposals: shape({ proposals: listOf(proposal) }),
  proposed: shape({ proposal: { ...text, description: 'It waits for a second person: decide-proposal.' } }),
} as const satisfies Record<string, Schema>;
