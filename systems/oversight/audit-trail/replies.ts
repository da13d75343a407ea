/** What the operations of the audit trail answer, as JSON schemas. */
import { roles } from '#core/access/actor.ts';
import { relations } from '#core/access/relations.ts';
import type { Schema } from '#core/http/operation.ts';
import {
  chainShape,
  dayText,
  fileOf,
  instantText,
  listOf,
  oneOf,
  shape,
  text,
  textOrNull,
  whole,
  yesOrNo,
} from '#core/http/shapes.ts';
import { categories } from './model.ts';

const purposes = ['TREAT', 'PATRQT', 'HOPERAT', 'ETREAT'];
const purpose: Schema = {
  ...oneOf(purposes),
  description: 'Purpose of use: http://terminology.hl7.org/CodeSystem/v3-ActReason',
};
const who = shape(
  { name: text, role: oneOf(roles) },
  {
    facility: shape({ id: text }, { name: text }),
    app: { ...text, description: 'The app through which the person looked.' },
  },
);
const access = shape(
  {
    ...{ id: text, who },
    day: { ...dayText, description: 'In Poland.' },
    ...{ first: instantText, last: instantText },
    own: { ...yesOrNo, description: 'The patient themself.' },
    automatic: { ...yesOrNo, description: 'A machine or the platform, no person.' },
    refused: { ...yesOrNo, description: 'Somebody tried and was not let in: nothing was seen.' },
    changed: { ...yesOrNo, description: 'Something was added, changed or removed, not only read.' },
    ...{ purpose, categories: listOf(oneOf(categories)) },
    events: { ...whole, description: 'How many times.' },
  },
  {
    relation: {
      ...oneOf(Object.keys(relations)),
      description: 'What tied the facility to the patient at that time; absent when nothing did, or nothing was seen.',
    },
  },
);

/** Columns of core/audit, reading.ts: `withoutContent`. Where the content was disposed of, texts are empty. */
const withoutContent = {
  ...{ sequence: text, at: instantText, action: oneOf(['C', 'R', 'U', 'D', 'E']), kind: text },
  outcome: { type: 'integer', enum: [0, 4, 8], description: '0 done, 4 refused, 8 failed on our side.' },
  reason: { ...textOrNull, description: 'The code of the refusal.' },
  rule: { ...textOrNull, description: 'By which rule it was allowed.' },
  actor: { ...text, description: 'Id of the account or client, or the name of a job.' },
  actorName: text,
  role: { ...oneOf([...roles, '']), description: 'Empty, as other texts, where the content was disposed of.' },
  ...{ purpose: { ...purpose, ...oneOf([...purposes, '']) }, facility: textOrNull, source: text, trace: text },
  patients: { ...whole, description: 'How many patients it touched; never whom.' },
  resources: { ...whole, description: 'How many resources it touched; never which.' },
};
const older: Schema = { ...text, description: 'Give it back as `cursor` for older ones; absent at the end.' };

export const replies = {
  accesses: shape({ accesses: listOf(access) }, { next: older }),
  accessesFile: fileOf('text/csv'),
  events: shape({ events: listOf(shape(withoutContent)) }, { next: older }),
  event: shape({
    ...withoutContent,
    types: { ...listOf(text), description: 'Types of the resources that were touched.' },
    sealed: { ...yesOrNo, description: 'It is in the chain: whoever changes it now is found out.' },
  }),
  patient: shape({ patient: { ...text, description: 'Logical id of the Patient.' } }),
  chain: chainShape,
} as const satisfies Record<string, Schema>;
