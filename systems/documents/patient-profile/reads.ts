/** What the profile asks of its reader: pages of one type, one resource, names of people and institutions. */
import { Refusal } from '#core/refusal/refusal.ts';
import { authorsOf, type Fhir, facilityOf, list, parse, type Reference, target } from './reading.ts';
import type { Reader } from './reader.ts';

export interface Found {
  resources: Fhir[];
  /** More match than were read. */
  cut: boolean;
}

/** Resources of one type, page after page, until there are no more or `most` are read. */
export async function findAll(reader: Reader, type: string, query: string, most: number): Promise<Found> {
  const resources: Fhir[] = [];
  let next: string | undefined = `${query}&_count=${most}`;
  while (next !== undefined && resources.length < most) {
    const page = await reader.search(type, next);
    for (const { mode, stored } of page.entries) if (mode === 'match') resources.push(parse(stored.content));
    next = page.entries.length > 0 ? page.next : undefined;
  }
  return {
    resources: resources.slice(0, most),
    cut: next !== undefined || resources.length > most,
  };
}

/** One resource. @throws Refusal `not-found` as the record says it, also for what one may not know of. */
export async function readOne(reader: Reader, type: string, id: string): Promise<Fhir> {
  return parse((await reader.read(type, id)).content);
}

const namedTypes = ['Organization', 'Practitioner', 'PractitionerRole', 'Medication', 'Location'];
const mostNames = 60;

/** Names of people, institutions and medicines that resources refer to without saying them: one search per type. */
export async function namesFor(reader: Reader, resources: readonly Fhir[]): Promise<Map<string, string>> {
  const wanted = new Map<string, Set<string>>();
  for (const resource of resources) {
    for (const reference of namedReferences(resource)) {
      const to = reference.display ? undefined : target(reference);
      if (!to || !namedTypes.includes(to.type)) continue;
      const ids = wanted.get(to.type) ?? new Set();
      if (ids.size < mostNames) wanted.set(to.type, ids.add(to.id));
    }
  }
  const names = new Map<string, string>();
  await Promise.all(
    [...wanted].map(async ([type, ids]) => {
      for (const one of await named(reader, type, [...ids])) names.set(`${type}/${one.id}`, nameIn(one));
    }),
  );
  return names;
}

/** They lie outside the patient's compartment, where the past is read one by one. docs/decisions/0013 */
async function named(reader: Reader, type: string, ids: readonly string[]): Promise<Fhir[]> {
  if (!reader.past) return (await findAll(reader, type, `_id=${ids.join(',')}`, mostNames)).resources;
  const found = await Promise.all(ids.map((id) => readOne(reader, type, id).catch(missing)));
  return found.filter((one): one is Fhir => one !== undefined);
}

const missing = (error: unknown): undefined => {
  if (error instanceof Refusal) return undefined;
  throw error;
};

function namedReferences(resource: Fhir): Reference[] {
  const facility = facilityOf(resource);
  const others = [resource.medicationReference, ...list(resource.generalPractitioner)] as (Reference | undefined)[];
  return [...authorsOf(resource), facility, ...others].filter((one): one is Reference => one !== undefined);
}

/** The name that a person, an institution or a medicine is shown by. */
function nameIn(resource: Fhir): string {
  if (typeof resource.name === 'string') return resource.name;
  const [name] = list<{
    prefix?: string[];
    given?: string[];
    family?: string;
    text?: string;
  }>(resource.name);
  if (name) {
    const parts = [...list<string>(name.prefix), ...list<string>(name.given), name.family].filter(Boolean);
    return parts.join(' ') || (name.text ?? '–');
  }
  const practitioner = resource.practitioner as Reference | undefined;
  const code = resource.code as { text?: string; coding?: { display?: string }[] } | undefined;
  return practitioner?.display ?? code?.text ?? code?.coding?.[0]?.display ?? '–';
}
