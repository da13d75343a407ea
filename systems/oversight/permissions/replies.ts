/** What the operations of permissions answer, as JSON schemas. Types of the same: model.ts. */
import { areaNames } from '#core/access/areas.ts';
import { relations } from '#core/access/relations.ts';
import type { Schema } from '#core/http/operation.ts';
import { instantText, listOf, nothing, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import { emergencyReasons, noticeKinds, verdicts } from './model.ts';

const patient: Schema = { ...text, description: 'Logical id of the Patient.' };
const scope: Schema = { ...listOf(oneOf(areaNames)), description: 'Areas of the record; `documentation` is all.' };
const relation = shape({ kind: oneOf(Object.keys(relations)) }, { ends: instantText });

const delegation = {
  id: text,
  name: { ...text, description: 'Who acts, or for whom.' },
  ...{ kind: oneOf(['parent', 'guardian', 'trusted']), scope },
  sensitive: { ...yesOrNo, description: 'Shows also what carries a confidentiality label.' },
  ...{ since: instantText, ends: instantText },
};
const held = listOf(shape({ ...delegation, patient }));
const consent = shape(
  {
    ...{ id: text, facility: text, facilityName: text },
    refusal: { ...yesOrNo, description: 'The record is closed to the facility, not opened.' },
    ...{ scope, since: instantText },
  },
  { ends: instantText },
);
const access = shape({ facility: text, facilityName: text, refused: yesOrNo, relations: listOf(relation) });
const readers: Schema = {
  ...text,
  description: 'From whom it is hidden: `+proxies`, `+facilities`, or the logical id of one Organization.',
};
const withheld = shape(
  {
    ...{ type: text, id: text, readers, title: text },
    emergency: { ...yesOrNo, description: 'Shown in emergencies all the same.' },
  },
  { date: text, facilityName: text },
);
const emergency = {
  ...{ id: text, name: text, facilityName: text, reason: oneOf(emergencyReasons), explanation: text },
  ...{ at: instantText, ends: instantText },
};
const verdict = { verdict: oneOf(verdicts) };
const notice = shape({
  ...{ id: text, at: instantText, kind: oneOf(noticeKinds) },
  details: {
    type: 'object',
    additionalProperties: text,
    description: 'What the words of the notice name, by its kind.',
  },
  read: yesOrNo,
});
const item = shape({ type: text, id: text, title: text }, { date: text });
const onFacility = shape({ id: text, facilityName: text });

export const replies = {
  nothing,
  mine: shape(
    {
      given: listOf(shape(delegation)),
      ...{ held, consents: listOf(consent), access: listOf(access), withheld: listOf(withheld) },
      ...{ emergencies: listOf(shape(emergency, verdict)), notices: listOf(notice) },
    },
    { codeEnds: { ...instantText, description: 'The end of the one-time code that lives now.' } },
  ),
  held: shape({ held }),
  preview: shape({
    counts: { type: 'object', additionalProperties: whole, description: 'How many of each type are shown.' },
    items: { ...listOf(item), description: 'Of each type the newest.' },
    hidden: {
      ...shape({ withheld: whole, sensitive: whole, outOfScope: whole }),
      description: 'How many stay hidden, and why: told to the patient alone.',
    },
  }),
  delegationGiven: shape({ id: text, name: text, ends: instantText }),
  guardianEntered: shape({ id: text, ends: instantText }),
  consentGiven: onFacility,
  refusalGiven: onFacility,
  code: shape({ code: { ...text, description: 'Eight signs, in two groups; shown this once.' }, ends: instantText }),
  opened: shape({ patient, ends: instantText }),
  emergencyBegun: shape({ id: text, patient, ends: instantText }),
  relation: shape(
    {
      relations: listOf(relation),
      withheld: { ...yesOrNo, description: 'The patient keeps something from the facility; never what.' },
    },
    { emergency: shape({ id: text, ends: instantText }) },
  ),
  reviews: shape({
    reviews: listOf(
      shape({ ...emergency, facility: text, due: instantText, repeated: yesOrNo, overdue: yesOrNo }, verdict),
    ),
  }),
} as const satisfies Record<string, Schema>;
