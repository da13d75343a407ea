/** What a derived fact stands on: each entry with its version, who recorded it, where, when it happened and since when it is known. */
import type { Call } from '#core/access/actor.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { disputable } from '../disputes/desk.ts';
import { eventTypes, isAbout, whatOf } from '../event.ts';
import type { EventLink, InputShown } from '../model.ts';
import { providers } from '../overview.ts';
import { as, dateOf, encounterOf, type Fhir, sourceOf, target } from '../reading.ts';
import type { Reader } from '../reader.ts';
import { findAll, namesFor, readOne } from '../reads.ts';
import { mostInputs } from './keys.ts';

/** Entries that the caller does not see, or that are not this patient's, are left out as if they did not exist. */
export async function inputsShown(
  record: FhirRecord,
  call: Call,
  reader: Reader,
  patient: string,
  keys: readonly string[],
): Promise<InputShown[]> {
  const links = [...new Set(keys)].slice(0, mostInputs).flatMap((key) => target({ reference: key }) ?? []);
  const read = await Promise.all(links.map((link) => entryOf(reader, patient, link)));
  const entries = read.filter((one): one is Fhir => one !== undefined);
  const encounters = await encountersOf(reader, patient, entries);
  const visits = providers(encounters);
  const names = await namesFor(reader, [...entries, ...encounters]);
  return Promise.all(
    entries.map(async (entry) => {
      const { resourceType: type, id } = entry;
      const meta = as<{ versionId?: string; lastUpdated?: string }>(entry.meta);
      const first = await record.firstEntry(call, type, id);
      const { name, facilityName } = first.author ?? {};
      const date = type === 'Patient' ? undefined : dateOf(entry);
      return {
        link: { type, id },
        version: Number(meta?.versionId ?? 1),
        what: wordsOf(entry, names),
        source: sourceOf(entry, names, visits),
        known: first.recorded.toISOString(),
        disputable: disputable.has(type),
        opens: eventTypes.includes(type),
        ...(date ? { date } : {}),
        ...(meta?.lastUpdated ? { changed: meta.lastUpdated } : {}),
        ...(name ? { by: facilityName ? `${name}, ${facilityName}` : name } : {}),
      };
    }),
  );
}

/** A person is called by the screen; a goal by its description, which no other type has as a concept. */
function wordsOf(entry: Fhir, names: ReadonlyMap<string, string>): string {
  if (entry.resourceType === 'Patient') return '';
  return as<{ text?: string }>(entry.description)?.text ?? whatOf(entry, names);
}

/** Visits that the entries belong to: they name the facility where an entry does not. */
async function encountersOf(reader: Reader, patient: string, entries: readonly Fhir[]): Promise<Fhir[]> {
  const ids = [...new Set(entries.flatMap((one) => encounterOf(one) ?? []))];
  if (ids.length === 0) return [];
  const query = `patient=${encodeURIComponent(patient)}&_id=${ids.join(',')}`;
  return (await findAll(reader, 'Encounter', query, ids.length)).resources;
}

async function entryOf(reader: Reader, patient: string, { type, id }: EventLink): Promise<Fhir | undefined> {
  try {
    const entry = await readOne(reader, type, id);
    return (type === 'Patient' ? id === patient : isAbout(entry, patient)) ? entry : undefined;
  } catch (error) {
    if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone')) return undefined;
    throw error;
  }
}
