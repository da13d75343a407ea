/** Folding events into lines that a person can read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceTypes } from '#libs/fhir/resource-types.ts';
import type { EventAbout } from '#core/audit/index.ts';
import { dayOf, foldAccesses, wholeDays } from './accesses.ts';
import { categoriesOf } from './categories.ts';
import { categories } from './model.ts';

let sequence = 1000;
const anEvent = (changes: Partial<EventAbout> = {}): EventAbout => ({
  sequence: String(sequence--),
  at: new Date('2026-03-02T10:00:00Z'),
  action: 'R',
  kind: 'read',
  outcome: 0,
  actor: 'acc-anna',
  actorName: 'lek. Anna Nowak',
  actorPatient: null,
  role: 'physician',
  purpose: 'TREAT',
  facility: 'clinic',
  facilityName: 'Przychodnia',
  app: null,
  appName: null,
  types: ['Observation'],
  ...changes,
});

describe('foldAccesses', () => {
  it('makes one line of one day, person, place and purpose', () => {
    const events = [
      anEvent({ at: new Date('2026-03-02T12:00:00Z'), types: ['MedicationRequest', 'Practitioner'] }),
      anEvent({ at: new Date('2026-03-02T11:00:00Z'), types: ['Observation'] }),
      anEvent({ at: new Date('2026-03-02T10:00:00Z'), action: 'C', types: ['Observation'] }),
    ];
    expect(foldAccesses(events, 'jan')).toEqual([
      {
        id: events[0]?.sequence,
        day: '2026-03-02',
        first: '2026-03-02T10:00:00.000Z',
        last: '2026-03-02T12:00:00.000Z',
        who: { name: 'lek. Anna Nowak', role: 'physician', facility: { id: 'clinic', name: 'Przychodnia' } },
        own: false,
        automatic: false,
        refused: false,
        changed: true,
        purpose: 'TREAT',
        categories: ['medicines', 'results'],
        events: 3,
      },
    ]);
  });

  it.each<[string, Partial<EventAbout>]>([
    ['another person', { actor: 'acc-piotr' }],
    ['another place', { facility: 'hospital' }],
    ['another purpose', { purpose: 'ETREAT' }],
    ['another day', { at: new Date('2026-03-01T10:00:00Z') }],
    ['a refused attempt', { outcome: 4 }],
    ['the same person through an app', { app: 'growth', appName: 'Siatki' }],
  ])('keeps %s apart', (_, changes) => {
    expect(foldAccesses([anEvent(), anEvent(changes)], 'jan')).toHaveLength(2);
  });

  it('ends a day at midnight in Poland', () => {
    expect(dayOf(new Date('2026-03-01T22:59:59Z'))).toBe('2026-03-01');
    expect(dayOf(new Date('2026-03-01T23:00:00Z'))).toBe('2026-03-02');
    expect(dayOf(new Date('2026-07-01T22:00:00Z'))).toBe('2026-07-02');
  });

  it('flags own, automatic and refused ones', () => {
    const [own, machine, refused] = foldAccesses(
      [
        anEvent({ actor: 'acc-jan', role: 'patient', actorPatient: 'jan' }),
        anEvent({ actor: 'his', role: 'machine' }),
        anEvent({ actor: 'acc-piotr', outcome: 4, action: 'U' }),
      ],
      'jan',
    );
    expect(own).toMatchObject({ own: true, automatic: false });
    expect(machine).toMatchObject({ own: false, automatic: true });
    expect(refused).toMatchObject({ refused: true, changed: false });
  });

  it('names the app', () => {
    const [access] = foldAccesses([anEvent({ app: 'growth', appName: 'Siatki' })], 'jan');
    expect(access?.who).toMatchObject({ name: 'lek. Anna Nowak', app: 'Siatki' });
  });

  it('counts every event once, whatever comes', () => {
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-01-04'), noInvalidDate: true });
    const some = fc.record({ at: moment, actor: fc.constantFrom('a', 'b'), outcome: fc.constantFrom(0, 4) });
    fc.assert(
      fc.property(fc.array(some), (changes) => {
        const accesses = foldAccesses(changes.map(anEvent), 'jan');
        expect(accesses.reduce((sum, { events }) => sum + events, 0)).toBe(changes.length);
        expect(new Set(accesses.map(({ id }) => id)).size).toBe(accesses.length);
      }),
    );
  });
});

describe('categories', () => {
  it('are known for every resource type', () => {
    for (const type of resourceTypes)
      for (const found of categoriesOf('read', [type])) expect(categories).toContain(found);
  });

  it('say everything when everything was handed out', () => {
    expect(categoriesOf('everything', ['Patient', 'Observation'])).toEqual(['everything']);
  });

  it('say everything when nearly everything was looked at', () => {
    const types = ['Condition', 'Encounter', 'Procedure', 'Immunization', 'Observation', 'AllergyIntolerance'];
    expect(categoriesOf('outline', types)).toHaveLength(6);
    expect(categoriesOf('outline', [...types, 'MedicationRequest', 'DocumentReference'])).toEqual(['everything']);
  });

  it('say other only when there is nothing better to say', () => {
    expect(categoriesOf('read', ['Basic'])).toEqual(['other']);
    expect(categoriesOf('search-type', ['Basic', 'Observation', 'Organization'])).toEqual(['results']);
    expect(categoriesOf('search-type', [])).toEqual(['other']);
  });
});

describe('wholeDays', () => {
  const day = (date: string, count: number) =>
    Array.from({ length: count }, () => anEvent({ at: new Date(`2026-03-${date}T10:00:00Z`) }));

  it('leaves the last day to the next page, unless it is the end', () => {
    const events = [...day('03', 2), ...day('02', 3)];
    expect(wholeDays(events, false)).toHaveLength(2);
    expect(wholeDays(events, true)).toHaveLength(5);
  });

  it('tears a day that alone fills the page', () => {
    expect(wholeDays(day('03', 5), false)).toHaveLength(5);
    expect(wholeDays([], false)).toEqual([]);
  });
});
