/** The rules of the overview, each with the facts that decide it. */
import { describe, expect, it } from 'vitest';
import { aCondition, aDispense, anEncounter, anObservation, aPatient, aPrescription, today } from './builders.ts';
import { careTeam } from './care.ts';
import { question } from './find.ts';
import { type MedicineFacts, medicines } from './medicines.ts';
import { news } from './news.ts';
import { allergies, problems } from './problems.ts';
import { ageAt, identity } from './reading.ts';
import { keyResults } from './results.ts';
import { plain } from './text.ts';

const none = new Map();
const inUse = (changes: Partial<MedicineFacts> = {}) =>
  medicines({ requests: [aPrescription()], dispenses: [], names: none, visits: none, now: today, ...changes });

describe('who it is', () => {
  it('gives the official name, the age today and the PESEL', () => {
    const patient = aPatient({
      identifier: [{ system: 'urn:oid:2.16.840.1.113883.3.4424.1.1.616', value: '59031200000' }],
      address: [{ city: 'Kielce' }],
    });
    expect(identity(patient, today)).toMatchObject({
      name: 'Anna Wiśniowiecka-Brzęczyszczykiewicz',
      age: 68,
      pesel: '59031200000',
      city: 'Kielce',
    });
  });

  it('counts years in Warsaw, not in UTC: the birthday begins an hour earlier', () => {
    expect(ageAt('1959-03-12', new Date('2027-03-11T22:59:00Z'))).toBe(67);
    expect(ageAt('1959-03-12', new Date('2027-03-11T23:01:00Z'))).toBe(68);
  });

  it('says no age from half a birth date', () => expect(ageAt('1959-03', today)).toBeUndefined());
});

describe('finding', () => {
  it('takes eleven digits with spaces as a PESEL', () => {
    expect(question(' 440514 01359 ').by).toBe('pesel');
  });
  it('asks for every part of a name, Polish letters kept', () => {
    expect(question('Wiśn  anna')).toEqual({ by: 'name', query: 'name=Wi%C5%9Bn&name=anna' });
  });
  it.each([
    ['nothing', '  ', 'text-empty'],
    ['ten digits', '4405140135', 'pesel-length'],
    ['a mistyped digit', '44051401358', 'pesel-checksum'],
    ['a month that is none', '44351401359', 'pesel-month'],
    ['one letter', 'a', 'name-short'],
  ])('refuses %s', (_, text, code) => {
    expect(() => question(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('problems', () => {
  it('puts active ones first, the longest lasting at the top', () => {
    const lines = problems(
      [
        aCondition({ id: 'a', code: { text: 'Złamanie' }, clinicalStatus: { coding: [{ code: 'resolved' }] } }),
        aCondition({ id: 'b', code: { text: 'POChP' }, onsetDateTime: '2022' }),
        aCondition({ id: 'c', code: { text: 'Cukrzyca' }, onsetDateTime: '2011-02' }),
      ],
      none,
      none,
    );
    expect(lines.map(({ what }) => what)).toEqual(['Cukrzyca', 'POChP', 'Złamanie']);
  });

  it('shows a problem recorded at many visits once, since its first record', () => {
    const lines = problems([aCondition({ id: 'a', onsetDateTime: '2024' }), aCondition({ id: 'b' })], none, none);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.since).toBe('2019-05-01');
  });

  it('dates an illness that comes and goes by its last time', () => {
    const cold = { code: { text: 'Przeziębienie' }, clinicalStatus: { coding: [{ code: 'resolved' }] } };
    const [line] = problems(
      [
        aCondition({ ...cold, id: 'a', onsetDateTime: '2006-11-23', abatementDateTime: '2006-12-01' }),
        aCondition({ ...cold, id: 'b', onsetDateTime: '2025-12-24', abatementDateTime: '2026-01-01' }),
      ],
      none,
      none,
    );
    expect(line).toMatchObject({ since: '2025-12-24', until: '2026-01-01', link: { id: 'b' } });
  });

  it('leaves out what was refuted or entered in error', () => {
    expect(problems([aCondition({ verificationStatus: { coding: [{ code: 'refuted' }] } })], none, none)).toEqual([]);
  });
});

describe('allergies', () => {
  it('tells "none, as recorded" from "nobody recorded anything"', () => {
    expect(allergies([], none).state).toBe('no-data');
    const stated = { ...aCondition({ code: { coding: [{ code: '716186003' }] } }), resourceType: 'AllergyIntolerance' };
    expect(allergies([stated], none).state).toBe('stated-none');
  });
});

describe('medicines', () => {
  it('says whether the last prescription was given out', () => {
    expect(inUse()[0]?.dispensed).toEqual({ state: 'no' });
    expect(inUse({ dispenses: [aDispense()] })[0]?.dispensed).toEqual({ state: 'yes', on: '2027-03-02' });
  });

  it('shows a medicine prescribed twice once, by its last prescription', () => {
    const lines = inUse({ requests: [aPrescription({ id: 'old', authoredOn: '2026-01-01' }), aPrescription()] });
    expect(lines.map(({ link }) => link.id)).toEqual(['request-1']);
  });

  it('keeps a filled prescription while its supply lasts', () => {
    const filled = { status: 'completed', dispenseRequest: { expectedSupplyDuration: { value: 30 } } };
    const at = (whenHandedOver: string) =>
      inUse({ requests: [aPrescription(filled)], dispenses: [aDispense({ whenHandedOver })] });
    expect(at('2027-03-01')).toHaveLength(1);
    expect(at('2026-12-01')).toHaveLength(0);
  });
});

describe('results', () => {
  const series = [7.1, 7.3, 7.2, 7.9].map((value, month) => anObservation(value, `2026-0${month + 1}-01`));

  it('shows the last value with its direction and flag', () => {
    expect(keyResults(series, none, none, 5)).toMatchObject([
      { value: { number: 7.9, unit: '%' }, flag: 'high', trend: 'up', range: { low: 4, high: 6.5 } },
    ]);
  });

  it('never draws more than twelve points, nor two units on one scale', () => {
    const many = Array.from({ length: 30 }, (_, day) =>
      anObservation(5, `2026-01-${String(day + 1).padStart(2, '0')}`),
    );
    const foreign = anObservation(40, '2025-12-01', { valueQuantity: { value: 40, unit: 'mmol/mol' } });
    const points = keyResults([foreign, ...many.slice(0, 3)], none, none, 5)[0]?.series;
    expect(points).toHaveLength(3);
    expect(keyResults(many, none, none, 5)[0]?.series).toHaveLength(12);
  });

  it('says a blood pressure systolic first, whichever came first', () => {
    const component = [
      { code: { coding: [{ code: '8462-4' }] }, valueQuantity: { value: 84, unit: 'mmHg' } },
      { code: { coding: [{ code: '8480-6' }] }, valueQuantity: { value: 138, unit: 'mmHg' } },
    ];
    const pressure = anObservation(0, '2026-01-01', { valueQuantity: undefined, component });
    expect(keyResults([pressure], none, none, 1)[0]?.value).toEqual({ number: 138, second: 84, unit: 'mmHg' });
  });

  it('says "unknown", not "normal", without a range', () => {
    expect(keyResults([anObservation(7, '2026-01-01', { referenceRange: undefined })], none, none, 1)[0]?.flag).toBe(
      'unknown',
    );
  });
});

describe('what is new', () => {
  const facts = { now: today, documents: [], results: [], medicines: inUse(), problems: [] };

  it('counts from the last visit here', () => {
    expect(news({ ...facts, lastVisitHere: '2027-02-01' })).toMatchObject({
      basis: 'last-visit-here',
      lines: [{ kind: 'medicine', what: 'Ramipryl 5 mg' }],
    });
    expect(news({ ...facts, lastVisitHere: '2027-03-10' }).lines).toEqual([]);
  });

  it('counts a year back for somebody new, and says so', () => {
    expect(news({ ...facts, lastVisitHere: undefined })).toMatchObject({ basis: 'last-year', since: '2026-03-20' });
  });

  it('shows five lines and counts the others', () => {
    const six = Array.from({ length: 6 }, (_, n) => ({ ...inUse()[0], what: `lek ${n}` })) as typeof facts.medicines;
    expect(news({ ...facts, medicines: six, lastVisitHere: '2027-01-01' })).toMatchObject({ more: 1 });
  });
});

describe('care team', () => {
  it('names the general practitioner first, then who saw the patient', () => {
    const patient = aPatient({ generalPractitioner: [{ reference: 'Practitioner/1', display: 'lek. Nowak' }] });
    const seen = anEncounter('2027-01-01', { participant: [{ individual: { display: 'lek. Lis' } }] });
    expect(careTeam(patient, [], [seen], none)).toMatchObject([
      { name: 'lek. Nowak', role: 'poz' },
      { name: 'lek. Lis', facility: 'Przychodnia Zdrowa', lastSeen: '2027-01-01' },
    ]);
  });
});

it('turns XHTML into text in which nothing can run', () => {
  expect(plain('<div><p>Rozpoznanie: I50</p><script>alert(1)</script><p>a &lt; b</p></div>')).toBe(
    'Rozpoznanie: I50\na < b',
  );
});
