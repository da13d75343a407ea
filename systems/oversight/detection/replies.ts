/** What the operations on alerts answer, as JSON schemas. Types of the same: model.ts, rule.ts. */
import type { Schema } from '#core/http/operation.ts';
import {
  dayText,
  instantOrNull,
  instantText,
  listOf,
  nothing,
  oneOf,
  shape,
  text,
  textOrNull,
  whole,
  yesOrNo,
} from '#core/http/shapes.ts';
import { acts } from './model.ts';
import { queues, severities, subjects, unproven } from './rule.ts';
import { alertStates } from './states.ts';

const done = shape(
  { act: oneOf(acts), at: instantText },
  {
    until: { ...instantText, description: 'Until when it holds; absent for what happened once.' },
    left: {
      ...oneOf(['emergency-duty', 'nobody-to-act-on', 'exempt']),
      description: 'It was not done, for this reason.',
    },
    reverted: { ...instantText, description: 'When somebody took it back.' },
  },
);
const facts: Schema = {
  type: 'object',
  additionalProperties: { type: ['number', 'string'] },
  description: 'What the rule found, in numbers; never whose data.',
};
const subjectKind = oneOf(subjects);
const alert = shape({
  ...{ id: text, rule: text, severity: oneOf(severities), queue: oneOf(queues), subjectKind },
  subject: { ...text, description: 'Whose behaviour it is: an account, an address, a client or the platform.' },
  ...{ subjectName: text, facility: text, source: text },
  at: { ...instantText, description: 'When the event happened that raised it.' },
  sequence: { ...text, description: 'The event: read-audit-event.' },
  ...{ raisedAt: instantText, facts },
  emergency: { ...yesOrNo, description: 'The person was on emergency duty: nothing was done against them.' },
  ...{ state: oneOf(alertStates), takenBy: textOrNull, takenAt: instantOrNull },
  ...{ closedBy: textOrNull, closedAt: instantOrNull, reason: textOrNull, done: listOf(done) },
});
const rule = shape({
  ...{ name: text, purpose: text },
  source: { ...text, description: 'Where rule and thresholds come from.' },
  date: { ...dayText, description: 'When it was written or last changed.' },
  owner: { ...text, description: 'Who answers for it.' },
  ...{ status: oneOf([unproven, 'validated']), severity: oneOf(severities), queue: oneOf(queues) },
  subject: subjectKind,
  acts: { ...listOf(oneOf(acts)), description: 'What the platform does when the rule finds something.' },
  last30Days: {
    ...shape(Object.fromEntries(alertStates.map((state) => [state, whole]))),
    description: 'Alerts by the state in which they are now.',
  },
});

export const replies = {
  nothing,
  alert,
  alerts: shape(
    { alerts: listOf(alert) },
    { next: { ...text, description: 'Give it back as `after`; absent at the end.' } },
  ),
  detection: shape({
    behindSeconds: { ...whole, description: 'Age of the oldest event of the trail that no rule has seen yet.' },
    rules: listOf(rule),
  }),
} as const satisfies Record<string, Schema>;
