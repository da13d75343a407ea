/** Rules by example, and what must hold whatever is asked. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeFile } from '#core/registers/table.ts';
import { type Judge, judgeOf, unknownOf, warningsOf } from './engine.ts';
import { type Medicine, type PatientFacts, type RuleSet, ruleKinds, type Warning } from './model.ts';
import { readSet } from './set-file.ts';

let set: RuleSet;
let judge: Judge;
const file = () => madeFile('open-set.json', () => [readFileSync(new URL('./open-set.json', import.meta.url), 'utf8')]);
beforeAll(async () => {
  ({ set } = await readSet(file()));
  judge = judgeOf(set);
});

const healthy: PatientFacts = { age: 40, pregnant: 'no', allergies: [], allergiesAsked: true, conditions: [] };
const medicine = (atc: string): Medicine => ({ atc, name: atc });
const ask = (news: string[], taken: string[] = [], patient: Partial<PatientFacts> = {}): Warning[] =>
  warningsOf(judge, {
    ...{ news: news.map(medicine), taken: taken.map(medicine), patient: { ...healthy, ...patient } },
  });
const rules = (warnings: readonly Warning[]) => warnings.map(({ rule }) => rule);

describe('the open set', () => {
  it('has rules of every kind, each with words in three languages and a source', () => {
    expect(set.head.validated).toBe(false);
    expect(set.rules.length).toBeGreaterThan(100);
    expect(new Set(set.rules.map(({ kind }) => kind))).toEqual(new Set(ruleKinds));
    for (const { effect, advice, source, severity } of set.rules) {
      expect(new Set([effect.pl, effect.en, effect.uk, advice.pl, advice.en, advice.uk]).size).toBe(6);
      expect(source && severity).toBeTruthy();
    }
  });

  it('finds well-known pairs, whichever of both is new', () => {
    const pairs: [string, string, string][] = [
      ['B01AA03', 'M01AE01', 'vka-nsaid'],
      ['N06AB06', 'N06AG02', 'ssri-mao'],
      ['C09AA05', 'A12BA01', 'ras-potassium'],
      ['C10AA01', 'J01FA09', 'statin-clarithromycin'],
      ['G04BE03', 'C01DA02', 'nitrate-pde5'],
    ];
    for (const [a, b, rule] of pairs) {
      expect(rules(ask([a], [b]))).toContain(rule);
      expect(rules(ask([b], [a]))).toContain(rule);
      expect(rules(ask([a, b]))).toContain(rule);
    }
    expect(ask(['C08CA01'], ['C09AA05'])).toEqual([]);
  });
});

describe('what the patient is and has', () => {
  it('is asked of the kidney, with the value it stands on', () => {
    const [warning] = ask(['A10BA02'], [], { egfr: { value: 24, day: '2026-03-01' } });
    expect(warning).toMatchObject({ rule: 'kidney-metformin', because: { egfr: 24, day: '2026-03-01', below: 30 } });
    expect(ask(['A10BA02'], [], { egfr: { value: 30, day: '2026-03-01' } })).toEqual([]);
  });

  it('is asked of pregnancy, age, illness, allergy and dose', () => {
    expect(rules(ask(['N03AG01'], [], { pregnant: 'yes' }))).toEqual(['pregnancy-valproate']);
    expect(rules(ask(['N03AG01'], [], { pregnant: 'unknown' }))).toEqual([]);
    expect(rules(ask(['R05DA04'], [], { age: 11 }))).toEqual(['child-codeine']);
    expect(rules(ask(['R05DA04'], [], { age: 12 }))).toEqual([]);
    expect(rules(ask(['M01AE01'], [], { conditions: ['I50.0'] }))).toEqual(['failure-nsaid']);
    expect(rules(ask(['J01CA04'], [], { allergies: [{ name: 'Penicylina', atc: 'J01C' }] }))).toEqual([
      'allergy-recorded',
    ]);
    expect(rules(ask(['J01DC02'], [], { allergies: [{ name: 'Penicylina', atc: 'J01C' }] }))).toEqual([
      'allergy-penicillin-cephalosporin',
    ]);
    const dose = (value: number, unit = 'mg') =>
      rules(
        warningsOf(judge, {
          news: [{ ...medicine('N02BE01'), perDay: { value, unit } }],
          ...{ taken: [], patient: healthy },
        }),
      );
    expect([dose(4000), dose(4001), dose(5, 'g')]).toEqual([[], ['dose-paracetamol'], []]);
  });

  it('says what nobody recorded and a rule would have to know', () => {
    const question = { news: [medicine('A10BA02')], taken: [], patient: { ...healthy, allergiesAsked: false } };
    expect(unknownOf(judge, question)).toEqual(['kidney', 'allergies']);
  });
});

describe('doubled therapy', () => {
  it('is the same substance, or two of one chemical subgroup; a renewal is none', () => {
    expect(rules(ask(['C07AB07'], ['C07AB07']))).toEqual(['doubled-substance']);
    expect(rules(ask(['M01AE01'], ['M01AE03']))).toEqual(['doubled-group']);
    const renewed = { news: [medicine('C07AB07')], taken: [{ ...medicine('C07AB07'), endsSoon: true as const }] };
    expect(warningsOf(judge, { ...renewed, patient: healthy })).toEqual([]);
  });
});

const codes = [
  ...['B01AA03', 'M01AE01', 'M01AE03', 'N06AB06', 'N06AG02', 'C09AA05', 'C03DA01', 'A12BA01', 'C10AA01', 'J01FA09'],
  ...['J01CA04', 'A10BA02', 'C01AA05', 'C01BD01', 'N02AX02', 'L04AX03', 'J01EE01', 'G04BE03', 'C01DA02', 'N05AN01'],
];
const list = fc.array(fc.constantFrom(...codes), { maxLength: 8 });
const patients = fc.record({
  ...{ age: fc.integer({ min: 0, max: 100 }), pregnant: fc.constantFrom('yes', 'no', 'unknown') },
  ...{ allergiesAsked: fc.boolean(), conditions: fc.subarray(['I50.0', 'K25', 'G40.1']) },
  egfr: fc.record({ value: fc.integer({ min: 5, max: 120 }), day: fc.constant('2026-01-01') }),
  allergies: fc.subarray([{ name: 'Penicylina', atc: 'J01C' }, { name: 'NLPZ', atc: 'M01A' }, { name: 'kot' }]),
}) as fc.Arbitrary<PatientFacts>;
const keys = (warnings: readonly Warning[]) =>
  warnings.map(({ rule, medicines }) => `${rule} ${medicines.map(({ atc }) => atc).sort()}`);

describe('properties', () => {
  it('the order of the medicines does not matter', () => {
    fc.assert(
      fc.property(list, list, patients, (news, taken, patient) => {
        const turned = ask([...news].reverse(), [...taken].reverse(), patient);
        expect(keys(turned)).toEqual(keys(ask(news, taken, patient)));
      }),
    );
  });

  it('one more medicine takes no warning away, and each is about a new one', () => {
    fc.assert(
      fc.property(list, list, fc.constantFrom(...codes), patients, (news, taken, more, patient) => {
        const fewer = keys(ask(news, taken, patient));
        expect(keys(ask(news, [...taken, more], patient))).toEqual(expect.arrayContaining(fewer));
        expect(keys(ask([...news, more], taken, patient))).toEqual(expect.arrayContaining(fewer));
        for (const { medicines } of ask(news, taken, patient))
          expect(medicines.some(({ atc }) => news.includes(atc))).toBe(true);
      }),
    );
  });
});
