/** The rules of the installation: each is read, compiled and says about its own examples what its file expects. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleFacts, today } from './engine/example-facts.ts';
import { findingsOf, judge } from './engine/engine.ts';
import { factsOf } from './engine/facts.ts';
import { loadRules } from './engine/load-rules.ts';
import { readRule, RuleRefused } from './engine/rule.ts';

const rules = loadRules();

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it.each(rule.tests.map((one) => [one.name, one] as const))('%s', (_name, { patient, has, expect: expected }) => {
    const facts = factsOf(exampleFacts({ patient, has }), today);
    const { verdict, trace } = judge(rule, facts);
    expect([verdict, ...(verdict === expected ? [] : trace.missing.map(({ pl }) => pl))]).toEqual([expected]);
    const { alerts } = findingsOf([rule], facts);
    expect(alerts.every(({ actions, because }) => actions.length > 0 && because.length > 0)).toBe(true);
  });
});

describe('the set', () => {
  it('has at least a hundred rules of every kind that doctors were promised, none validated', () => {
    expect(rules.length).toBeGreaterThanOrEqual(100);
    expect(new Set(rules.map(({ kind }) => kind)).size).toBe(14);
    expect(rules.filter(({ validated }) => validated)).toEqual([]);
    expect(rules.some(({ audience }) => audience.join() === 'pharmacist')).toBe(true);
  });

  it('interrupts seldom: few rules are of tier 1', () => {
    expect(rules.filter(({ tier }) => tier === 1).length).toBeLessThanOrEqual(rules.length / 8);
  });
});

describe('a broken file', () => {
  const { condition: _c, silences: _s, version: _v, ...whole } = rules[0] as (typeof rules)[number];
  const problems = (changes: object): readonly string[] => {
    try {
      readRule(`${whole.id}.json`, { ...whole, ...changes });
      return [];
    } catch (error) {
      return (error as RuleRefused).problems;
    }
  };

  it.each([
    ['nothing to do', { actions: [] }, 'ALE-2'],
    ['an action without words', { actions: [{ id: 'a', do: 'open', place: 'results' }] }, 'actions[0].label.pl'],
    ['an unknown word', { when: "pulls('x')" }, 'when: pulls()'],
    ['an unknown measure', { when: "value('mood', 3) > 1" }, 'no measure is called'],
    ['a wrong type', { when: "age() and sex() = 'male'" }, 'wants a boolean'],
    ['no FHIRPath', { when: 'age( >' }, 'when:'],
    ['nothing at all', { when: '' }, 'when:'],
    ['no owner', { owner: '' }, 'owner'],
    ['no test that it speaks', { tests: [] }, 'tests: none in which it speaks'],
    ['inputs that are not its own', { inputs: ['visits'] }, 'is read and not named'],
    ['another name', { id: 'other-id' }, 'the file of other-id'],
    ['no language', { words: { ...whole.words, title: { pl: 'tak', en: 'yes' } } }, 'words.title.uk'],
  ])('with %s is refused with its place', (_, changes, place) => {
    expect(problems({})).toEqual([]);
    expect(problems(changes).join('; ')).toContain(place);
  });

  it('names the file', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rules-'));
    writeFileSync(path.join(folder, 'half.json'), '{ "id": ');
    expect(() => loadRules(folder)).toThrow(/half\.json/);
    rmSync(folder, { recursive: true });
  });
});
