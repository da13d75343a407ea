/** Shapes of the requests and answers of alerts. */
import type { Schema } from '#core/http/operation.ts';
import { instantText, listOf, oneOf, resourceOf, shape, text, textOrNull, whole, yesOrNo } from '#core/http/shapes.ts';
import { type ReasonCode, reasonCodes } from './ledger/reasons.ts';
import { audiences, kinds } from './model.ts';

const id: Schema = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const ruleId: Schema = { type: 'string', pattern: '^[a-z0-9-]{1,80}$' };
const comment: Schema = { type: 'string', maxLength: 1000 };
const words = shape({ pl: text, en: text, uk: text });
const evidence = shape({ what: text }, { on: text, reference: text });
const action = shape(
  { id: text, label: words, type: oneOf(['create', 'delete', 'open']) },
  { resource: { type: 'object' }, resourceId: text, place: text },
);
const decision = shape({
  ...{ id: text, alert: text, rule: text, version: text, kind: oneOf(['accepted', 'overridden']) },
  ...{ action: textOrNull, reason: textOrNull, comment: textOrNull, name: text, facility: textOrNull },
  ...{ at: instantText, until: textOrNull },
});
const alert = shape({
  ...{ id: text, rule: text, version: text, tier: whole, kind: oneOf(kinds), title: words, why: words, todo: words },
  ...{
    because: listOf(evidence),
    drafts: listOf(text),
    actions: listOf(action),
    source: text,
    card: text,
    validated: yesOrNo,
  },
  decisions: listOf(decision),
});
const saidBySafety = shape({ saidBySafety: yesOrNo });
const reason = shape({ code: oneOf(reasonCodes), label: words, months: whole });
const closed = (properties: { readonly [name: string]: Schema }, required: readonly string[]): Schema => ({
  type: 'object',
  ...{ properties, required, additionalProperties: false },
});

/** What `schemas.decide` lets through. */
export interface Decided {
  readonly alert: string;
  readonly decision: 'accepted' | 'overridden';
  readonly action?: string;
  readonly reason?: ReasonCode;
  readonly comment?: string;
}

export const schemas = {
  byPatient: closed({ patient: id }, ['patient']),
  byRule: closed({ id: ruleId }, ['id']),
  byReview: closed({ id: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } }, ['id']),
  byDecision: closed({ patient: id, decision: id }, ['patient', 'decision']),
  asked: closed({ audience: oneOf(audiences) }, []),
  document: closed({ pesel: { type: 'string', pattern: '^\\d{11}$' }, patient: id, audience: oneOf(audiences) }, []),
  decide: closed(
    {
      alert: { type: 'string', maxLength: 120 },
      decision: oneOf(['accepted', 'overridden']),
      action: { type: 'string', maxLength: 60 },
      reason: oneOf(reasonCodes),
      comment,
      // What is being ordered, when the alert is about that.
      draftOrders: { type: 'object' },
    },
    ['alert', 'decision'],
  ),
  byPrescription: closed({ prescription: id }, ['prescription']),
  orders: closed({ hook: oneOf(['order-select', 'order-sign']), draftOrders: { type: 'object' } }, [
    'hook',
    'draftOrders',
  ]),
  aboutOrders: shape({
    ...{ notForClinicalUse: { const: true }, patient: text, asOf: instantText, audience: oneOf(audiences) },
    ...{ alerts: listOf({ allOf: [alert, saidBySafety] }), tolerated: listOf({ allOf: [alert, saidBySafety] }) },
    unchecked: listOf(shape({ what: words, rules: listOf(text) })),
    odd: listOf(evidence),
    reasons: listOf(reason),
  }),
  page: shape({
    ...{ notForClinicalUse: { const: true }, patient: text, asOf: instantText, audience: oneOf(audiences) },
    ...{ alerts: listOf(alert), tolerated: listOf(alert), rulesLive: whole, isComplete: yesOrNo },
    silenced: listOf(shape({ rule: text, title: words, why: words })),
    unchecked: listOf(shape({ what: words, rules: listOf(text) })),
    odd: listOf(evidence),
    noData: listOf(text),
    reasons: listOf(reason),
  }),
  bundle: resourceOf('Bundle'),
  decision,
};
