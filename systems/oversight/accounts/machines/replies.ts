/** What the operations on the register of clients answer, as JSON schemas. Types of the same: client-seen.ts. */
import { gateStates } from '#core/access/gate-state.ts';
import type { Schema } from '#core/http/operation.ts';
import { instantOrNull, instantText, listOf, nothing, oneOf, shape, text, textOrNull } from '#core/http/shapes.ts';

const listed = {
  ...{ id: text, name: text, kind: oneOf(['system', 'app']) },
  provider: { ...textOrNull, description: 'Of a system: logical id of the Organization whose it is.' },
  ...{ providerName: textOrNull, vendor: textOrNull, product: textOrNull, version: textOrNull },
  scopes: { ...listOf(text), description: 'The most that it may be given (SMART).' },
  jwksUri: { ...textOrNull, description: 'Where its keys are published, when they were not given by value.' },
  certificates: { ...listOf(text), description: 'Thumbprints (RFC 8705) of those that it may show.' },
  frameOrigins: { ...listOf(text), description: 'Of an app: whose pages may show the profile in a frame.' },
  createdAt: instantText,
  disabledAt: { ...instantOrNull, description: 'Since when it is stopped.' },
  stopReason: textOrNull,
  gateState: { ...oneOf(gateStates), description: 'Where it stands at the compliance gate: read-client-gate.' },
  ...{ gateUntil: instantOrNull, transitionEnds: instantOrNull },
};
const key = shape({
  ...{ kid: text, algorithm: text },
  thumbprint: {
    ...text,
    description: 'SHA-256 of the SPKI form, hex: to be compared with what the vendor says by telephone.',
  },
});

export const replies = {
  nothing,
  registered: shape({ id: text }),
  clients: shape({ clients: listOf(shape(listed)) }),
  client: shape({
    ...listed,
    proves: { ...text, description: 'How it proves who it is: token_endpoint_auth_method of RFC 7591.' },
    bound: { ...oneOf(['dpop', 'mtls', 'none']), description: 'By what its tokens are bound.' },
    keys: { ...listOf(key), description: 'Those given by value; none where they are published.' },
    ...{ redirectUris: listOf(text), launchUri: textOrNull },
  }),
} as const satisfies Record<string, Schema>;
