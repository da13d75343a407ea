/** A patient's entries with their words, facilities and specialties, as far as the caller may see them, now or then. */
import { hash } from 'node:crypto';
import { Refusal } from '#core/refusal/refusal.ts';
import { fold } from '#libs/fhir/search/text.ts';
import type { PlacedEntry } from '../filter.ts';
import { laneOf, lifeLineTypes, stayClasses } from '../life-line.ts';
import {
  as,
  type CodeableConcept,
  type Coding,
  codes,
  encounterOf,
  type Fhir,
  facilityOf,
  list,
  parse,
  target,
  words,
} from '../reading.ts';
import type { Reader } from '../reader.ts';
import { namesFor, readOne } from '../reads.ts';
import { settledRows, settledType } from '../settled-services.ts';
import { decoded, recordedWords } from './recorded-words.ts';
import { type Leaf, type Shelf, shelfOf } from './shelf.ts';

export interface Compartment {
  readonly entries: readonly (PlacedEntry & { readonly leaf: Leaf })[];
  readonly shelf: Shelf;
  facilityName(id: string): string | undefined;
  specialtyName(id: string): string | undefined;
}

/** Documents kept as Binary that one search reads, newest first; the others are counted as not searched. */
const mostBinaries = 100;

/** @throws Refusal as the record says it. */
export async function compartment(reader: Reader, patient: string): Promise<Compartment> {
  const shelf = shelfOf(patient, reader.today().now);
  const passing = new Map<string, { leaf: Leaf; binaries: readonly string[] }>();
  const keyOf = (one: { type: string; id: string; version: number }) => `${one.type}/${one.id}/${one.version}`;
  const versions = await reader.sift(patient, lifeLineTypes, {
    has: (version) => shelf.has(keyOf(version)),
    take: (version, content) => {
      const { leaf, binaries } = leafOf(parse(content), shelf);
      if (binaries.length === 0) shelf.put(keyOf(version), leaf);
      // Another resource with rights of its own: read for this caller alone, and forgotten.
      else passing.set(keyOf(version), { leaf, binaries });
    },
  });
  const settled = new Map((await settledRows(reader, patient)).map((row) => [row.id, row]));
  const leaves = await withBinaries(reader, passing, shelf);
  const rows = versions.flatMap((row) => {
    const leaf = leaves.get(keyOf(row)) ?? shelf.get(keyOf(row));
    return leaf ? [{ row, leaf }] : []; // replaced between the two questions
  });
  const visits = new Map(rows.flatMap(({ row, leaf }) => (row.type === 'Encounter' ? [[row.id, leaf] as const] : [])));
  const entries = rows.flatMap(({ row, leaf }) => {
    const shown = row.type === settledType ? settled.get(row.id) : row;
    if (!shown) return []; // a registered event stands for it
    const { type, id, starts, ends } = shown;
    const lane = laneOf(type, id, new Set(leaf.stay ? [id] : []));
    const visit = leaf.encounter ? visits.get(leaf.encounter) : undefined;
    const facility = leaf.facility ?? visit?.facility;
    const specialty = leaf.specialty ?? visit?.specialty;
    const placed = {
      ...(facility ? { facility: facility.id } : {}),
      ...(specialty ? { specialty: specialty.id } : {}),
    };
    return lane ? [{ type, id, starts, ends, lane, leaf, ...placed }] : [];
  });
  const facilityName = await facilityNames(
    reader,
    rows.map(({ leaf }) => leaf),
  );
  const specialties = new Map(
    rows.flatMap(({ leaf: { specialty } }) => (specialty ? [[specialty.id, specialty.name]] : [])),
  );
  return { entries, shelf, facilityName, specialtyName: (id) => specialties.get(id) };
}

function leafOf(resource: Fhir, shelf: Shelf): { leaf: Leaf; binaries: readonly string[] } {
  const { text, binaries, silent } = recordedWords(resource);
  const facility = placeOf(resource);
  const specialty = specialtyOf(resource);
  const encounter = encounterOf(resource);
  const leaf: Leaf = {
    text,
    ...shelf.vocabulary.read(text),
    stay: stayClasses.includes(as<Coding>(resource.class)?.code ?? ''),
    ...(facility ? { facility } : {}),
    ...(specialty ? { specialty } : {}),
    ...(encounter ? { encounter } : {}),
    ...(silent ? { silent } : {}),
  };
  return { leaf, binaries };
}

/** The institution by its id; one that is only named, by a hash of its name. */
function placeOf(resource: Fhir): Leaf['facility'] {
  const reference = facilityOf(resource);
  const to = target(reference);
  const name = reference?.display;
  const id = to?.type === 'Organization' ? to.id : name ? opaque(name) : undefined;
  return id ? { id, ...(name ? { name } : {}) } : undefined;
}

/** What kind of medicine: the service of a visit, the setting of a document. */
function specialtyOf(resource: Fhir): Leaf['specialty'] {
  const context = as<{ practiceSetting?: CodeableConcept }>(resource.context);
  const said = resource.resourceType === 'Encounter' ? (resource.serviceType ?? list(resource.type)[0]) : undefined;
  const concept = said ?? context?.practiceSetting;
  const name = words(concept);
  if (!name) return undefined;
  const [code] = codes(concept);
  return { id: code && /^[\w.-]{1,30}$/.test(code) ? code : opaque(name), name };
}

const opaque = (name: string): string => `n-${hash('sha256', fold(name), 'hex').slice(0, 12)}`;

async function withBinaries(
  reader: Reader,
  passing: ReadonlyMap<string, { leaf: Leaf; binaries: readonly string[] }>,
  shelf: Shelf,
): Promise<Map<string, Leaf>> {
  const all = [...passing];
  const read = all.slice(0, mostBinaries).map(async ([key, { leaf, binaries }]): Promise<[string, Leaf]> => {
    const texts = await Promise.all(binaries.slice(0, 5).map((id) => binaryText(reader, id)));
    const found = texts.filter((text) => text !== undefined);
    if (found.length === 0) return [key, { ...leaf, silent: 'elsewhere' }];
    const text = [leaf.text, ...found].join('\n');
    return [key, { ...leaf, text, ...shelf.vocabulary.read(text) }];
  });
  const rest = all
    .slice(mostBinaries)
    .map(([key, { leaf }]): [string, Leaf] => [key, { ...leaf, silent: 'elsewhere' }]);
  return new Map([...(await Promise.all(read)), ...rest]);
}

async function binaryText(reader: Reader, id: string): Promise<string | undefined> {
  try {
    const { contentType, data } = await readOne(reader, 'Binary', id);
    return typeof data === 'string' ? decoded(as<string>(contentType), data) : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined; // hidden or gone: the document itself is still found
    throw error;
  }
}

/** Names as recorded beside the references; of those without, what the record knows. */
async function facilityNames(reader: Reader, leaves: readonly Leaf[]): Promise<(id: string) => string | undefined> {
  const names = new Map<string, string>();
  const nameless = new Set<string>();
  for (const { facility } of leaves) {
    if (facility?.name) names.set(facility.id, facility.name);
    else if (facility) nameless.add(facility.id);
  }
  const unknown = [...nameless].filter((id) => !names.has(id));
  const asked = unknown.map((id): Fhir => {
    return { resourceType: 'Encounter', id, serviceProvider: { reference: `Organization/${id}` } };
  });
  const known = unknown.length > 0 ? await namesFor(reader, asked) : new Map<string, string>();
  return (id) => names.get(id) ?? known.get(`Organization/${id}`);
}
