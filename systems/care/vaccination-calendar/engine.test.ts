/** The calendar's rules by example and as properties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOn, calendars } from './calendars.ts';
import { plus } from './days.ts';
import { linesOf } from './engine.ts';
import type { Antigen, Calendar, Exception, Given, Line } from './model.ts';
import { vaccineFor } from './vaccines.ts';

const calendar = calendarOn('2026-11-26');
const dose = (antigen: Antigen, day: string, atc: string = vaccineFor[antigen].atc): Given => ({
  ...{ id: `${antigen}-${day}-${atc}`, day, antigens: [antigen], atc, name: antigen },
});
const of = (antigen: Antigen, lines: readonly Line[]) => lines.filter((line) => line.antigen === antigen);
const states = (antigen: Antigen, lines: readonly Line[]) => of(antigen, lines).map(({ state }) => state);
const lines = (birth: string, today: string, given: Given[] = [], exceptions: Exception[] = []) =>
  linesOf(calendar, { birth, given, exceptions }, today);

describe('spans', () => {
  it('keep the day of the month, or take the last one', () => {
    expect(plus('2024-01-31', { months: 1 })).toBe('2024-02-29');
    expect(plus('2024-02-29', { years: 1 })).toBe('2025-02-28');
    expect(plus('2026-12-31', { weeks: 6 })).toBe('2027-02-11');
  });
});

describe('a child', () => {
  it('has BCG and hepatitis B due on the day of birth, and the rest to come', () => {
    const today = '2026-06-01';
    const due = lines(today, today).filter(({ state }) => state === 'due');
    expect(due.map(({ antigen }) => antigen)).toEqual(['BCG', 'HepB']);
    expect(states('MMR', lines(today, today))).toEqual(['future', 'future']);
  });

  it('is late with the second month when nothing was given by then', () => {
    expect(of('DTP', lines('2026-01-01', '2026-03-02'))[0]).toMatchObject({ state: 'overdue', day: '2026-02-12' });
    expect(of('DTP', lines('2026-01-01', '2026-02-20'))[0]).toMatchObject({ state: 'due', until: '2026-02-28' });
  });

  it('waits for the least gap after a late dose', () => {
    const shown = lines('2026-01-01', '2026-06-10', [dose('DTP', '2026-06-01')]);
    expect(of('DTP', shown)[1]).toMatchObject({ dose: 2, state: 'future', day: '2026-06-29' });
  });

  it('is not given rotavirus after 24 weeks, or 32 with the three-dose vaccine', () => {
    expect(states('RV', lines('2026-01-01', '2026-07-01'))).toEqual(['closed', 'closed']);
    const given = [dose('RV', '2026-02-20', 'J07BH02'), dose('RV', '2026-03-25', 'J07BH02')];
    expect(states('RV', lines('2026-01-01', '2026-07-01', given))).toEqual(['done', 'done', 'overdue']);
  });

  it('needs fewer doses against Hib and pneumococci when it begins late', () => {
    const shown = lines('2024-01-01', '2026-03-01');
    expect([states('Hib', shown), states('PCV', shown)]).toEqual([['overdue'], ['overdue']]);
  });

  it('is shown what does not count, and why', () => {
    const given = [dose('MMR', '2026-08-01'), dose('HepB', '2026-01-01'), dose('HepB', '2026-01-20')];
    const shown = lines('2026-01-01', '2026-11-01', given);
    expect(of('MMR', shown).find(({ state }) => state === 'uncounted')?.fault).toBe('too-young');
    expect(of('HepB', shown).find(({ state }) => state === 'uncounted')?.fault).toBe('too-young');
  });

  it('has one combined vaccine counted for everything in it', () => {
    const six: Given = { ...dose('DTP', '2026-02-20', 'J07CA09'), antigens: ['DTP', 'IPV', 'Hib', 'HepB'] };
    const shown = lines('2026-01-01', '2026-03-01', [dose('HepB', '2026-01-01'), six]);
    expect(['DTP', 'IPV', 'Hib'].map((one) => states(one as Antigen, shown)[0])).toEqual(['done', 'done', 'done']);
    expect(states('HepB', shown)).toEqual(['done', 'done', 'future']);
  });
});

describe('exceptions', () => {
  const exception = (kind: Exception['kind'], more: Partial<Exception> = {}): Exception => ({
    ...{ id: 'e', day: '2026-04-01', antigens: ['DTP'], kind, ...more },
  });
  it('say why a dose is not given, until it is given or the deferral is over', () => {
    const born = '2026-01-01';
    const deferred = [exception('deferral', { until: '2026-05-01' })];
    expect(states('DTP', lines(born, '2026-04-10', [], deferred))[0]).toBe('deferred');
    expect(states('DTP', lines(born, '2026-05-01', [], deferred))[0]).toBe('overdue');
    expect(states('DTP', lines(born, '2026-04-10', [], [exception('refusal')])).slice(0, 2)).toEqual([
      ...['refused', 'future'],
    ]);
    expect(states('DTP', lines(born, '2026-04-10', [dose('DTP', '2026-04-05')], [exception('refusal')]))[0]).toBe(
      'done',
    );
    expect(new Set(states('DTP', lines(born, '2026-04-10', [], [exception('contraindication')])))).toEqual(
      new Set(['contraindicated']),
    );
  });
});

describe('editions', () => {
  it('never apply a draft, and show it to those who ask', () => {
    expect(calendarOn('2027-06-01').version).toBe('2026');
    const draft = calendars.find(({ confirmed }) => !confirmed) as Calendar;
    const facts = { birth: '2018-05-01', given: [], exceptions: [] };
    expect(of('HPV', linesOf(draft, facts, '2027-06-01'))[0]).toMatchObject({ state: 'due', compulsory: true });
    expect(of('HPV', linesOf(calendar, facts, '2027-06-01'))[0]).toMatchObject({ state: 'due', compulsory: false });
    expect(of('HPV', linesOf(draft, { ...facts, birth: '2017-05-01' }, '2027-06-01'))).toEqual([]);
  });

  it.each(calendars.map((one) => [one.version, one] as const))('%s has doses in order, with gaps', (_version, one) => {
    for (const { doses } of one.series)
      for (const [index, { from, due, until, gap }] of doses.entries()) {
        const [a, b, c] = [from, due, until].map((span) => plus('2020-01-01', span)) as [string, string, string];
        expect(a <= b && b < c).toBe(true);
        expect(gap === undefined).toBe(index === 0);
      }
  });
});

const antigenOf = fc.constantFrom(...calendar.series.map(({ antigen }) => antigen));
const birth = '2021-03-15';
const history = fc
  .array(fc.tuple(antigenOf, fc.integer({ min: 0, max: 7000 })), { maxLength: 30 })
  .map((doses) => doses.map(([antigen, days], n) => ({ ...dose(antigen, plus(birth, { days })), id: `i${n}` })));
const age = fc.integer({ min: 0, max: 7300 }).map((days) => plus(birth, { days }));
const anyCalendar = fc.constantFrom(...calendars);

describe('properties', () => {
  it('no dose is asked for before its least age or its least gap', () => {
    fc.assert(
      fc.property(anyCalendar, history, age, (one, given, today) => {
        for (const series of one.series) {
          const shown = linesOf(one, { birth, given, exceptions: [] }, today).filter(
            ({ antigen }) => antigen === series.antigen,
          );
          let before: string | undefined;
          for (const line of shown) {
            const rule = series.doses[(line.dose ?? 0) - 1];
            const isShortened = line.of < series.doses.length && series.shortened !== undefined;
            if (!rule || isShortened || line.state === 'closed' || line.state === 'uncounted') continue;
            const day = line.day as string;
            expect(day >= plus(birth, rule.from)).toBe(true);
            if (before !== undefined && rule.gap) expect(day >= plus(before, rule.gap)).toBe(true);
            if (line.state === 'due' || line.state === 'overdue') expect(day <= today).toBe(true);
            before = day;
          }
        }
      }),
    );
  });

  it('a completed course is never due again', () => {
    fc.assert(
      fc.property(anyCalendar, history, age, fc.nat(3000), (one, given, today, days) => {
        const complete = (on: string) =>
          one.series
            .map(({ antigen }) => of(antigen, linesOf(one, { birth, given: known, exceptions: [] }, on)))
            .filter((shown) => shown.some(({ state, dose: n, of: all }) => state === 'done' && n === all))
            .map((shown) => [shown[0]?.antigen, shown.filter(({ state }) => open.has(state)).length]);
        const known = given.filter(({ day }) => day <= today);
        const then = new Map(complete(plus(today, { days })) as [string, number][]);
        for (const [antigen, left] of complete(today)) {
          expect(left).toBe(0);
          expect(then.get(antigen as string)).toBe(0);
        }
      }),
    );
  });

  it('the order in which vaccinations are read does not matter', () => {
    fc.assert(
      fc.property(history, age, fc.infiniteStream(fc.nat()), (given, today, draws) => {
        const drawn = given.map((one) => [draws.next().value as number, one] as const);
        const shuffled = drawn.sort(([a], [b]) => a - b).map(([, one]) => one);
        const facts = { birth, exceptions: [] };
        expect(linesOf(calendar, { ...facts, given: shuffled }, today)).toEqual(
          linesOf(calendar, { ...facts, given }, today),
        );
      }),
    );
  });

  it('every dose of a course is on one line, and every vaccination of it too', () => {
    fc.assert(
      fc.property(history, age, (given, today) => {
        const shown = lines(birth, today, given);
        for (const { antigen } of calendar.series) {
          const own = of(antigen, shown);
          const numbers = own.flatMap(({ dose: n }) => n ?? []);
          expect(numbers).toEqual(Array.from({ length: own[0]?.of ?? 0 }, (_, n) => n + 1));
          const seen = own.flatMap(({ given: one }) => one?.id ?? []).sort();
          expect(seen).toEqual(
            given
              .filter((one) => one.antigens.includes(antigen) && one.day <= today)
              .map(({ id }) => id)
              .sort(),
          );
        }
      }),
    );
  });
});

const open: ReadonlySet<string> = new Set(['due', 'overdue', 'future', 'closed', 'deferred']);
