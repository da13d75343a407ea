/** What is measured, phase by phase, against a running platform. Answers are checked: every status, one body in 25. */
import type { Instance } from '#apps/instance.ts';
import { httpClient, measure, type Result } from './closed-loop.ts';
import { fillDirectly } from './fill.ts';
import {
  draws,
  icd10,
  identifierSystem,
  loinc,
  longHistory,
  observation,
  personBundle,
  personKey,
} from './workload.ts';

interface Person {
  number: number;
  id: string;
  encounter: string;
  observations: string[];
}

export interface PhaseOptions {
  instance: Instance;
  token: string;
  seconds: number;
  warm: number;
  /** Patients loaded before reads and searches are measured. */
  fill: number;
  /** Patients loaded directly before anything is measured: the size of the record for the growth curve. */
  patients: number;
  /** Only phases whose name contains one of these, parted by commas. */
  only?: string;
  say(line: string): void;
}

const seed = 1;
/** Which of a patient's 20 observations are read and updated later. */
const remembered = [0, 5, 12, 19];

export async function measurePlatform({
  instance,
  token,
  seconds,
  warm,
  fill,
  patients,
  only,
  say,
}: PhaseOptions): Promise<Result[]> {
  const client = httpClient(`${instance.baseUrl}/fhir/R4`, token, 64);
  const people: Person[] = [];
  let next = Math.floor(performance.timeOrigin / 1000) % 1_000_000_000;
  const load = async () => {
    const number = next++;
    const { text } = await client.send('POST', '', JSON.stringify(personBundle(seed, number)));
    written(number, text);
  };
  const written = (number: number, text: string) => {
    const ids = [...text.matchAll(/"location":"[^"]*?([A-Za-z]+)\/([^/"]+)\/_history/g)].map(
      (match) => match[2] as string,
    );
    if (ids.length !== 43) throw new Error(`43 entries sent, ${ids.length} locations came back: ${text.slice(0, 200)}`);
    people.push({
      number,
      id: ids[0] as string,
      encounter: ids[1] as string,
      observations: remembered.map((at) => ids[15 + at] as string),
    });
  };
  if (patients > 0) {
    await fillDirectly({ databaseUrl: instance.databaseUrl, patients, seed, from: next, written, say });
    next += patients;
  }
  const results: Result[] = [];
  const run = async (phase: string, workers: number, job: (count: number) => Promise<void>) => {
    if (only && !only.split(',').some((part) => phase.includes(part))) return;
    const result = await measure(phase, workers, job, { seconds, warm, pids: [instance.pid] });
    say(
      `${phase} (${workers}): ${result.perSecond.toFixed(0)}/s, p95 ${result.p95.toFixed(1)} ms${result.firstFailure ? `, FAILED: ${result.firstFailure}` : ''}`,
    );
    results.push(result);
  };
  for (const workers of [1, 4, 16]) await run('transaction of 43 resources', workers, load);
  while (people.length < fill) await Promise.all(Array.from({ length: 8 }, load));
  const draw = draws(99);
  const anyone = () => people[Math.floor(draw() * people.length)] as Person;
  await measureSingles(client, anyone, run);
  await measureSearches(client, anyone, run);
  await measureEverything(client, anyone, run);
  client.close();
  return results;
}

type Run = (phase: string, workers: number, job: (count: number) => Promise<void>) => Promise<void>;
type HttpClient = ReturnType<typeof httpClient>;

async function measureSingles(client: HttpClient, anyone: () => Person, run: Run): Promise<void> {
  const draw = draws(4242);
  for (const workers of [1, 16, 64]) {
    await run('create Observation', workers, async (count) => {
      const { id, encounter } = anyone();
      await client.send(
        'POST',
        '/Observation',
        JSON.stringify(observation(draw, `Patient/${id}`, `Encounter/${encounter}`, count)),
      );
    });
  }
  for (const workers of [1, 16]) {
    await run('update Observation', workers, async (count) => {
      const person = anyone();
      const id = person.observations[count % 4] as string;
      const place = remembered[count % 4] as number; // so that the code stays what it was
      const body = {
        ...observation(draw, `Patient/${person.id}`, `Encounter/${person.encounter}`, place),
        id,
        status: 'amended',
      };
      await client.send('PUT', `/Observation/${id}`, JSON.stringify(body));
    });
  }
  for (const workers of [1, 16, 64]) {
    await run('read by id', workers, async (count) => {
      const id = anyone().observations[count % 4] as string;
      const { text } = await client.send('GET', `/Observation/${id}`);
      if (count % 25 === 0 && JSON.parse(text).id !== id) throw new Error('another resource came back');
    });
  }
}

async function measureSearches(client: HttpClient, anyone: () => Person, run: Run): Promise<void> {
  const draw = draws(31);
  const pickLoinc = () =>
    encodeURIComponent(`http://loinc.org|${(loinc[Math.floor(draw() * loinc.length)] as readonly string[])[0]}`);
  const pickIcd = () =>
    encodeURIComponent(
      `urn:oid:2.16.840.1.113883.6.3|${(icd10[Math.floor(draw() * icd10.length)] as readonly string[])[0]}`,
    );
  const searches: [string, (person: Person) => string, number][] = [
    [
      'search Observation?patient&code&_sort=-date&_count=20',
      ({ id }) => `/Observation?patient=Patient/${id}&code=${pickLoinc()}&_sort=-date&_count=20`,
      3,
    ],
    ['search Encounter?patient', ({ id }) => `/Encounter?patient=Patient/${id}`, 6],
    [
      'search Patient?identifier',
      ({ number }) =>
        `/Patient?identifier=${encodeURIComponent(`${identifierSystem}|${personKey(seed, number).identifier}`)}`,
      1,
    ],
    [
      'search Patient?name&_count=20',
      ({ number }) => `/Patient?name=${encodeURIComponent(personKey(seed, number).family)}&_count=20`,
      1,
    ],
    [
      'search MedicationRequest?patient&status',
      ({ id }) => `/MedicationRequest?patient=Patient/${id}&status=active`,
      3,
    ],
    ['population Condition?code&_count=50', () => `/Condition?code=${pickIcd()}&_count=50`, 1],
    [
      'population Observation?code&_sort=-date&_count=50',
      () => `/Observation?code=${pickLoinc()}&_sort=-date&_count=50`,
      1,
    ],
    ['population count of an Observation code', () => `/Observation?code=${pickLoinc()}&_summary=count`, -1],
  ];
  for (const [phase, path, least] of searches) {
    for (const workers of [1, 16]) {
      await run(phase, workers, async (count) => {
        const { text } = await client.send('GET', path(anyone()));
        if (count % 25 !== 0) return;
        const bundle = JSON.parse(text);
        if (least < 0 ? !(bundle.total > 0) : (bundle.entry?.length ?? 0) < least) {
          throw new Error(`${bundle.entry?.length ?? 0} entries, total ${bundle.total}`);
        }
      });
    }
  }
}

/** The whole of a patient: of the workload's size, and of a thousand resources in one page. */
async function measureEverything(client: HttpClient, anyone: () => Person, run: Run): Promise<void> {
  const { text } = await client.send('POST', '', JSON.stringify(longHistory(seed, 1000)));
  const long = /Patient\/([^/"]+)\/_history/.exec(text)?.[1] as string;
  const asks = [
    ['Patient/$everything of 43', () => `/Patient/${anyone().id}/$everything?_count=200`, 43],
    ['Patient/$everything of 1,000', () => `/Patient/${long}/$everything?_count=1000`, 1000],
  ] as const;
  for (const [phase, path, least] of asks) {
    for (const workers of [1, 4]) {
      await run(phase, workers, async (count) => {
        const { text: answer } = await client.send('GET', path());
        const entries = count % 25 === 0 ? (JSON.parse(answer).entry?.length ?? 0) : least;
        if (entries < least) throw new Error(`${entries} of ${least} entries`);
      });
    }
  }
}
