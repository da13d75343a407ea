/** The rules of an event, by themselves. */
import { describe, expect, it } from 'vitest';
import { makeNpwz } from '#libs/polish-identifiers/npwz.ts';
import { contentHash } from './build.ts';
import { type EventFacts, idIn } from './reading.ts';
import { isLate, isNameOf, judgeEvent, type Worker } from './rules.ts';
import { after, eventActs, eventStates } from './states.ts';

const npwz = makeNpwz(1);
const worker: Worker = { npwz, givenName: 'Anna Maria', familyName: 'Żak-Wójcik', status: 'valid', ends: null };
const event = (more: Partial<EventFacts> = {}): EventFacts => ({
  ...{ encounter: 'e', system: 's', number: 'n', status: 'finished', facility: 'f', pesel: undefined, patient: 'p' },
  ...{ start: new Date('2026-03-02T09:00:00Z'), end: new Date('2026-03-02T09:20:00Z'), content: undefined },
  people: [{ npwz, display: 'dr n. med. Anna Żak-Wójcik', at: 'Encounter.participant[0].individual' }],
  ...more,
});
const known = (more: Partial<Worker> = {}) => ({
  now: new Date('2026-03-03T12:00:00Z'),
  workers: new Map([[npwz, { ...worker, ...more }]]),
});
const codes = (...of: Parameters<typeof judgeEvent>) => judgeEvent(...of).map(({ rule }) => rule);

describe('the rules of an event', () => {
  it('let a proper one pass, also one by somebody whom the register does not know', () => {
    expect(codes(event(), known())).toEqual([]);
    expect(codes(event(), { ...known(), workers: new Map() })).toEqual([]);
  });

  it('say every fault at once, with the element', () => {
    const wrong = event({
      people: [{ npwz, display: 'Jan Kowalski', at: 'x' }],
      end: new Date('2026-03-02T08:00:00Z'),
    });
    const issues = judgeEvent({ ...wrong, pesel: '1' }, { ...known({ status: 'withdrawn' }), pesel: '2' });
    expect(issues.map(({ rule, expression }) => [rule, expression])).toEqual([
      ['event-ends-before-start', 'Encounter.period.end'],
      ['another-patient', 'Encounter.subject'],
      ['no-right-to-practise', 'x'],
      ['REG.WER.4059', 'x.display'],
    ]);
  });

  it('judge a right by the day of the event in Poland, not by today', () => {
    expect(codes(event(), known({ ends: '2026-03-03' }))).toEqual([]);
    expect(codes(event(), known({ ends: '2026-03-02' }))).toEqual(['no-right-to-practise']);
    const night = event({ start: new Date('2026-03-02T23:30:00Z'), end: undefined });
    expect(codes(night, known({ ends: '2026-03-03' }))).toEqual(['no-right-to-practise']);
  });

  it('know no event of the future, but clocks that differ a little', () => {
    expect(codes(event({ start: new Date('2026-03-03T12:10:00Z'), end: undefined }), known())).toEqual([]);
    expect(codes(event({ start: new Date('2026-03-03T13:00:00Z'), end: undefined }), known())).toEqual([
      'event-in-future',
    ]);
  });

  it('let whatever was wrong be cancelled', () => {
    expect(
      codes(event({ status: 'entered-in-error', pesel: '1' }), { ...known({ status: 'withdrawn' }), pesel: '2' }),
    ).toEqual([]);
  });
});

describe('names', () => {
  it.each([
    ['Anna Żak-Wójcik', true],
    ['lek. ŻAK-WÓJCIK Anna', true],
    ['Anna Maria Żak-Wójcik', true],
    ['Anna Żak', false],
    ['Maria Żak-Wójcik', false],
    ['', false],
  ])('%s is the name of the register: %s', (display, is) => expect(isNameOf(display, worker)).toBe(is));
  it('are not judged where the register has none', () => {
    expect(isNameOf('Ktokolwiek', { npwz, status: 'valid', ends: null })).toBe(true);
  });
});

describe('late', () => {
  it.each([
    ['2026-03-03T22:30:00Z', false],
    ['2026-03-03T23:30:00Z', true],
  ])('recorded at %s: %s', (at, late) => expect(isLate(event(), new Date(at))).toBe(late));
});

describe('the life of an event', () => {
  it('ends with its cancellation', () => {
    expect(eventActs.map((act) => after('cancelled', act))).toEqual([undefined, undefined, undefined, undefined]);
    expect(after('open', 'sign')).toBeUndefined();
    for (const state of eventStates)
      for (const act of eventActs) expect([undefined, ...eventStates]).toContain(after(state, act));
  });
});

describe('reading', () => {
  it('finds the id in every form of a reference', () => {
    const forms = [
      'Encounter/1',
      'Encounter/1/_history/2',
      'https://x.pl/fhir/R4/Encounter/1',
      'Patient/1',
      'urn:uuid:1',
      undefined,
    ];
    expect(forms.map((form) => idIn(form, 'Encounter'))).toEqual(['1', '1', '1', undefined, undefined, undefined]);
  });
  it('hashes content whatever the order of its keys', () => {
    expect(contentHash({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(contentHash({ b: [{ d: 3, c: 2 }], a: 1 }));
    expect(contentHash({ a: [1, 2] })).not.toBe(contentHash({ a: [2, 1] }));
  });
});
