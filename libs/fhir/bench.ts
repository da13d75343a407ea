/**
 * What reading, checking and indexing cost: `node libs/fhir/bench.ts [folder of FHIR JSON, .gz too]`. Counts processor
 * time of this process, so that it says the same on a busy machine.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseJson, stringify } from './json.ts';
import { shippedDefinitions } from './profiles/shipped.ts';
import { extract } from './search/extract.ts';
import { validate } from './validate.ts';
import { verdict } from './verdict.ts';

const hl7 = 'http://terminology.hl7.org/CodeSystem';

type Resource = { resourceType: string; entry?: { resource?: Resource }[] };

/** A laboratory result as a hospital sends it, in many variants. */
function anObservation(i: number): Resource {
  const coding = [{ system: 'http://loinc.org', code: `${4000 + (i % 300)}-4`, display: 'Hemoglobin A1c' }];
  return {
    resourceType: 'Observation',
    id: `o${i}`,
    meta: { versionId: '1', lastUpdated: '2026-03-01T12:00:00.000+01:00', profile: ['http://example.org/lab'] },
    status: 'final',
    category: [{ coding: [{ system: `${hl7}/observation-category`, code: 'laboratory' }] }],
    code: { coding, text: 'Hemoglobin A1c' },
    subject: { reference: `Patient/${i % 97}` },
    encounter: { reference: `Encounter/${i % 977}` },
    effectiveDateTime: `2026-0${1 + (i % 9)}-01T12:00:00+01:00`,
    issued: `2026-0${1 + (i % 9)}-01T12:00:00.123+01:00`,
    performer: [{ reference: `Practitioner/${i % 13}` }],
    valueQuantity: { value: 5.1 + (i % 40) / 10, unit: '%', system: 'http://unitsofmeasure.org', code: '%' },
  } as Resource;
}

function resourcesIn(folder: string): Resource[] {
  return readdirSync(folder)
    .filter((file) => /\.json(\.gz)?$/.test(file))
    .flatMap((file) => {
      const bytes = readFileSync(join(folder, file));
      const resource = parseJson(file.endsWith('.gz') ? gunzipSync(bytes) : bytes) as Resource;
      return resource.entry?.flatMap((entry) => entry.resource ?? []) ?? [resource];
    });
}

/** Best of several rounds, in microseconds of processor time for one. */
function cost(items: number, round: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 8; i++) {
    const before = process.cpuUsage();
    round();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / items);
  }
  return best;
}

const rate = (microseconds: number): string => `${Math.round(1_000_000 / microseconds).toLocaleString('en')}/s`;

function report(what: string, resources: readonly Resource[]): void {
  const each = (act: (resource: Resource) => void) =>
    cost(resources.length, () => resources.forEach((resource) => act(resource)));
  console.log(`${what}: validated ${rate(each(validate))}, search values extracted ${rate(each(extract))}`);
}

const observations = Array.from({ length: 5000 }, (_, i) => anObservation(i));
const request = { method: 'POST', url: 'Observation' };
const entry = observations.slice(0, 43).map((resource) => ({ resource, request }));
const text = Buffer.from(stringify({ resourceType: 'Bundle', type: 'transaction', entry }));
const parsed = cost(500, () => Array.from({ length: 500 }).forEach(() => parseJson(text)));
const plain = cost(500, () => Array.from({ length: 500 }).forEach(() => JSON.parse(text.toString())));
const milliseconds = (microseconds: number) => `${(microseconds / 1000).toFixed(3)} ms`;
console.log(
  `${text.length} bytes of bundle: parsed in ${milliseconds(parsed)}, by JSON.parse alone ${milliseconds(plain)}`,
);
report('observations', observations);

/** The same result as the International Patient Summary wants it. */
const ips = 'http://hl7.org/fhir/uv/ips/StructureDefinition/Observation-results-laboratory-pathology-uv-ips';
const summaries = observations.map((resource) => ({ ...resource, meta: { profile: [ips] } }));
const definitions = shippedDefinitions();
const profiled = cost(summaries.length, () => summaries.forEach((resource) => verdict(resource, { definitions })));
const unprofiled = cost(observations.length, () => observations.forEach((one) => verdict(one, { definitions })));
const problems = summaries.flatMap((resource) => verdict(resource, { definitions })).length;
console.log(
  `full verdict: ${rate(unprofiled)} with a profile that is not known, ${rate(profiled)} with one of IPS (${problems} issues)`,
);
const folder = process.argv[2];
if (folder) report(folder, resourcesIn(folder));
console.log(`memory: ${Math.round(process.memoryUsage().rss / 1_048_576)} MB`);
