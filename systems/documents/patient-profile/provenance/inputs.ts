/** What a derived fact stands on: each entry with its version, who recorded it, where, when it happened and since when it is known. */
import type { Call } from '#core/access/actor.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { whatOf } from '../event.ts';
import type { EventLink, InputShown } from '../model.ts';
import { as, dateOf, type Fhir, sourceOf, target } from '../reading.ts';
import type { Reader } from '../reader.ts';
import { namesFor, readOne } from '../reads.ts';

export const mostInputs = 12;

/** `Type/id` parted by commas. @throws Refusal `invalid` for what is none, or too many. */
export function inputsAsked(text: string | undefined): EventLink[] {
  const asked = (text ?? '').split(',').filter(Boolean);
  const links = asked.map((one) => target({ reference: one }));
  if (asked.length === 0 || asked.length > mostInputs || links.some((one) => one === undefined)) {
    const message = `of names 1 to ${mostInputs} entries as Type/id, parted by commas.`;
    throw new Refusal('invalid', 'bad-inputs', { message, pl: `Podaj od 1 do ${mostInputs} wpisów.` });
  }
  return links as EventLink[];
}

/** Entries that the caller does not see, or that are not this patient's, are left out as if they did not exist. */
export async function inputsShown(
  record: FhirRecord,
  call: Call,
  reader: Reader,
  patient: string,
  links: readonly EventLink[],
): Promise<InputShown[]> {
  const read = await Promise.all(links.map((link) => entryOf(reader, patient, link)));
  const entries = read.filter((one): one is Fhir => one !== undefined);
  const names = await namesFor(reader, entries);
  return Promise.all(
    entries.map(async (entry) => {
      const { resourceType: type, id } = entry;
      const meta = as<{ versionId?: string; lastUpdated?: string }>(entry.meta);
      const first = await record.firstEntry(call, type, id);
      const { name, facilityName } = first.author ?? {};
      const date = dateOf(entry);
      return {
        link: { type, id },
        version: Number(meta?.versionId ?? 1),
        what: type === 'Patient' ? '' : whatOf(entry, names),
        source: sourceOf(entry, names),
        known: first.recorded.toISOString(),
        ...(date ? { date } : {}),
        ...(meta?.lastUpdated ? { changed: meta.lastUpdated } : {}),
        ...(name ? { by: facilityName ? `${name}, ${facilityName}` : name } : {}),
      };
    }),
  );
}

async function entryOf(reader: Reader, patient: string, { type, id }: EventLink): Promise<Fhir | undefined> {
  try {
    const entry = await readOne(reader, type, id);
    const whose = type === 'Patient' ? id : target(entry.subject ?? entry.patient)?.id;
    return whose === patient ? entry : undefined;
  } catch (error) {
    if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone')) return undefined;
    throw error;
  }
}
