/**
 * What the Fund told becomes ExplanationOfBenefit in the record: new ones created, changed ones corrected, those that
 * it no longer names cancelled. Told twice, nothing changes: no version is written for what is the same.
 */
import { decidedBy, platformActor, type Call } from '#core/access/actor.ts';
import type { FhirRecord } from '#core/record/index.ts';
import type { Resource } from '#core/record/record.ts';
import { polishDay } from '#core/registers/days.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { explanationOf } from './mapping.ts';
import { profile, type Service, serviceNumbers, system, type Told } from './model.ts';
import { type Registered, sameVisits } from './same-visit.ts';

/** What the system does by itself, in the background. */
export const ownCall: Call = {
  actor: platformActor(system),
  source: 'local',
  trace: system,
};

type Kept = Resource & { readonly id: string };

/** Writes what was told. @returns how many resources changed */
export async function keep(record: FhirRecord, patient: string, told: Told, now: Date): Promise<number> {
  const known = await keptOf(record, patient);
  const organizations = await organizationsOf(record, told.services);
  const organizationOf = ({ provider: { regon } }: Service) => (regon ? organizations.get(regon) : undefined);
  const visits = sameVisits(
    told.services
      .filter(({ kind }) => kind !== 'recepta')
      .map((one) => ({
        ...{ number: one.number, day: one.from, isStay: one.kind === 'pobyt' },
        organization: organizationOf(one),
      })),
    await eventsOf(record, patient, told.services),
  );
  let changed = 0;
  const call = decidedBy(ownCall, system);
  for (const service of told.services) {
    const before = known.get(service.number);
    known.delete(service.number);
    const made = explanationOf(service, {
      ...{ patient, simulated: told.simulated, created: (before?.created as string | undefined) ?? now.toISOString() },
      ...{ organization: organizationOf(service), encounter: visits.get(service.number) },
    });
    const { outcome } = before
      ? await record.update(call, { ...made, id: before.id })
      : await record.create(call, made, { ifNoneExist: criteria(patient, service.number) });
    if (outcome !== 'unchanged') changed++;
  }
  // What the Fund no longer names it took back; but only a whole answer says so.
  if (!told.complete || told.unreadable > 0) return changed;
  for (const gone of known.values()) {
    if (gone.status === 'cancelled') continue;
    await record.update(call, { ...gone, status: 'cancelled' });
    changed++;
  }
  return changed;
}

const criteria = (patient: string, number: string): string =>
  `patient=${encodeURIComponent(patient)}&identifier=${encodeURIComponent(`${serviceNumbers}|${number}`)}`;

/** All resources of a search. */
async function all(record: FhirRecord, type: string, query: string): Promise<Kept[]> {
  const found: Kept[] = [];
  for (let next: string | undefined = `${query}&_count=500`; next !== undefined; ) {
    const page: Awaited<ReturnType<FhirRecord['search']>> = await record.search(ownCall, type, next);
    for (const { stored } of page.entries) found.push(JSON.parse(stored.content) as Kept);
    next = page.entries.length > 0 ? page.next : undefined;
  }
  return found;
}

/** What is in the record already, by the Fund's number. */
async function keptOf(record: FhirRecord, patient: string): Promise<Map<string, Kept>> {
  const query = `patient=${encodeURIComponent(patient)}&_profile=${encodeURIComponent(profile)}`;
  const kept = await all(record, 'ExplanationOfBenefit', query);
  return new Map(
    kept.map((one) => [(one.identifier as { system: string; value: string }[])[0]?.value ?? one.id, one] as const),
  );
}

/** Organizations of the record, by the REGON that the Fund says. */
async function organizationsOf(record: FhirRecord, services: readonly Service[]): Promise<Map<string, string>> {
  const wanted = [...new Set(services.flatMap(({ provider: { regon } }) => regon ?? []))];
  const found = new Map<string, string>();
  const { regon9, regon14 } = identifierSystems;
  for (let at = 0; at < wanted.length; at += 50) {
    const asked = wanted.slice(at, at + 50).map((value) => `${value.length === 14 ? regon14 : regon9}|${value}`);
    for (const { id, identifier } of await all(
      record,
      'Organization',
      `identifier=${encodeURIComponent(asked.join(','))}`,
    ))
      for (const { value } of identifier as { value?: string }[]) if (value) found.set(value, id);
  }
  return found;
}

/** Events of the days that the services name. */
async function eventsOf(record: FhirRecord, patient: string, services: readonly Service[]): Promise<Registered[]> {
  const days = services.flatMap(({ from }) => (from?.length === 10 ? from : [])).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const query = `patient=${encodeURIComponent(patient)}&date=ge${first}&date=le${last}`;
  return (await all(record, 'Encounter', query))
    .filter(({ status }) => status !== 'entered-in-error' && status !== 'cancelled')
    .map(({ id, period, serviceProvider }) => {
      const { start, end } = (period ?? {}) as { start?: string; end?: string };
      const to = (serviceProvider as { reference?: string } | undefined)?.reference;
      return {
        ...{ id, organization: to?.startsWith('Organization/') ? to.slice('Organization/'.length) : undefined },
        ...{ from: warsawDay(start), to: warsawDay(end) },
      };
    });
}

const warsawDay = (at: string | undefined): string | undefined =>
  at === undefined || at.length <= 10 ? at : polishDay(new Date(at));
