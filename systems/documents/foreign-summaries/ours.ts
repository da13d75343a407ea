/** What our record says of a patient, as far as a foreign document is held against it. The record decides access. */
import type { Call } from '#core/access/actor.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { factOf } from './facts.ts';
import type { ComparedKind, Fact, Ours } from './model.ts';
import { type Json, objects, text, tokenOf } from './reading.ts';
import { factSystem } from './fhir.ts';

/** Most of a type that is read; what is beyond is said (`cut`). */
const most = 400;
/** Codes in one search for results. */
const codesAtOnce = 40;
/** A filled prescription counts as in use for so many days after it was written. */
const inUse = 180;

export interface OurFacts {
  readonly ours: readonly Ours[];
  readonly cut: readonly ComparedKind[];
}

type Reading = Pick<FhirRecord, 'search'>;

const lists: readonly (readonly [ComparedKind, string, string])[] = [
  ['allergies', 'AllergyIntolerance', ''],
  ['problems', 'Condition', ''],
  ['medicines', 'MedicationRequest', '&status=active,completed&_sort=-authoredon'],
  ['medicines', 'MedicationStatement', ''],
  ['immunizations', 'Immunization', '&_sort=-date'],
  ['procedures', 'Procedure', '&_sort=-date'],
];

/** Results are asked for by the codes of the document: a patient has thousands that no document speaks of. */
export async function ourFacts(
  record: Reading,
  call: Call,
  patient: string,
  document: readonly Fact[],
  now: Date,
): Promise<OurFacts> {
  const cut = new Set<ComparedKind>();
  const read = async (kind: ComparedKind, type: string, query: string) => {
    const { resources, isCut } = await all(record, call, type, `patient=${patient}${query}`);
    if (isCut) cut.add(kind);
    return resources.flatMap((resource) => oursOf(resource, kind, now) ?? []);
  };
  const found = await Promise.all([
    ...lists.map(([kind, type, query]) => read(kind, type, query)),
    ...codeQueries(document).map((query) => read('results', 'Observation', query)),
  ]);
  return { ours: once(found.flat()), cut: [...cut] };
}

function codeQueries(document: readonly Fact[]): string[] {
  const results = document.filter(({ kind }) => kind === 'results').flatMap(({ codes }) => codes);
  const tokens = [...new Set(results.flatMap((code) => tokenOf(code) ?? []))].slice(0, codesAtOnce * 20);
  const queries: string[] = [];
  for (let from = 0; from < tokens.length; from += codesAtOnce) {
    const some = tokens
      .slice(from, from + codesAtOnce)
      .map((token) => encodeURIComponent(token.replace(/[\\,$]/g, '\\$&')));
    queries.push(`&code=${some.join(',')}&_sort=-date`);
  }
  return queries;
}

async function all(record: Reading, call: Call, type: string, query: string) {
  const resources: Json[] = [];
  let next: string | undefined = `${query}&_count=200`;
  while (next !== undefined && resources.length < most) {
    const page = await record.search(call, type, next);
    for (const { mode, stored } of page.entries)
      if (mode === 'match') resources.push(JSON.parse(stored.content) as Json);
    next = page.entries.length > 0 ? page.next : undefined;
  }
  return { resources: resources.slice(0, most), isCut: next !== undefined };
}

/** Undefined: nothing that stands. */
function oursOf(resource: Json, kind: ComparedKind, now: Date): Ours | undefined {
  const fact = factOf(resource, kind, { now, inside: () => undefined, isSubject: () => true });
  if (fact.notes.includes('entered-in-error') || fact.notes.includes('refuted')) return undefined;
  const isRequest = resource.resourceType === 'MedicationRequest';
  if (isRequest && !isInUse(resource, now)) return undefined;
  const { what, codes, date, detail, none } = fact;
  const status = isRequest ? 'active' : fact.status;
  const isForeign = objects(resource.identifier).some(({ system }) => system === factSystem);
  return {
    ...{ reference: `${String(resource.resourceType)}/${String(resource.id)}`, kind, what, codes },
    ...(date ? { date } : {}),
    ...(status ? { status } : {}),
    ...(detail ? { detail } : {}),
    ...(none ? { none } : {}),
    ...(isForeign ? { foreign: true as const } : {}),
  };
}

function isInUse(request: Json, now: Date): boolean {
  if (request.status === 'active') return true;
  const written = Date.parse(text(request.authoredOn) ?? '');
  return now.getTime() - written < inUse * 86_400_000;
}

/** One line for what is written down again and again: a medicine prescribed monthly, a problem coded at each visit. */
function once(ours: readonly Ours[]): Ours[] {
  const met = new Set<string>();
  return ours.filter((one) => {
    if (one.foreign || (one.kind !== 'medicines' && one.kind !== 'problems')) return true;
    const key = `${one.kind} ${
      one.codes
        .flatMap((code) => tokenOf(code) ?? [])
        .sort()
        .join(' ') || one.what
    } ${one.status}`;
    if (met.has(key)) return false;
    met.add(key);
    return true;
  });
}
