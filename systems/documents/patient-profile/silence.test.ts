/** Nothing is dropped in silence: whatever lies in the record is drawn, listed or counted; and no odd fact becomes "current". */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aCondition, anEncounter, anObservation, aPatient, aPrescription, today } from './builders.ts';
import type { Gathered } from './gathering.ts';
import { lifeLineTypes } from './life-line.ts';
import { lanes } from './model.ts';
import { derive } from './overview.ts';
import type { Fhir } from './reading.ts';
import { countedTypes } from './sources.ts';

const nothing = { resources: [], cut: false };
const gathered = (changes: Partial<Gathered>, found: Partial<Gathered['found']> = {}): Gathered => ({
  ...{
    patient: aPatient(),
    outline: [],
    settled: [],
    recent: [],
    disputes: [],
    lastHere: undefined,
    failed: new Set(),
  },
  ...{ orders: [], answers: [], bloodGroups: [], stopped: [], tolerated: [] },
  found: {
    ...{ conditions: nothing, allergies: nothing, active: nothing, filled: nothing, dispenses: nothing },
    ...{ keyed: nothing, encounters: nothing, stays: nothing, documents: nothing, teams: nothing, home: nothing },
    ...found,
  },
  ...changes,
});
const told = { names: new Map(), withheld: false, outside: [], now: today };
const read = (...resources: Fhir[]) => ({ resources, cut: false });

const types = [
  ...lifeLineTypes,
  ...countedTypes,
  'Task',
  'CareTeam',
  'Goal',
  'Flag',
  'Coverage',
  'QuestionnaireResponse',
];
const row = fc.record({
  type: fc.constantFrom(...types),
  id: fc.stringMatching(/^[a-z0-9]{1,6}$/),
  starts: fc.oneof(fc.integer({ min: -2e9, max: 6e9 }), fc.constant(Number.NEGATIVE_INFINITY)),
  ends: fc.oneof(fc.integer({ min: -2e9, max: 6e9 }), fc.constant(Number.POSITIVE_INFINITY)),
});

it('draws or counts every entry of every life', () => {
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: ({ type, id }) => `${type}/${id}`, maxLength: 150 }), (outline) => {
      const { lifeLine, sourceStates, notShown } = derive(gathered({ outline }), told);
      const drawn = new Set(
        lanes.flatMap((lane) => lifeLine.lanes[lane].map(([, , at, id]) => `${lifeLine.types[at]}/${id}`)),
      );
      const elsewhere = outline.filter(
        ({ type, id }) => !drawn.has(`${type}/${id}`) && !['Task', 'CareTeam'].includes(type),
      );
      const counted = Object.values(notShown).reduce((sum, one) => sum + one, 0);
      const bySources = elsewhere.filter(({ type }) => countedTypes.includes(type)).length;
      expect(counted + bySources).toBe(elsewhere.length);
      const sum = sourceStates.reduce((all, { count = 0 }) => all + count, 0);
      expect(sum).toBeGreaterThanOrEqual(bySources);
    }),
  );
});

it('never takes what is dated in the future for current, newest or last', () => {
  const later = fc
    .integer({ min: 2, max: 40_000 })
    .map((days) => new Date(today.getTime() + days * 86_400_000).toISOString());
  fc.assert(
    fc.property(later, (date) => {
      const odd = gathered(
        { recent: [anObservation(99, date, { id: 'odd' })] },
        {
          keyed: read(anObservation(5, '2027-01-01'), anObservation(99, date, { id: 'odd' })),
          active: read(aPrescription({ id: 'odd', authoredOn: date })),
          conditions: read(aCondition({ id: 'odd', onsetDateTime: date })),
          encounters: read(anEncounter('2027-01-01'), anEncounter(date, { id: 'odd', status: 'planned' })),
          documents: read({ resourceType: 'DocumentReference', id: 'odd', status: 'current', date }),
        },
      );
      const seen = derive(odd, told);
      expect(seen.results.map(({ value }) => value.number)).toEqual([5]);
      const lists = [seen.medicines, seen.problems, seen.documents.list, seen.news.lines];
      expect(JSON.stringify(lists)).not.toContain('odd');
      expect(seen.sources.map(({ last }) => last)).toEqual(['2027-01-01']);
      expect(seen.sourceStates.every(({ last = '' }) => last <= '2027-03-20')).toBe(true);
    }),
  );
});

it('never lists a diagnosis that was refuted or a mistake as active', () => {
  const verification = fc.constantFrom('refuted', 'entered-in-error');
  fc.assert(
    fc.property(verification, fc.constantFrom('active', 'relapse'), (code, status) => {
      const wrong = aCondition({
        ...{ clinicalStatus: { coding: [{ code: status }] }, verificationStatus: { coding: [{ code }] } },
      });
      expect(derive(gathered({}, { conditions: read(wrong) }), told).problems).toEqual([]);
    }),
  );
});

it('says of a source that did not answer that it did not, and of one without data that it has none', () => {
  const states = (failed: Gathered['failed']) =>
    Object.fromEntries(derive(gathered({ failed }), told).sourceStates.map(({ id, state }) => [id, state]));
  expect(states(new Set(['documents']))).toMatchObject({ documents: 'down', prescriptions: 'none' });
  const fundIs = (state: 'down' | 'never') => ({ source: 'nfz', name: 'NFZ', state, simulated: true });
  const gone = { ...told, outside: [{ ...fundIs('down'), downSince: '2027-03-01' }] };
  const fund = derive(gathered({}), gone);
  expect(fund.sourceStates.find(({ id }) => id === 'nfz')).toMatchObject({
    state: 'down',
    since: '2027-03-01',
  });
  expect(fund.gaps.map(({ kind }) => kind)).toContain('source-down');
  const unasked = derive(gathered({}), { ...told, outside: [fundIs('never')] });
  expect(unasked.sourceStates.find(({ id }) => id === 'nfz')).toMatchObject({ state: 'unasked' });
});
