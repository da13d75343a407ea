/** What must never happen on the emergency sheet: a part gone without a word, a fact lost, an excluded one shown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from './choose.ts';
import { emergencyOf, groupOrder, type PartName, partNames } from './emergency.ts';
import { type Exclusion, shippedExclusions } from './exclusions.ts';
import type { Fhir } from './model.ts';
import { type SectionName, sections } from './sections.ts';
import { opened } from './shown.ts';

const patient: Fhir = { resourceType: 'Patient', id: 'p' };

/** A document of these sections, as document.ts builds them. */
function documentOf(given: Partial<Record<SectionName, object>>, resources: readonly Fhir[], who: Fhir = patient) {
  const section = Object.entries(given).map(([name, more]) => ({
    ...{ title: name, code: { coding: [{ code: sections[name as SectionName].code }] }, ...more },
  }));
  const composition = { resourceType: 'Composition', id: 'c', subject: { reference: 'Patient/p' }, section };
  const found = opened({ entry: [composition, who, ...resources].map((resource) => ({ resource })) });
  if (!found) throw new Error('no document');
  return found;
}
const references = (resources: readonly Fhir[]) =>
  resources.map(({ resourceType, id }) => ({ reference: `${resourceType}/${id}` }));
const empty = (code: string) => ({ emptyReason: { coding: [{ code }] } });

const sectionOfPart: Partial<Record<PartName, SectionName>> = {
  ...{ allergies: 'allergies', alerts: 'alerts', medicines: 'medications', conditions: 'problems' },
  ...{ devices: 'devices', bloodGroup: 'bloodGroup', directives: 'advanceDirectives' },
};

describe('parts', () => {
  it('are all there whatever the document lacks, and never say "none" that nobody stated', () => {
    const kinds = fc.constantFrom('nilknown', 'unavailable', 'withheld', 'entries', 'absent');
    const given = fc.record(
      Object.fromEntries(partNames.map((name) => [name, kinds])) as Record<PartName, typeof kinds>,
    );
    const one: Fhir = { resourceType: 'Flag', id: 'f', code: { text: 'x' } };
    const expected = {
      ...{ nilknown: 'stated-none', unavailable: 'nobody-recorded', withheld: 'withheld' },
      ...{ entries: 'entries', absent: 'unsaid' },
    };
    fc.assert(
      fc.property(given, (kindOf) => {
        const written: Partial<Record<SectionName, object>> = {};
        for (const [part, section] of Object.entries(sectionOfPart)) {
          const kind = kindOf[part as PartName];
          if (kind !== 'absent') written[section] = kind === 'entries' ? { entry: references([one]) } : empty(kind);
        }
        const sheet = emergencyOf(documentOf(written, [one]));
        expect(Object.keys(sheet)).toEqual([...partNames]);
        for (const part of Object.keys(sectionOfPart) as PartName[]) {
          expect(sheet[part].state, part).toBe(expected[kindOf[part] as keyof typeof expected]);
        }
        expect(sheet.contacts.state).toBe('nobody-recorded');
      }),
    );
  });

  it('count a line that leads nowhere and what the summary does not list', () => {
    const extension = [
      {
        url: 'https://ezdrowie.gov.pl/fhir/StructureDefinition/summary-left-out',
        extension: [
          { url: 'reason', valueCode: 'over' },
          { url: 'count', valueUnsignedInt: 7 },
        ],
      },
    ];
    const lost = documentOf({ problems: { entry: [{ reference: 'Condition/lost' }], extension } }, []);
    expect(emergencyOf(lost).conditions).toMatchObject({ state: 'entries', lines: [], more: 8 });
  });
});

describe('medicines', () => {
  const codes = ['B01AA03', 'A10AE04', 'N03AX14', 'L04AX03', 'N02AA01', 'C09AA05', 'A10BA02', 'N02BE01', undefined];
  const medicine = fc.record({ code: fc.constantFrom(...codes), status: fc.constantFrom('active', 'stopped') });

  it('stand by what changes the first minutes, and none is lost', () => {
    fc.assert(
      fc.property(fc.array(medicine, { maxLength: 30 }), (given) => {
        const all = given.map(({ code, status }, at): Fhir => {
          const coding = code ? [{ system: 'http://www.whocc.no/atc', code }] : [];
          const medicationCodeableConcept = { text: `lek ${at}`, coding };
          return { resourceType: 'MedicationRequest', id: `m${at}`, status, medicationCodeableConcept };
        });
        const { lines } = emergencyOf(documentOf({ medications: { entry: references(all) } }, all)).medicines;
        expect(lines.map(({ line }) => line).sort()).toEqual(all.map(({ id }) => `MedicationRequest/${id}`).sort());
        // First what is taken, then what was: each by its group.
        const ranks = lines.map(({ group, codes: said }) => said.length * 100 + groupOrder.indexOf(group));
        expect(ranks).toEqual([...ranks].sort((one, other) => one - other));
        for (const { line, group, codes: said } of lines) {
          const { code, status } = given[Number(line.replace(/\D+/, ''))] ?? {};
          expect(group === 'uncoded').toBe(code === undefined);
          expect(group === 'anticoagulants').toBe(code === 'B01AA03');
          expect(group === 'insulins').toBe(code === 'A10AE04');
          expect(said).toEqual(status === 'active' ? [] : ['stopped']);
        }
      }),
    );
  });
});

describe('blood group', () => {
  const blood = (id: string, code: string): Fhir => ({
    ...{ resourceType: 'Observation', id, status: 'final', effectiveDateTime: '2020-05-01' },
    code: { coding: [{ system: 'http://loinc.org', code: '882-1' }] },
    valueCodeableConcept: { coding: [{ code }], text: code },
    performer: [{ reference: 'Organization/o', display: 'Bank krwi' }],
  });

  it('says source and date, and that determinations differ', () => {
    const sheet = (...all: Fhir[]) =>
      emergencyOf(documentOf({ bloodGroup: { entry: references(all) } }, all)).bloodGroup;
    const same = sheet(blood('1', 'A+'), blood('2', 'A+'));
    expect(same.differs).toBe(false);
    expect(same.lines[0]).toMatchObject({ what: 'A+', source: 'Bank krwi', when: '2020-05-01' });
    expect(sheet(blood('1', 'A+'), blood('2', '0-')).differs).toBe(true);
  });
});

describe('what the law keeps out', () => {
  const condition = (id: string, code: string): Fhir => ({
    ...{ resourceType: 'Condition', id, clinicalStatus: { coding: [{ code: 'active' }] } },
    code: { text: id, coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code }] },
  });
  const shown = (exclusions: readonly Exclusion[]) => {
    const resources = [condition('pregnancy', 'O14'), condition('asthma', 'J45')];
    const chosen = choose(new Map([['current', { resources, total: resources.length }]]), exclusions);
    const problems = chosen.get('problems')?.entries ?? [];
    const { conditions } = emergencyOf(documentOf({ problems: { entry: references(problems) } }, problems));
    return conditions.lines.map(({ what }) => what);
  };

  it('is not on the sheet, by the same configuration as of the summary', () => {
    expect(shown(shippedExclusions)).toEqual(['asthma']);
    expect(shown(shippedExclusions.map((one) => ({ ...one, holds: false }))).sort()).toEqual(['asthma', 'pregnancy']);
  });
});
