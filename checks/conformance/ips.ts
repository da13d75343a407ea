/**
 * The International Patient Summary: its examples are valid by the profiles that are shipped, as each claims, and the
 * same examples are refused when something is taken that the profile demands. https://hl7.org/fhir/uv/ips/
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

type Json = { [element: string]: unknown };

const ips = (type: string): string => `${type}-uv-ips`;

/** What is done to every example of a profile, so that the profile must refuse it. */
const damages: readonly { profile: string; what: string; damage(resource: Json): void }[] = [
  { profile: ips('Patient'), what: 'no name', damage: (patient) => delete patient.name },
  { profile: ips('Patient'), what: 'no birth date', damage: (patient) => delete patient.birthDate },
  { profile: ips('AllergyIntolerance'), what: 'no code', damage: (allergy) => delete allergy.code },
  { profile: ips('MedicationRequest'), what: 'a group as subject', damage: (request) => toGroup(request, 'subject') },
  { profile: ips('Immunization'), what: 'no vaccine', damage: withoutVaccine },
  {
    profile: ips('Observation-results-laboratory-pathology'),
    what: 'no category',
    damage: (one) => delete one.category,
  },
  {
    profile: ips('Observation-results-laboratory-pathology'),
    what: 'no performer',
    damage: (one) => delete one.performer,
  },
  { profile: ips('Observation-tobaccouse'), what: 'another code', damage: recode },
  { profile: ips('Observation-pregnancy-edd'), what: 'another code', damage: recode },
  { profile: ips('Organization'), what: 'no name', damage: (organization) => delete organization.name },
  { profile: ips('Practitioner'), what: 'no name', damage: (practitioner) => delete practitioner.name },
  { profile: ips('Composition'), what: 'no problems', damage: (composition) => withoutSection(composition, '11450-4') },
  {
    profile: ips('Composition'),
    what: 'no medication',
    damage: (composition) => withoutSection(composition, '10160-0'),
  },
  { profile: ips('Bundle'), what: 'a collection', damage: (bundle) => void (bundle.type = 'collection') },
  { profile: ips('Bundle'), what: 'no identifier', damage: (bundle) => delete bundle.identifier },
  { profile: ips('Bundle'), what: 'no patient', damage: (bundle) => withoutEntry(bundle, 'Patient') },
];

export async function validateSummaries({ folder, base, token }: SuiteNeeds): Promise<SuiteResult> {
  const failures: SuiteResult['failures'] = [];
  let total = 0;
  const validate = async (resource: Json): Promise<string[]> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' };
    const answer = await fetch(`${base}/$validate`, { method: 'POST', headers, body: JSON.stringify(resource) });
    const { issue = [] } = (await answer.json()) as { issue?: { severity: string; diagnostics?: string }[] };
    const errors = issue.filter(({ severity }) => severity === 'error' || severity === 'fatal');
    return errors.map(({ diagnostics = '' }) => diagnostics);
  };
  for (const file of readdirSync(path.join(folder, 'examples')).sort()) {
    const text = readFileSync(path.join(folder, 'examples', file), 'utf8');
    const claimed = (JSON.parse(text) as { meta?: { profile?: string[] } }).meta?.profile ?? [];
    total++;
    const errors = await validate(JSON.parse(text) as Json);
    if (errors.length > 0) failures.push({ what: file, why: errors.slice(0, 3).join(' / ') });
    for (const { profile, what, damage } of damages) {
      if (!claimed.some((url) => url.endsWith(`/${profile}`))) continue;
      const damaged = JSON.parse(text) as Json;
      damage(damaged);
      if (JSON.stringify(damaged) === JSON.stringify(JSON.parse(text))) continue;
      total++;
      if ((await validate(damaged)).length === 0) failures.push({ what: `${file}: ${what}`, why: 'accepted' });
    }
  }
  return { total, failures };
}

function toGroup(resource: Json, element: string): void {
  resource[element] = { reference: 'Group/1' };
}

function withoutVaccine(immunization: Json): void {
  delete immunization.vaccineCode;
}

function recode(observation: Json): void {
  observation.code = { coding: [{ system: 'http://loinc.org', code: '718-7' }] };
}

function withoutSection(composition: Json, loinc: string): void {
  const sections = composition.section as { code?: { coding?: { code?: string }[] } }[];
  composition.section = sections.filter(({ code }) => !code?.coding?.some((coding) => coding.code === loinc));
}

function withoutEntry(bundle: Json, type: string): void {
  const entries = bundle.entry as { resource?: { resourceType?: string } }[];
  bundle.entry = entries.filter(({ resource }) => resource?.resourceType !== type);
}
