/** What the operations of the data-protection register answer, as JSON schemas. Types of the same: model.ts. */
import { roles } from '#core/access/actor.ts';
import { retentionClasses } from '#core/audit/disposal.ts';
import type { Schema } from '#core/http/operation.ts';
import {
  dayText,
  instantOrNull,
  instantText,
  listOf,
  nothing,
  oneOf,
  orFile,
  shape,
  text,
  textOrNull,
  whole,
  yesOrNo,
} from '#core/http/shapes.ts';
import { complaintKinds, decisionsOf, objectionScopes, recipientKinds } from './model.ts';

const disclosure = shape(
  {
    ...{ id: text, day: dayText },
    at: { ...instantText, description: 'The first time on that day.' },
    recipient: shape({ kind: oneOf(recipientKinds), id: text, name: text }),
    types: { ...listOf(text), description: 'Types of FHIR resources; `everything`; words of an officer.' },
    purpose: { ...text, description: 'A code of v3-ActReason; of what an officer entered, their words.' },
    ground: {
      ...text,
      description: 'A relation (who-looked), `app`, `scope`, `export`, `delegation`, `none-found` or `law`.',
    },
  },
  {
    person: { ...text, description: 'Who looked there.' },
    legalBasis: { ...text, description: 'Of what an officer entered.' },
    recordedBy: text,
  },
);

const access = shape(
  {
    ...{ sequence: text, at: instantText, actor: text, name: text, role: oneOf(roles), purpose: text },
    types: { ...listOf(text), description: 'Types of the resources that were touched.' },
  },
  { facility: text, facilityName: text, app: text },
);
const always = {
  ...{ id: text, kind: oneOf(complaintKinds), filedAt: instantText, words: text },
  due: { ...instantText, description: 'GDPR art. 12(3): answered until then.' },
  overdue: yesOrNo,
  closed: { ...whole, description: 'To how many facilities the record is closed by it.' },
};
const perhaps = {
  ...{ scope: oneOf(objectionScopes), facilityName: text },
  access: { ...access, description: 'The access that was not recognised.' },
  decision: oneOf([...Object.values(decisionsOf).flat(), 'withdrawn']),
  ...{ decidedAt: instantText, answer: text },
  kept: {
    ...shape({ law: text, years: whole }),
    description: 'Of objections: the law by which the data themselves stay, and for how long.',
  },
};
const forOfficer = shape(
  { ...always, name: text, patient: { ...text, description: 'Logical id of the Patient.' } },
  {
    ...perhaps,
    consultation: { ...shape({ at: instantText, by: text, text }), description: 'What the controller said.' },
    decidedBy: text,
  },
);

const retentionClass = {
  ...oneOf(retentionClasses),
  description:
    '`technical`: signing in; `access`: whose data were looked at; `entry`: who brought what into the record.',
};
/** As core/audit keeps it for ever: what is not there yet is null. */
const disposal = shape({
  ...{ id: text, class: retentionClass },
  until: { ...instantText, description: 'Events before it.' },
  ...{ legalBasis: text, requestedAt: instantText, requestedBy: text, requestedName: text },
  decision: { type: ['string', 'null'], enum: ['approved', 'rejected', null] },
  ...{ decidedAt: instantOrNull, decidedBy: textOrNull, decidedName: textOrNull, reason: textOrNull },
  performedAt: instantOrNull,
  events: { ...textOrNull, description: 'How many events were erased: a number as text.' },
  verified: { ...textOrNull, description: 'What the proof of the trail found afterwards.' },
});

export const replies = {
  nothing,
  disclosures: orFile(
    shape(
      { disclosures: listOf(disclosure) },
      { next: { ...dayText, description: 'Give it as `to` for older ones; absent at the end.' } },
    ),
    'text/csv',
  ),
  objectionFiled: shape({ id: text, due: instantText, closed: always.closed }),
  accessReported: shape({ id: text, due: instantText }),
  myCases: shape({ cases: listOf(shape(always, perhaps)) }),
  cases: shape({ cases: listOf(forOfficer) }),
  disposals: shape({
    classes: listOf(
      shape({
        class: retentionClass,
        years: { ...whole, description: 'How long it is kept.' },
        expired: { ...dayText, description: 'Events before it may go today.' },
      }),
    ),
    disposals: listOf(disposal),
  }),
  disposalRequested: shape({ id: text }),
} as const satisfies Record<string, Schema>;
