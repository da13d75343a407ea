/** What must never happen in the engine: properties over all rules, and the budget's arithmetic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetOf, consequencesOf } from '../ledger/budget.ts';
import type { Now } from '../ledger/standing.ts';
import type { Tally } from '../ledger/store.ts';
import { findingsOf, judge } from './engine.ts';
import { exampleFacts, today } from './example-facts.ts';
import { factsOf, type Gathered } from './facts.ts';
import { loadRules } from './load-rules.ts';
import type { Fhir } from './reading.ts';

const rules = loadRules();
const examples = rules.flatMap((rule) => rule.tests.map((test) => ({ rule, test })));
const anExample = fc.constantFrom(...examples);
/** Whatever may stand where a value is expected. */
const odd = fc.oneof(
  fc.constantFrom(null, '', '2026', '2026-13-45', '2099-01-01', 'NaN', -1, 1e308, [], {}, [null], { coding: [{}] }),
  fc.string({ maxLength: 8 }),
);
const inputNames = ['conditions', 'prescriptions', 'results', 'vaccinations', 'visits', 'orders', 'letters'] as const;

describe('the engine', () => {
  it('answers the same whatever the order of resources, and when each came twice', () => {
    fc.assert(
      fc.property(anExample, fc.boolean(), ({ test }, isTwice) => {
        const found = exampleFacts(test) as { [input: string]: readonly Fhir[] };
        const turned = Object.fromEntries(
          Object.entries(found).map(([input, list]) => [
            input,
            input === 'safety' ? list : [...list, ...(isTwice ? list : [])].reverse(),
          ]),
        );
        const of = (gathered: object) => findingsOf(rules, factsOf(gathered as Gathered, today));
        expect(of(turned)).toEqual(of(found));
      }),
      { numRuns: 150 },
    );
  });

  it('is silenced by nothing that its rule does not name', () => {
    const unrelated: Fhir = {
      resourceType: 'Condition',
      id: 'u',
      code: { coding: [{ code: 'L30.9' }], text: 'zapalenie' },
    };
    fc.assert(
      fc.property(anExample, ({ rule, test }) => {
        const found = exampleFacts(test);
        const more = { ...found, ...(found.conditions ? { conditions: [...found.conditions, unrelated] } : {}) };
        expect(judge(rule, factsOf(more, today)).verdict).toBe(judge(rule, factsOf(found, today)).verdict);
      }),
      { numRuns: 300 },
    );
  });

  it('gives every alert a fact and an action, and names what it lacks', () => {
    for (const { rule, test } of examples) {
      const { alerts, unchecked } = findingsOf([rule], factsOf(exampleFacts(test), today));
      for (const one of alerts) expect([one.actions.length > 0, one.because.length > 0]).toEqual([true, true]);
      if (test.expect === 'unknown') expect(unchecked.length).toBeGreaterThan(0);
    }
  });

  it('never fails on facts that are broken', () => {
    const broken = fc.record({
      ...{
        resourceType: odd,
        id: odd,
        status: odd,
        code: odd,
        onsetDateTime: odd,
        effectiveDateTime: odd,
        period: odd,
      },
      ...{ valueQuantity: odd, component: odd, medicationCodeableConcept: odd, authoredOn: odd, dispenseRequest: odd },
      ...{ vaccineCode: odd, occurrenceDateTime: odd, class: odd, type: odd, date: odd, clinicalStatus: odd },
    });
    fc.assert(
      fc.property(fc.constantFrom(...inputNames), fc.array(broken, { maxLength: 4 }), (input, resources) => {
        const patient = [{ resourceType: 'Patient', id: 'x', birthDate: '1950-01-01' }];
        const found = { ...exampleFacts({ patient: {}, has: [] }), patient, [input]: resources } as unknown as Gathered;
        expect(() => findingsOf(rules, factsOf(found, today))).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it('shows a date in the future for what it is', () => {
    const has = [{ result: 'egfr', value: 20, on: '2031-01-01' }];
    const facts = factsOf(exampleFacts({ patient: {}, has }), today);
    expect(facts.points.get('egfr')).toBeUndefined();
    expect(facts.odd.map(({ what }) => what).join()).toMatch(/przyszłości/);
  });
});

describe('the budget', () => {
  const rule = (tier: number) => rules.find((one) => one.tier === tier) as (typeof rules)[number];
  const stands = new Map<string, Now>(rules.map(({ id, tier }) => [id, { live: true, tier }]));
  const tally = (id: string, changes: Partial<Tally>): Tally => ({
    ...{ rule: id, speciality: '0713', shown: 0, interrupted: 0, accepted: 0, overridden: 0 },
    ...changes,
  });
  const follows = (tallies: readonly Tally[], signed = 0) =>
    consequencesOf(rules, stands, tallies, budgetOf(tallies, [{ speciality: '0713', signed }]));

  it('demotes a rule of tier 2 that hardly anybody takes up, and not for a handful', () => {
    expect(follows([tally(rule(2).id, { shown: 100, accepted: 9 })])).toMatchObject([{ kind: 'demote' }]);
    expect(follows([tally(rule(2).id, { shown: 100, accepted: 10 })])).toEqual([]);
    expect(follows([tally(rule(2).id, { shown: 20, accepted: 0 })])).toEqual([]);
  });

  it('never demotes tier 1, which is reviewed instead', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), fc.nat(1000), (shown, interrupted, accepted, signed) => {
        const found = follows([tally(rule(1).id, { shown, interrupted, accepted })], signed);
        expect(found.filter(({ kind }) => kind === 'demote')).toEqual([]);
      }),
    );
    expect(follows([tally(rule(1).id, { shown: 100, accepted: 1 })])).toMatchObject([{ kind: 'review' }]);
  });

  it('counts interruptions against what was signed', () => {
    const loud = [tally(rule(1).id, { shown: 30, interrupted: 30, accepted: 30 })];
    expect(budgetOf(loud, [{ speciality: '0713', signed: 1000 }])).toMatchObject([{ per100: 3 }]);
    expect(follows(loud, 1000)).toMatchObject([{ kind: 'review', about: 'budget' }]);
    expect(follows(loud, 2000)).toEqual([]);
  });
});
