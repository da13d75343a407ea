/** SYMULATOR ZIP NFZ: the visits of an invented person that the record has: what providers reported, the Fund has paid. */
import type { FhirRecord } from '#core/record/index.ts';
import { polishDay } from '#core/registers/days.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { ownCall } from '../keeping.ts';
import type { RecordedVisit } from './lives.ts';

const most = 60;

interface Shown {
  readonly [element: string]: unknown;
  readonly id: string;
}

/** The newest visits of a person, by their number. */
export async function recordedVisits(record: FhirRecord, pesel: string): Promise<RecordedVisit[]> {
  const find = async (type: string, query: string): Promise<Shown[]> =>
    (await record.search(ownCall, type, query)).entries.map(({ stored }) => JSON.parse(stored.content) as Shown);
  const number = encodeURIComponent(`${identifierSystems.pesel}|${pesel}`);
  const [patient] = await find('Patient', `identifier=${number}&_count=1`);
  if (!patient) return [];
  const visits = await find('Encounter', `patient=${patient.id}&status=finished&_sort=-date&_count=${most}`);
  const places = [...new Set(visits.flatMap((visit) => providerOf(visit) ?? []))];
  const found = places.length === 0 ? [] : await find('Organization', `_id=${places.join(',')}&_count=${most}`);
  const known = new Map(found.map((place) => [place.id, place]));
  return visits.flatMap((visit) => {
    const place = known.get(providerOf(visit) ?? '');
    const { start, end } = (visit.period ?? {}) as { start?: string; end?: string };
    const regon = regonOf(place);
    if (!place || !regon || !start) return [];
    const [from, to] = [polishDay(new Date(start)), polishDay(new Date(end ?? start))];
    const cell = (visit.serviceType as { text?: string } | undefined)?.text;
    return [{ number: visit.id, from, to, provider: { regon, name: String(place.name) }, cell, isStay: to !== from }];
  });
}

const providerOf = ({ serviceProvider }: Shown): string | undefined =>
  /^Organization\/(.+)$/.exec((serviceProvider as { reference?: string } | undefined)?.reference ?? '')?.[1];

const regonOf = (place: Shown | undefined): string | undefined =>
  ((place?.identifier ?? []) as { system?: string; value?: string }[]).find(
    ({ system }) => system === identifierSystems.regon9,
  )?.value;
