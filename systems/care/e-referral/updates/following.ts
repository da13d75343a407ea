/**
 * SAS on the change feed: medical events move referrals on, and back when they are cancelled; recommendations of
 * vaccinations become referrals by themselves. What it does is the same when done twice.
 */
import { type Call, decidedBy, platformActor } from '#core/access/actor.ts';
import type { Consumer, FeedChange, Look } from '#core/feed/index.ts';
import type { Key } from '#core/record/keys.ts';
import type { Record as FhirRecord, Resource } from '#core/record/record.ts';
import { type Referral, system } from '../model.ts';
import type { Held, Moving, Referrals } from '../referrals.ts';
import type { Row } from '../store.ts';
import { type FollowingNeeds, issueRecommended } from './recommended.ts';
import { basesOf, type Event, eventOf, eventTypes, isVaccineOf, progressOf, settled } from './progress.ts';

export const ownCall: Call = { actor: platformActor(system), source: 'local', trace: 'referral-updates' };

export const referralUpdates = (needs: FollowingNeeds): Consumer => ({
  name: 'referral-updates',
  types: [...eventTypes, 'ServiceRequest', 'ImmunizationRecommendation'],
  concurrency: 4,
  async handle(changes, _signal, look) {
    const [{ patient } = { patient: '0' }] = changes;
    await issueRecommended(needs, ownCall, changes);
    const bringsOne = changes.some(({ entries }) => entries.some(({ type }) => !isEventType(type)));
    // Nearly everybody is somebody without referrals.
    if (bringsOne || (await whoHasSome(needs, look)).has(patient)) await follow(needs, patient, changes);
  },
});

/** By the look that read the changes: asked once for all whose changes were read together. */
const asked = new WeakMap<Look, Promise<ReadonlySet<Key>>>();

function whoHasSome({ desk }: FollowingNeeds, look: Look): Promise<ReadonlySet<Key>> {
  const known = asked.get(look) ?? desk.store.haveLiving(look.patients);
  asked.set(look, known);
  return known;
}

async function follow({ desk, record }: FollowingNeeds, patient: Key, changes: readonly FeedChange[]): Promise<void> {
  const rows = await desk.store.living(patient);
  if (rows.length === 0) return;
  const entries = changes.flatMap((change) => change.entries);
  const touched = new Map<string, string>();
  for (const { type, id } of entries) if (isEventType(type)) touched.set(`${type}/${id}`, type);
  const living = await readAll(record, [...touched.keys()]);
  const affected = new Set(await desk.store.linkedTo(patient, [...touched.keys()]));
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const resource of living.values()) {
    for (const id of await referralsOf(desk, rows, resource)) {
      await desk.store.link(patient, id, `${resource.resourceType}/${resource.id}`);
      affected.add(id);
    }
  }
  const late = changes.flatMap((change) =>
    change.entries.flatMap((entry) => (isLate(known, change, entry) ? [entry.id] : [])),
  );
  for (const id of late) {
    for (const name of await eventsBefore(record, id)) await desk.store.link(patient, id, name);
    affected.add(id);
  }
  for (const id of affected) if (known.has(id)) await settle({ desk, record }, id);
}

const isEventType = (type: string): boolean => (eventTypes as readonly string[]).includes(type);

/** A referral that was brought in later than it was issued: its events may have come before it. */
const isLate = (known: ReadonlyMap<string, Row>, { at }: FeedChange, entry: FeedChange['entries'][number]): boolean => {
  const row = entry.type === 'ServiceRequest' && entry.method === 'create' ? known.get(entry.id) : undefined;
  return row !== undefined && at.getTime() - row.issuedAt.getTime() > 60_000;
};

/** The referrals of the patient that a resource speaks of, by itself or, for vaccinations, by what was given. */
async function referralsOf(desk: Referrals, rows: readonly Row[], resource: Resource): Promise<string[]> {
  const said = basesOf(resource);
  const event = resource.resourceType === 'Immunization' ? eventOf(resource) : undefined;
  if (!event) return said;
  const found: string[] = [];
  for (const { id } of rows.filter(({ kind }) => kind === 'vaccination')) {
    const { referral } = await desk.open(ownCall, id);
    if (isVaccineOf(referral, event)) found.push(id);
  }
  return [...said, ...found];
}

/** Those of these resources that live, by name. */
async function readAll(record: FhirRecord, names: readonly string[]): Promise<Map<string, Resource>> {
  const byType = Map.groupBy(names, (name) => name.slice(0, name.indexOf('/')));
  const found = new Map<string, Resource>();
  for (const [type, ofType] of byType) {
    for (let from = 0; from < ofType.length; from += 100) {
      const ids = ofType.slice(from, from + 100).map((name) => name.slice(type.length + 1));
      const { entries } = await record.search(ownCall, type, `_id=${ids.join(',')}&_count=${ids.length}`);
      for (const { stored } of entries) {
        const resource = JSON.parse(stored.content) as Resource;
        found.set(`${type}/${stored.id}`, resource);
      }
    }
  }
  return found;
}

async function eventsBefore(record: FhirRecord, id: string): Promise<string[]> {
  const names: string[] = [];
  for (const type of eventTypes.filter((one) => one !== 'Immunization')) {
    const { entries } = await record.search(ownCall, type, `based-on=ServiceRequest/${id}&_count=100`);
    names.push(...entries.map(({ stored }) => `${type}/${stored.id}`));
  }
  return names;
}

/** Brings a referral to where its events say that it is. A race is told by the record, and the feed comes again. */
async function settle({ desk, record }: FollowingNeeds, id: string): Promise<void> {
  const held = await desk.open(ownCall, id);
  const names = await desk.store.eventsOf(held.row.patient, id);
  const resources = await readAll(record, names);
  const events = [...resources.values()].flatMap((resource) => eventOf(resource) ?? []);
  const placed = await withFacilities(record, events, resources);
  const progress = progressOf(held.referral, placed);
  const move = settled(held.referral, progress, { expired: desk.expired(held.referral) });
  if (!move) return;
  const moving = await movingOf(desk, held, progress?.by);
  // A referral can only be held by somebody: an event that says nowhere who does it waits until one does.
  const needsHolder = move === 'accept' || move === 'complete';
  if (needsHolder && moving.provider === undefined && held.referral.provider === undefined) return;
  await desk.move(ownCall, held, move, moving);
}

/** Procedures and results often name their visit instead of the facility. */
async function withFacilities(record: FhirRecord, events: readonly Event[], resources: ReadonlyMap<string, Resource>) {
  const visitOf = ({ name }: Event) =>
    (resources.get(name)?.encounter as { reference?: string } | undefined)?.reference;
  const wanted = events.flatMap((event) => {
    const visit = event.facility === undefined ? visitOf(event) : undefined;
    return visit?.startsWith('Encounter/') && !resources.has(visit) ? [visit] : [];
  });
  const visits = await readAll(record, [...new Set(wanted)]);
  return events.map((event): Event => {
    const visit = visitOf(event);
    const place = visit === undefined ? undefined : (visits.get(visit) ?? resources.get(visit));
    const facility = event.facility ?? (place && eventOf(place)?.facility);
    return facility === undefined ? event : { ...event, facility };
  });
}

async function movingOf(desk: Referrals, { referral }: Held, event: Event | undefined): Promise<Moving> {
  const basis = event ? { basis: event.name } : {};
  if (referral.provider || event?.facility === undefined) return { by: 'event', ...basis };
  const { id, name } = await desk.gather.facility(decidedBy(ownCall, system), event.facility);
  const provider: Referral['provider'] = { id, name };
  return { by: 'event', ...basis, provider, facility: provider, acceptedBy: 'event' };
}
