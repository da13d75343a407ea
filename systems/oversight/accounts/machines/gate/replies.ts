/** What the operations of the compliance gate answer, as JSON schemas. Types of the same: gate.ts, gate-store.ts. */
import { gateStates } from '#core/access/gate-state.ts';
import type { Schema } from '#core/http/operation.ts';
import {
  dayText,
  instantOrNull,
  instantText,
  inTwoLanguages,
  listOf,
  nothing,
  oneOf,
  shape,
  text,
  textOrNull,
  whole,
  yesOrNo,
} from '#core/http/shapes.ts';
import type { Check } from './automatic-checks.ts';
import { gateLifecycle } from './lifecycle.ts';

const named = (values: Schema, description: string): Schema => ({
  ...{ type: 'object', additionalProperties: values, description },
});
const outcomes = ['passed', 'failed', 'unknown'] as const satisfies readonly Check['outcome'][];
const check = shape({
  check: text,
  outcome: { ...oneOf(outcomes), description: '`failed` stands in the way of passing; of `unknown` a person decides.' },
  says: text,
});
const declaration = shape({
  made: instantText,
  software: { ...text, description: 'Product and version of which it was made.' },
  validUntil: { ...dayText, description: 'The last day on which it holds.' },
  requirements: named(shape({ met: yesOrNo, how: text }), 'By the name of the requirement: MR-01 …'),
});
const run = shape({
  ...{ id: text, software: text, startedAt: instantText, finishedAt: instantText, passed: yesOrNo },
  failing: { ...listOf(text), description: 'Cases of the test kit.' },
});

const always = {
  ...{ client: text, name: text, provider: textOrNull, providerName: textOrNull },
  ...{ softwareId: textOrNull, vendor: textOrNull, product: textOrNull, version: textOrNull },
  state: oneOf(gateStates),
  limit: {
    ...oneOf(['none', 'restricted', 'closed']),
    description: '`restricted`: less, at a lower rate; `closed`: nothing but the gate’s own operations.',
  },
  since: { ...instantText, description: 'Since when it is in this state.' },
  until: { ...instantOrNull, description: 'Until when it is verified.' },
  transitionEnds: { ...instantOrNull, description: 'Until then it is restricted, then closed, if not verified.' },
  checks: { ...listOf(check), description: 'What the platform sees for itself.' },
};
const perhaps = {
  daysLeft: { ...whole, description: 'Of `restricted`: until it is closed.' },
  declaration: { ...declaration, description: 'The last one.' },
  run: { ...run, description: 'The last run of the test kit that is over.' },
};
const demanded = {
  requirements: named(inTwoLanguages, 'What provider software must meet, by name.'),
  kitCases: named(text, 'Cases of the test kit, by name.'),
};
const state = oneOf(gateStates);
const step = shape({
  ...{ client: text, at: instantText, step: oneOf(['register', ...Object.keys(gateLifecycle)]) },
  ...{ cameFrom: state, wentTo: state, by: text, reason: textOrNull },
});
const vendor = shape({
  ...{ id: text, name: text, registeredAt: instantText, stoppedAt: instantOrNull, stopReason: textOrNull },
  jwks: {
    ...shape({ keys: listOf({ type: 'object' }) }),
    description: 'By these keys it signs statements: a JSON Web Key Set (RFC 7517).',
  },
});

export const replies = {
  nothing,
  standing: shape(always, perhaps),
  ownGate: shape({ ...always, ...demanded }, perhaps),
  clientGate: shape({ ...always, ...demanded, steps: { ...listOf(step), description: 'Newest first.' } }, perhaps),
  runBegun: shape({ run: { ...text, description: 'Goes into the signed report.' }, cases: demanded.kitCases }),
  softwareSuspended: shape({ suspended: { ...listOf(text), description: 'Ids of the clients that ran it.' } }),
  transition: {
    anyOf: [
      shape({ set: { const: true } }),
      shape({
        set: { const: false },
        proposal: { ...text, description: 'It waits for a second person: decide-proposal.' },
      }),
    ],
  },
  vendorRegistered: shape({ id: text }),
  vendors: shape({ vendors: listOf(vendor) }),
} as const satisfies Record<string, Schema>;
