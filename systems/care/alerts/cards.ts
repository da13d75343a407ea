/** Public cards of rules (ALE-8): what each is for, where it stands, how it fares; open to all who are signed in as staff. */
import { type Operation, operation } from '#core/http/operation.ts';
import { polishDay } from '#core/registers/days.ts';
import { instantText, listOf, oneOf, shape, text, textOrNull, whole, yesOrNo } from '#core/http/shapes.ts';
import type { Desk } from './desk.ts';
import { templateOf } from './engine/inputs.ts';
import type { Rule } from './engine/rule.ts';
import { ratesOf } from './ledger/rates.ts';
import { type Now, stageOf } from './ledger/standing.ts';
import type { Message, Review, Tally } from './ledger/store.ts';
import { stages } from './model.ts';
import { refuse } from './refusals.ts';
import { schemas } from './shapes.ts';

const staff = { roles: ['physician', 'pharmacist', 'operator', 'machine'], purpose: 'HOPERAT' } as const;
const dayMs = 86_400_000;
/** Acceptance is measured over so many days. */
export const measuredDays = 30;

export const cardOperations = (desk: Desk): Operation[] => [list(desk), card(desk)];

export const since = (now: Date, days: number): string => polishDay(new Date(now.getTime() - days * dayMs));

const measured = (tallies: readonly Tally[], rule: string) => ratesOf(tallies.filter((one) => one.rule === rule));

const words = shape({ pl: text, en: text, uk: text });
const rates = shape(
  { shown: whole, interrupted: whole, accepted: whole, overridden: whole },
  { acceptance: { type: 'number' } },
);
const line = shape(
  {
    ...{ id: text, version: text, tier: whole, fileTier: whole, live: yesOrNo, kind: text, title: words },
    ...{ audience: listOf(text), date: text, owner: text, validated: yesOrNo, stage: oneOf(stages) },
    measured: rates,
  },
  { shadow: { type: 'object' }, changed: { type: 'object' } },
);
const listed = shape({ openReviews: whole }, { reviewDue: instantText });
const history = shape({ at: instantText, version: text, live: yesOrNo, tier: whole, why: text });
const review = shape({
  ...{ kind: text, opened: instantText, due: instantText, why: text, closed: textOrNull, conclusion: textOrNull },
});
const ofCard = shape({
  ...{ notForClinicalUse: yesOrNo, purpose: words, source: shape({ document: text, section: text }) },
  ...{ words: shape({ title: words, why: words, todo: words }), actions: listOf({ type: 'object' }) },
  ...{ inputs: listOf(shape({ input: text, query: text })), condition: text },
  ...{ unless: listOf(shape({ when: text, why: words })), tests: listOf({ type: 'object' }) },
  ...{ bySpeciality: listOf({ allOf: [shape({ speciality: text }), rates] }) },
  ...{ overrides: listOf(shape({ reason: text, times: whole })), reviews: listOf(review), history: listOf(history) },
});

function lineOf(rule: Rule, stands: Now | undefined) {
  const { id, version, kind, audience, date, owner, validated, words: said } = rule;
  const { shadow, changed } = stands ?? {};
  return {
    ...{ id, version, kind, title: said.title, audience, date, owner, validated },
    ...{ tier: stands?.tier ?? rule.tier, fileTier: rule.tier, live: stands?.live ?? false },
    stage: stageOf(rule, stands),
    ...(shadow ? { shadow: shadowOf(shadow) } : {}),
    ...(changed ? { changed: { at: changed.at, why: changed.why, tier: changed.tier, live: changed.live } } : {}),
  };
}

/** Figures of a replay: alerts per 100 visits, and the share after which the finding was gone at the next visit. */
const shadowOf = ({ at, visits, alerts, answered, seconds }: NonNullable<Now['shadow']>) => ({
  ...{ at, visits, alerts, seconds },
  per100Visits: visits === 0 ? 0 : Math.round((alerts / visits) * 10_000) / 100,
  ...(alerts === 0 ? {} : { predictedValue: Math.round((answered / alerts) * 100) / 100 }),
});

function list(desk: Desk): Operation {
  return operation({
    name: 'list-alert-rules',
    method: 'GET',
    path: '/alerts/rules',
    summary: 'All rules of alerts: tier, whether live, shadow figures, measured acceptance of 30 days.',
    access: staff,
    audit: { action: 'R' },
    reply: shape({ notForClinicalUse: { const: true }, rules: listOf({ allOf: [line, listed] }) }),
    async handle(_input, { tx, now }) {
      const store = desk.store(tx);
      const [stands, tallies] = [await desk.standing.read(tx), await store.tallies(since(now(), measuredDays))];
      const open = (await store.reviews()).filter(({ closed }) => closed === null);
      return {
        notForClinicalUse: true,
        rules: desk.rules.map((rule) => {
          // The first is the one that is due first.
          const own = open.filter((one) => one.rule === rule.id);
          return {
            ...{ ...lineOf(rule, stands.get(rule.id)), measured: measured(tallies, rule.id), openReviews: own.length },
            ...(own[0] ? { reviewDue: own[0].due } : {}),
          };
        }),
      };
    },
  });
}

/** @throws Refusal `no-such-rule` */
export function ruleOf(desk: Desk, id: string | undefined): Rule {
  const rule = desk.rules.find((one) => one.id === id);
  if (!rule) throw refuse('no-such-rule');
  return rule;
}

/** Comments may name a patient: the card shows reasons and answers, comments are for the owner alone. */
const saidOf = (messages: readonly Message[]) => {
  const byReason = new Map<string, number>();
  for (const { reason } of messages) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  return [...byReason].map(([reason, times]) => ({ reason, times })).sort((a, b) => b.times - a.times);
};

const reviewOf = ({ kind, opened, due, closed, why, conclusion }: Review) => ({
  ...{ kind, opened, due, why, closed, conclusion },
});

function card(desk: Desk): Operation {
  return operation({
    name: 'read-alert-rule',
    method: 'GET',
    path: '/alerts/rules/:id',
    summary:
      'The public card of a rule: purpose, source, owner, condition, tests, shadow run, acceptance, harm reviews.',
    access: staff,
    audit: { action: 'R' },
    params: schemas.byRule,
    reply: { allOf: [line, ofCard] },
    async handle({ params }, { tx, now }) {
      const rule = ruleOf(desk, params.id);
      const store = desk.store(tx);
      const stands = (await desk.standing.read(tx)).get(rule.id);
      const tallies = await store.tallies(since(now(), measuredDays), rule.id);
      return {
        ...{ notForClinicalUse: !rule.validated, ...lineOf(rule, stands) },
        ...{ purpose: rule.purpose, source: rule.source, words: rule.words, actions: rule.actions },
        inputs: rule.inputs.map((input) => ({ input, query: templateOf(input) })),
        condition: rule.when,
        unless: rule.unless,
        tests: rule.tests,
        measured: measured(tallies, rule.id),
        bySpeciality: tallies.map((one) => ({ speciality: one.speciality, ...ratesOf([one]) })),
        overrides: saidOf(await store.messages(rule.id)),
        reviews: (await store.reviews(rule.id)).map(reviewOf),
        history: (await store.standingsOf(rule.id)).map(({ at, version, live, tier, why }) => ({
          at,
          version,
          live,
          tier,
          why,
        })),
      };
    },
  });
}
