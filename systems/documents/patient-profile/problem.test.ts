/** Rules of level 1: what belongs to a problem, how long a treatment lasted, what is missing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aCondition, anEncounter, anObservation, aPrescription, today } from './builders.ts';
import { goalLines, responsible, targetsOf } from './problem-goals.ts';
import { categoryOf, linksFor, problemLinks } from './problem-links.ts';
import { measureOf } from './problem-measures.ts';
import { type MissingFacts, missing } from './problem-missing.ts';
import { spansOf, treatments } from './problem-treatments.ts';
import { sameProblem } from './problem.ts';
import type { Fhir } from './reading.ts';

const names = new Map<string, string>();
const visits = new Map<string, never>();
const days = (count: number) => new Date(today.getTime() - count * 86_400_000).toISOString().slice(0, 10);
const supplied = (authoredOn: string, supply: number, changes = {}): Fhir =>
  aPrescription({
    authoredOn,
    status: 'completed',
    dispenseRequest: { expectedSupplyDuration: { value: supply } },
    ...changes,
  });

describe('the table of problems', () => {
  it('knows each category once, and says of each row where it comes from', () => {
    const categories = problemLinks.flatMap((row) => row.categories);
    expect(new Set(categories).size).toBe(categories.length);
    for (const row of problemLinks) {
      expect(row.categories.every((one) => categoryOf(one) === one)).toBe(true);
      expect(row.source && row.owner && /^\d{4}-\d{2}-\d{2}$/.test(row.date)).toBeTruthy();
    }
  });

  it('finds a row by any code of its category and none for what is no ICD-10', () => {
    expect(linksFor('I50.0')?.name).toBe('niewydolność serca');
    expect(linksFor('84114007')).toBeUndefined();
    expect(linksFor(undefined)).toBeUndefined();
  });

  it('takes records of one category for one problem, and never a refuted one', () => {
    const coded = (id: string, code: string, changes = {}) =>
      aCondition({ id, code: { coding: [{ code }] }, ...changes });
    const refuted = coded('c', 'I50.9', { verificationStatus: { coding: [{ code: 'refuted' }] } });
    const group = sameProblem(coded('a', 'I50'), [coded('b', 'I50.1'), refuted, coded('d', 'I51')]);
    expect(group.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('a treatment', () => {
  it('is one bar over supplies with short pauses, and two over a long one', () => {
    const short = [supplied('2025-01-01', 60), supplied('2025-04-01', 60)];
    expect(spansOf(short, today)).toEqual([{ from: '2025-01-01', to: '2025-05-31' }]);
    expect(spansOf([supplied('2025-01-01', 30), supplied('2026-01-01', 30)], today)).toHaveLength(2);
  });

  it('lasts while its last prescription is active and supplied', () => {
    const lasting = supplied(days(20), 30, { status: 'active' });
    expect(spansOf([lasting], today)).toEqual([{ from: days(20) }]);
    expect(spansOf([supplied(days(900), 30, { status: 'active' })], today)[0]?.to).toBeDefined();
  });

  it('belongs here by what the prescription says, or by the table; what was cancelled treats nobody', () => {
    const named = aPrescription({ id: 'n', reasonReference: [{ reference: 'Condition/c1' }] });
    const listed = aPrescription({
      id: 'l',
      medicationCodeableConcept: { coding: [{ code: 'C07AB07' }], text: 'Bisoprolol' },
    });
    const other = aPrescription({
      id: 'o',
      medicationCodeableConcept: { coding: [{ code: 'N02BB02' }], text: 'Metamizol' },
    });
    const cancelled = aPrescription({ ...listed, id: 'x', status: 'cancelled' });
    const requests = [named, listed, other, cancelled];
    const found = treatments({ requests, conditions: new Set(['Condition/c1']), therapy: ['C07A'], names, now: today });
    expect(found.map(({ what, because, prescriptions }) => [what, because, prescriptions])).toEqual([
      ['Ramipryl 5 mg', 'prescription', 1],
      ['Bisoprolol', 'table', 1],
    ]);
  });

  it('never has bars that overlap, out of order, or end before they begin', () => {
    const request = fc.record({ day: fc.integer({ min: 0, max: 4000 }), supply: fc.integer({ min: 1, max: 400 }) });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 30 }), (all) => {
        const spans = spansOf(
          all.map(({ day, supply }) => supplied(days(day), supply)),
          today,
        );
        for (const [place, { from, to }] of spans.entries()) {
          expect(to === undefined || to > from).toBe(true);
          const next = spans[place + 1];
          expect(next === undefined || (to !== undefined && to < next.from)).toBe(true);
        }
      }),
    );
  });
});

describe('a measure', () => {
  const hba1c = { code: '4548-4', what: 'HbA1c' };
  it('keeps every value of its unit, oldest first, and counts those of another', () => {
    const other = anObservation(53, '2024-01-01', { id: 'mmol', valueQuantity: { value: 53, unit: 'mmol/mol' } });
    const measure = measureOf(
      hba1c,
      [anObservation(7.9, '2027-01-01'), other, anObservation(7, '2025-01-01')],
      names,
      visits,
    );
    expect(measure.points.map(({ value }) => value)).toEqual([7, 7.9]);
    expect(measure.otherUnit).toBe(1);
  });

  it('leaves out what was entered by mistake, and without a value is only its name', () => {
    const mistaken = anObservation(70, '2027-01-01', { status: 'entered-in-error' });
    expect(measureOf(hba1c, [mistaken], names, visits)).toEqual({ ...hba1c, points: [], otherUnit: 0 });
  });
});

describe('goals and the responsible doctor', () => {
  const goal = (detail: object): Fhir => ({
    ...{ resourceType: 'Goal', id: 'g', lifecycleStatus: 'active', description: { text: 'HbA1c' } },
    target: [{ measure: { coding: [{ code: '4548-4' }] }, ...detail }],
  });

  it.each([
    [{ detailQuantity: { value: 7, comparator: '<=' } }, { high: 7 }, false],
    [{ detailQuantity: { value: 7, comparator: '>=' } }, { low: 7 }, true],
    [{ detailRange: { low: { value: 4 }, high: { value: 8 } } }, { low: 4, high: 8 }, true],
    [{ detailString: 'jak najniżej' }, undefined, undefined],
  ])('reads %j', (detail, limits, met) => {
    const measures = [measureOf({ code: '4548-4', what: 'HbA1c' }, [anObservation(7.9, '2027-01-01')], names, visits)];
    expect(targetsOf(goal(detail)).get('4548-4')).toEqual(limits);
    expect(goalLines([goal(detail)], measures, names)[0]?.met).toBe(met);
  });

  it('takes the plan before the team, the team before visits, visits before the record', () => {
    const doctor = (display: string) => ({ reference: `Practitioner/${display}`, display });
    const plan: Fhir = { resourceType: 'CarePlan', id: 'p', status: 'active', author: doctor('Planista') };
    const participant = [{ role: [{ text: 'kardiologia' }], member: doctor('Kardiolog') }];
    const team: Fhir = { resourceType: 'CareTeam', id: 't', status: 'active', participant };
    const visit = anEncounter('2026-01-01', { participant: [{ individual: doctor('Widujący') }] });
    const condition = aCondition({ recorder: doctor('Zapisujący') });
    const all = {
      plans: [plan],
      teams: [team],
      encounters: [visit],
      conditions: [condition],
      links: linksFor('I50'),
      names,
    };
    expect(responsible(all)).toMatchObject({ name: 'Planista', why: 'plan-author' });
    expect(responsible({ ...all, plans: [] })).toMatchObject({ name: 'Kardiolog', why: 'care-team' });
    expect(responsible({ ...all, plans: [], teams: [] })).toMatchObject({ name: 'Widujący', why: 'most-visits' });
    expect(responsible({ ...all, plans: [], teams: [], encounters: [] })).toMatchObject({ why: 'recorder' });
    expect(responsible({ ...all, plans: [], teams: [], encounters: [], conditions: [] })).toBeUndefined();
  });
});

describe('what is missing', () => {
  const links = linksFor('E11');
  const facts = (changes: Partial<MissingFacts> = {}): MissingFacts => ({
    ...{ links, active: true, measures: [], treatments: [], goals: [], plans: [], now: today },
    ...{ encounters: [anEncounter(days(10))], dispenses: [], written: new Map() },
    ...changes,
  });

  it('says that nobody measured, and since when nobody did', () => {
    const never = measureOf({ code: '4548-4', what: 'HbA1c' }, [], names, visits);
    expect(missing(facts({ measures: [never] }))).toContainEqual({
      kind: 'never-measured',
      what: 'HbA1c',
      everyMonths: 6,
    });
    const old = measureOf(never, [anObservation(7, days(300))], names, visits);
    expect(missing(facts({ measures: [old] }))).toContainEqual(
      expect.objectContaining({ kind: 'not-measured-since', months: 9 }),
    );
    const fresh = measureOf(never, [anObservation(7, days(30))], names, visits);
    expect(missing(facts({ measures: [fresh] })).map(({ kind }) => kind)).not.toContain('not-measured-since');
  });

  it('says that there is no visit, goal, plan or treatment, and of a healed problem nothing', () => {
    const bare = missing(facts({ encounters: [] })).map(({ kind }) => kind);
    expect(bare).toEqual(expect.arrayContaining(['no-visit', 'no-goal', 'no-plan', 'no-treatment']));
    expect(missing(facts({ active: false }))).toEqual([]);
    expect(missing(facts({ links: undefined, active: false }))).toEqual([{ kind: 'no-table' }]);
  });
});
