/** What is written in a visit and what it becomes. */
import { describe, expect, it } from 'vitest';
import {
  emptyForm,
  eventOf,
  faultsOf,
  isEmpty,
  newest,
  numberOf,
  type VisitForm,
  withDiagnosis,
  withMain,
  withoutDiagnosis,
} from './form.ts';
import { expanded, filled } from './phrases.ts';
import { flagged } from './plain-words.ts';

let ids = 0;
const form = (more: Partial<VisitForm> = {}): VisitForm => ({
  ...emptyForm('2026-03-02T09:00:00.000Z', () => `id-${++ids}`),
  ...more,
});
const of = { patient: 'p', visit: 'v', end: '2026-03-02T09:20:00.000Z' };
const coded = (code: string) => ({ code, name: code });

describe('diagnoses', () => {
  it('have one main one, whatever is added, made main or taken out', () => {
    let one = ['I10', 'E11.9', 'J45', 'I10'].reduce((kept, code) => withDiagnosis(kept, coded(code)), form());
    expect(one.diagnoses.map(({ code, role }) => [code, role])).toEqual([
      ['I10', 'main'],
      ['E11.9', 'concurrent'],
      ['J45', 'concurrent'],
    ]);
    one = withMain(one, 'J45');
    one = withoutDiagnosis(one, 'J45');
    expect(one.diagnoses.map(({ role }) => role)).toEqual(['main', 'concurrent']);
    expect(withoutDiagnosis(withoutDiagnosis(one, 'I10'), 'E11.9').diagnoses).toEqual([]);
  });
});

describe('the event', () => {
  it('has what was written and nothing empty', () => {
    const event = eventOf(form({ note: { reason: ' ', plan: 'Kontrola' }, vitals: { weight: '81,5', pulse: '' } }), of);
    expect(event).toMatchObject({
      note: { plan: 'Kontrola' },
      measurements: [{ code: '29463-7', value: 81.5, unit: 'kg' }],
    });
    expect(Object.keys(event)).not.toContain('procedures');
    expect(event.note).not.toHaveProperty('reason');
  });
  it('takes both numbers of a blood pressure as one measurement', () => {
    const { measurements = [] } = eventOf(form({ vitals: { systolic: '142', diastolic: '91', pulse: '70' } }), of);
    expect(measurements.map(({ code, parts }) => [code, parts?.length])).toEqual([
      ['85354-9', 2],
      ['8867-4', undefined],
    ]);
  });
  it('does not end before it began, though the clock was set back', () => {
    expect(eventOf(form(), { ...of, end: '2026-03-02T08:00:00.000Z' }).end).toBe('2026-03-02T09:00:00.000Z');
  });
});

describe('faults', () => {
  it('are said for each field', () => {
    const wrong = form({
      vitals: { temperature: '366', systolic: '120', weight: 'dużo' },
      vaccinations: [{ code: 'J07', lot: ' ' }],
    });
    expect(faultsOf(wrong).map(({ field }) => field)).toEqual([
      'diagnoses',
      'temperature',
      'weight',
      'pressure',
      'vaccination-lot',
    ]);
    expect(faultsOf(withDiagnosis(form({ vitals: { temperature: '36,6' } }), coded('I10')))).toEqual([]);
  });
  it.each([
    ['36,6', 36.6],
    ['120', 120],
    ['1e3', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('%s is the number %s', (text, number) => expect(numberOf(text)).toBe(number));
});

describe('copies', () => {
  it('the newest of them is taken up, and nothing that is none', () => {
    expect(newest([undefined, {}, form({ at: 1 }), form({ at: 3, kind: '6' }), form({ at: 2 })])?.kind).toBe('6');
    expect(newest([null, 'text'])).toBeUndefined();
    expect([isEmpty(form()), isEmpty(form({ note: { plan: 'x' } }))]).toEqual([true, false]);
  });
});

describe('phrases', () => {
  it('stand in for their names once the name is finished', () => {
    expect(expanded('Badanie: /serce ')).toBe('Badanie: Czynność serca miarowa, tony czyste. ');
    expect(expanded('/serce')).toBe('/serce');
    expect(expanded('tel. 22/serce /nieznane ')).toBe('tel. 22/serce /nieznane ');
  });
  it('of a template fill only what is empty', () => {
    expect(filled({ reason: 'Mój tekst', plan: ' ' }, { reason: 'a', plan: 'b' })).toEqual({
      reason: 'Mój tekst',
      plan: 'b',
    });
  });
});

describe('the patient’s eye', () => {
  it('flags what blames or is not understood, each once', () => {
    expect(
      flagged('RR 120/80. Pacjentka twierdzi, że RR spada. St. po NZK.').map(({ words, why }) => [words, why]),
    ).toEqual([
      ['RR', 'unclear'],
      ['Pacjentka twierdzi', 'blames'],
      ['St. po', 'unclear'],
      ['NZK', 'unclear'],
    ]);
    expect(flagged('Pacjentka mówi, że ciśnienie spada.')).toEqual([]);
  });
});
