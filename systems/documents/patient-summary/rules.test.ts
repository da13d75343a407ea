/** What stands in a summary and what does not, from facts alone: nothing is dropped in silence, no text becomes markup. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml } from '#libs/fhir/xml.ts';
import { choose } from './choose.ts';
import { untouched } from './curation.ts';
import { document } from './document.ts';
import { exclusionsFrom, shippedExclusions } from './exclusions.ts';
import { base, wrongWith } from './fixtures.ts';
import type { Fact, Fhir, Language } from './model.ts';
import { list } from './reading.ts';

const now = new Date('2027-03-20T10:00:00Z');
const patient: Fhir = {
  ...{ resourceType: 'Patient', id: 'p1', name: [{ family: 'Wzór', given: ['Ewa'] }], birthDate: '1990-01-01' },
};
const subject = { reference: 'Patient/p1' };
const clinical = (of: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${of}-clinical`, code }],
});
const condition = (id: string, changes: object = {}): Fhir => ({
  ...{ resourceType: 'Condition', id, subject, clinicalStatus: clinical('condition', 'active') },
  ...{ code: { coding: [{ system: 'urn:oid:2.16.840.1.113883.6.3', code: id }], text: id }, ...changes },
});
const allergy = (id: string, code: object): Fhir => ({
  ...{ resourceType: 'AllergyIntolerance', id, patient: subject, code },
  clinicalStatus: clinical('allergyintolerance', 'active'),
});
const medicine = (id: string, changes: object = {}): Fhir => ({
  ...{ resourceType: 'MedicationRequest', id, status: 'active', intent: 'order', subject },
  ...{ medicationCodeableConcept: { text: id }, authoredOn: '2027-01-02', ...changes },
});

type Given = Readonly<Record<string, readonly Fhir[] | Fact>>;

function made(given: Given, language: Language = 'pl', exclusions = shippedExclusions): Fhir {
  const facts = new Map(
    Object.entries({ Patient: [patient], ...given }).map(([name, one]): [string, Fact] => [
      name,
      Array.isArray(one) ? { resources: structuredClone(one), total: one.length } : structuredClone(one as Fact),
    ]),
  );
  const curated = untouched(choose(facts, exclusions));
  const id = '00000000-0000-4000-8000-000000000001';
  const rest = { base, language, now, id, exclusions, custodian: { name: 'e-Zdrowie' } };
  return document({ facts, curated, shared: [], ...rest });
}

interface Section {
  readonly title: string;
  readonly code: { readonly coding: readonly { readonly code: string }[] };
  readonly text: { readonly div: string };
  readonly entry?: readonly { readonly reference: string }[];
  readonly emptyReason?: { readonly coding: readonly { readonly code: string }[] };
  readonly extension?: readonly object[];
}
function section(bundle: Fhir, loinc: string): Section {
  const [{ resource }] = bundle.entry as [{ resource: Fhir }];
  const found = list<Section>(resource.section).find(({ code }) => code.coding[0]?.code === loinc);
  if (!found) throw new Error(`no section ${loinc}`);
  return found;
}
const reasonOf = (bundle: Fhir, loinc: string) => section(bundle, loinc).emptyReason?.coding[0]?.code;

describe('an empty section', () => {
  it('says that nobody recorded anything, that somebody stated none, or that it may not be seen', () => {
    const nobody = made({});
    expect(reasonOf(nobody, '48765-2')).toBe('unavailable');
    expect(section(nobody, '48765-2').text.div).toContain('To nie znaczy, że nic nie ma.');

    const none = {
      ...{ resourceType: 'List', id: 'l1', status: 'current', mode: 'working', subject, date: '2027-03-01' },
      ...{ code: { coding: [{ system: 'http://loinc.org', code: '48765-2' }] }, source: { display: 'lek. Jan Nowak' } },
      emptyReason: { coding: [{ code: 'nilknown' }] },
    };
    const stated = made({ List: [none] });
    expect(reasonOf(stated, '48765-2')).toBe('nilknown');
    expect(section(stated, '48765-2').text.div).toContain('lek. Jan Nowak, 2027-03-01');

    const closed = made({ AllergyIntolerance: { resources: [], total: 0, closed: true } });
    expect(reasonOf(closed, '48765-2')).toBe('withheld');
    for (const bundle of [nobody, stated, closed]) expect(wrongWith(bundle)).toEqual([]);
  });

  it('keeps both when somebody stated none and somebody else an allergy, and says that they contradict', () => {
    const noKnown = { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }], text: 'No known allergy' };
    const bundle = made({ AllergyIntolerance: [allergy('a1', noKnown), allergy('a2', { text: 'Orzechy' })] });
    expect(section(bundle, '48765-2').entry).toHaveLength(2);
    expect(section(bundle, '48765-2').text.div).toContain('Sprzeczne');
  });
});

describe('what is left out', () => {
  it('is counted by its reason, every one', () => {
    const twice = [condition('I10', { recordedDate: '2020' }), condition('I10', { id: 'i10b', recordedDate: '2021' })];
    const mistaken = condition('E11', { verificationStatus: { coding: [{ code: 'entered-in-error' }] } });
    const bundle = made({ current: { resources: [...twice, mistaken], total: 10 } });
    const { entry, extension, text } = section(bundle, '11450-4');
    expect(entry).toEqual([{ reference: 'Condition/i10b' }]);
    const counts = list<{ extension: { valueCode?: string; valueUnsignedInt?: number }[] }>(extension).map(
      ({ extension: [reason, count] }) => [reason?.valueCode, count?.valueUnsignedInt],
    );
    expect(counts.sort()).toEqual([
      ['mistaken', 1],
      ['repeated', 1],
      ['unread', 7],
    ]);
    expect(text.div).toContain('starsze, nieprzeczytane: 7');
  });

  it('adds up: entries and counts are what the record has', () => {
    const one = fc.record({
      code: fc.constantFrom('A', 'B', 'C'),
      wrong: fc.boolean(),
      day: fc.integer({ min: 1, max: 28 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), fc.nat(50), (rows, unread) => {
        const resources = rows.map(({ code, wrong, day }, n) =>
          condition(`c${n}`, {
            ...{ code: { coding: [{ system: 's', code }] }, recordedDate: `2026-01-${String(day).padStart(2, '0')}` },
            ...(wrong && { verificationStatus: { coding: [{ code: 'refuted' }] } }),
          }),
        );
        const chosen = choose(new Map([['current', { resources, total: rows.length + unread }]]), []);
        const { entries = [], leftOut = [] } = chosen.get('problems') ?? {};
        expect(entries.length + leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length + unread);
      }),
    );
  });

  it('by law is told to everybody alike, and named nowhere, not even as a reason', () => {
    const pregnant = condition('O24.4', {
      code: { coding: [{ system: 'urn:oid:2.16.840.1.113883.6.3', code: 'O24.4' }], text: 'Cukrzyca ciążowa' },
    });
    const insulin = medicine('Insulina', {
      reasonReference: [{ reference: 'Condition/O24.4', display: 'Cukrzyca ciążowa' }],
      reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'Z34' }], text: 'Ciąża' }],
    });
    const bundle = made({ current: [pregnant], prescribed: [insulin] });
    const text = JSON.stringify(bundle);
    expect(text).toContain('Insulina');
    expect(text).not.toMatch(/Cukrzyca|O24|"Ciąża"/);
    expect(section(bundle, '11450-4').extension).toBeUndefined();
    const head = (one: Fhir) => (one.entry as { resource: { text: unknown } }[])[0]?.resource.text;
    expect(head(bundle)).toEqual(head(made({})));
    const allowed = made(
      { current: [pregnant] },
      'pl',
      shippedExclusions.map((one) => ({ ...one, holds: false })),
    );
    expect(JSON.stringify(allowed)).toContain('Cukrzyca ciążowa');
  });
});

describe('the operator’s file of exclusions', () => {
  it('is read whole or not at all', () => {
    expect(exclusionsFrom(JSON.stringify(shippedExclusions))).toEqual(shippedExclusions);
    const [{ source: _gone, ...half }] = shippedExclusions as unknown as [{ source: string }];
    expect(() => exclusionsFrom(JSON.stringify([half]))).toThrow('row 1');
  });
});

describe('the text', () => {
  it('shows future and partial dates and unknown codes for what they are', () => {
    const odd = condition('X', {
      ...{ code: { coding: [{ system: 'urn:nobody', code: '??-7' }] }, onsetDateTime: '2031' },
    });
    const { div } = section(made({ current: [odd] }), '11450-4').text;
    expect(div).toContain('2031 (data w przyszłości)');
    expect(div).toContain('urn:nobody ??-7');
  });

  it('has both languages, the reader’s first', () => {
    const { title, text } = section(made({}, 'en'), '48765-2');
    expect(title).toBe('Allergies and Intolerances');
    expect(text.div.indexOf('lang="en"')).toBeLessThan(text.div.indexOf('lang="pl"'));
    expect(text.div).toContain('Brak danych');
  });

  it('never lets what was recorded become markup, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.isWellFormed()),
        (words) => {
          const bundle = made({ current: [condition('I10', { code: { text: `<script>${words}` } })] });
          const { div } = section(bundle, '11450-4').text;
          expect(div).not.toContain('<script');
          expect(() =>
            parseXml(
              Buffer.from(
                `<Basic xmlns="http://hl7.org/fhir"><text>${'<status value="generated"/>'}${div}</text></Basic>`,
              ),
            ),
          ).not.toThrow();
        },
      ),
      { numRuns: 60 },
    );
  });
});
