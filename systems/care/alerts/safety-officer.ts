/**
 * What the safety officer of alerts does (an operator): switches rules, sees budget and reviews, answers doctors as the
 * owner of a rule. Everything is visible and can be reversed; no patient is met here.
 */
import { type Operation, operation } from '#core/http/operation.ts';
import { instantText, listOf, oneOf, shape, text, textOrNull, whole, yesOrNo } from '#core/http/shapes.ts';
import { measuredDays, ruleOf, since } from './cards.ts';
import type { Desk } from './desk.ts';
import { budgetOf, wantedVisits } from './ledger/budget.ts';
import { reasonCodes } from './ledger/reasons.ts';
import { tiers } from './model.ts';
import { refuse } from './refusals.ts';
import { schemas } from './shapes.ts';

const officer = { roles: ['operator'], purpose: 'HOPERAT' } as const;
const why = { type: 'string', minLength: 5, maxLength: 500 };
const dayMs = 86_400_000;
/** A report of harm is looked at within so many days. */
const reviewDays = 14;

const closed = (properties: object, required: readonly string[]) => ({
  type: 'object',
  ...{ properties, required, additionalProperties: false },
});

/** A row of a rule's history. */
const standing = shape({
  ...{ rule: text, number: whole, version: text, live: yesOrNo, tier: whole, at: instantText, why: text },
});

const reviewKind = oneOf(['acceptance', 'budget', 'harm']);
const opened = shape({ id: text, rule: text, kind: reviewKind, opened: instantText, due: instantText, why: text });

const message = shape({
  ...{ id: text, rule: text, version: text, reason: oneOf(reasonCodes), comment: textOrNull, speciality: text },
  ...{ at: instantText, answered: textOrNull, answer: textOrNull },
});

export const officerOperations = (desk: Desk): Operation[] => [
  change(desk),
  budget(desk),
  reviews(desk),
  openReview(desk),
  closeReview(desk),
  messages(desk),
  answer(desk),
];

function change(desk: Desk): Operation {
  return operation({
    name: 'change-alert-rule',
    method: 'POST',
    path: '/alerts/rules/:id/standing',
    summary: 'A rule goes live, is switched off, or changes its tier; live only with a shadow report of its version.',
    access: officer,
    audit: { action: 'U' },
    params: schemas.byRule,
    body: closed({ live: { type: 'boolean' }, tier: { type: 'integer', enum: [...tiers] }, why }, [
      'live',
      'tier',
      'why',
    ]),
    reply: standing,
    async handle({ params, body }, { tx, now, actor }) {
      const rule = ruleOf(desk, params.id);
      const asked = body as { live: boolean; tier: 1 | 2 | 3; why: string };
      const store = desk.store(tx);
      const { shadow } = (await desk.standing.read(tx)).get(rule.id) ?? {};
      if (asked.live && !shadow) throw refuse('no-shadow-report');
      if (asked.live && shadow && shadow.visits < wantedVisits) throw refuse('shadow-too-small');
      const [last] = await store.standingsOf(rule.id);
      const standing = { rule: rule.id, number: (last?.number ?? 0) + 1, version: rule.version, ...asked, at: now() };
      if (!(await store.stand({ ...standing, by: actor.name }))) throw refuse('changed-meanwhile');
      desk.standing.forget();
      return standing;
    },
  });
}

function budget(desk: Desk): Operation {
  return operation({
    name: 'read-alert-budget',
    method: 'GET',
    path: '/alerts/budget',
    summary: 'Interruptive alerts per 100 signed orders by speciality over 30 days, against the budget of two.',
    access: officer,
    audit: { action: 'R' },
    reply: shape({
      days: whole,
      specialities: listOf(
        shape({ speciality: text, signed: whole, interrupted: whole }, { per100: { type: 'number' } }),
      ),
    }),
    async handle(_input, { tx, now }) {
      const store = desk.store(tx);
      const from = since(now(), measuredDays);
      const specialities = budgetOf(await store.tallies(from), await store.signedOrders(from));
      return { days: measuredDays, specialities };
    },
  });
}

const review = shape({
  ...{ id: text, rule: text, kind: reviewKind, opened: instantText, due: instantText, why: text },
  ...{ closed: textOrNull, closedBy: textOrNull, conclusion: textOrNull },
});

function reviews(desk: Desk): Operation {
  return operation({
    name: 'list-alert-reviews',
    method: 'GET',
    path: '/alerts/reviews',
    summary: 'Safety reviews of rules, open ones first by when they are due.',
    access: officer,
    audit: { action: 'R' },
    reply: shape({ reviews: listOf(review) }),
    handle: async (_input, { tx }) => ({ reviews: await desk.store(tx).reviews() }),
  });
}

function openReview(desk: Desk): Operation {
  return operation({
    name: 'report-harm-of-alert-rule',
    method: 'POST',
    path: '/alerts/rules/:id/harm',
    summary:
      'Somebody was harmed, or nearly, by what a rule said or kept silent about: a review within 14 days. No patient data.',
    access: { roles: ['physician', 'pharmacist', 'operator'], purpose: 'HOPERAT' },
    audit: { action: 'C' },
    params: schemas.byRule,
    body: closed({ why }, ['why']),
    reply: opened,
    async handle({ params, body }, { tx, now, newId }) {
      const rule = ruleOf(desk, params.id);
      const due = new Date(now().getTime() + reviewDays * dayMs);
      const { why: said } = body as { why: string };
      const made = { id: newId(), rule: rule.id, kind: 'harm', opened: now(), due, why: said } as const;
      await desk.store(tx).openReview(made);
      return made;
    },
  });
}

function closeReview(desk: Desk): Operation {
  return operation({
    name: 'close-alert-review',
    method: 'POST',
    path: '/alerts/reviews/:id/close',
    summary: 'Ends a review with its conclusion, which the card of the rule shows.',
    access: officer,
    audit: { action: 'U' },
    params: schemas.byReview,
    body: closed({ conclusion: why }, ['conclusion']),
    reply: review,
    async handle({ params, body }, { tx, now, actor }) {
      const { conclusion } = body as { conclusion: string };
      const ended = await desk.store(tx).closeReview(params.id as string, actor.name, conclusion, now());
      if (!ended) throw refuse('no-such-review');
      return ended;
    },
  });
}

function messages(desk: Desk): Operation {
  return operation({
    name: 'list-alert-messages',
    method: 'GET',
    path: '/alerts/messages',
    summary: 'What doctors told owners of rules when they set alerts aside, not answered yet; without the patient.',
    access: officer,
    audit: { action: 'R' },
    reply: shape({ messages: listOf(message) }),
    handle: async (_input, { tx }) => ({ messages: await desk.store(tx).messages() }),
  });
}

function answer(desk: Desk): Operation {
  return operation({
    name: 'answer-alert-message',
    method: 'POST',
    path: '/alerts/messages/:id/answer',
    summary: 'The owner of a rule answers: what will be changed, or why not.',
    access: officer,
    audit: { action: 'U' },
    params: schemas.byReview,
    body: closed({ answer: why }, ['answer']),
    reply: message,
    async handle({ params, body }, { tx, now }) {
      const { answer: said } = body as { answer: string };
      const answered = await desk.store(tx).answer(params.id as string, said, now());
      if (!answered) throw refuse('no-such-message');
      return answered;
    },
  });
}
