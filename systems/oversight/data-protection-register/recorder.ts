/**
 * Fills the register of disclosures from the sealed trail: every way in leaves its event there, so none is forgotten
 * here. Each seal is gone through once; place and rows move in one transaction. Security/requirements C-33.
 */
import { type PatientAtFacility, relationAt, type RelationRow, relationsOfPairs } from '#core/access/grants.ts';
import { relations } from '#core/access/relations.ts';
import { type DisclosedInSeal, disclosedInSeal } from '#core/audit/disclosed.ts';
import type { Database, Tx } from '#core/db/database.ts';
import { type NewDisclosure, registerStore } from './store.ts';

/** Seals of one round: the rest waits, so that a catch-up takes nothing away from people who wait for answers. */
const sealsOfRound = 8;

export interface Recorder {
  /** Goes through all seals that there are; for tests and shutdown. */
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts recording. What failed is tried again at the next turn. */
export function startRecorder(database: Database, onFailure: (error: Error) => void, every = 2_000): Recorder {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();
  const round = async (most: number): Promise<void> => {
    for (let seals = 0; seals < most && !stopped; seals++) if (!(await recordSeal(database))) return;
  };
  const turn = (most: number): Promise<void> => {
    work = work.then(() => round(most)).catch(onFailure);
    return work;
  };
  const tick = (): void => {
    timer = setTimeout(() => void turn(sealsOfRound).then(() => stopped || tick()), every);
    timer.unref();
  };
  tick();
  return {
    catchUp: () => turn(Number.POSITIVE_INFINITY),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await work;
    },
  };
}

/** One seal; false when there is no next one, or another process works. */
function recordSeal(database: Database): Promise<boolean> {
  return database.transaction(async (tx) => {
    const store = registerStore(tx);
    const place = await store.place();
    if (place === undefined) return false;
    const next = String(BigInt(place) + 1n);
    const found = await disclosedInSeal(tx, next);
    if (!found) return false;
    const ties = await tiesOf(tx, found);
    if (found.length > 0) await store.disclose(found.map((one) => disclosureOf(one, ties)));
    await store.move(next);
    return true;
  });
}

type Ties = ReadonlyMap<string, readonly RelationRow[]>;
const pairOf = ({ patient, facility }: DisclosedInSeal): string => `${patient} ${facility}`;

/** What ever tied the facilities of clinicians to the patients whom they saw, asked at once. */
async function tiesOf(tx: Tx, found: readonly DisclosedInSeal[]): Promise<Ties> {
  const pairs = new Map<string, PatientAtFacility>();
  for (const one of found) {
    const { role, patient, facility } = one;
    if (role === 'physician' && facility) pairs.set(pairOf(one), { patient, facility });
  }
  const ties = await relationsOfPairs(tx, [...pairs.values()]);
  return new Map([...pairs.keys()].map((pair, place) => [pair, ties[place] ?? []]));
}

function disclosureOf(one: DisclosedInSeal, ties: Ties): NewDisclosure {
  const { patient, patientId, at, day, type, purpose, event } = one;
  return { patient, patientId, at, day, type, purpose, event, ...recipientOf(one), ground: groundOf(one, ties) };
}

/** Who got the data: the app before the person who used it, a clinician's facility before the clinician. */
function recipientOf(one: DisclosedInSeal): Pick<NewDisclosure, 'kind' | 'recipient' | 'name' | 'person'> {
  const { role, actor, actorName, facility, facilityName, app, appName } = one;
  if (app) return { kind: 'app', recipient: app, name: appName ?? app, person: actorName };
  if (role === 'machine') return { kind: 'system', recipient: actor, name: actorName, person: '' };
  if ((role === 'physician' || role === 'pharmacist') && facility)
    return { kind: 'facility', recipient: facility, name: facilityName ?? facility, person: actorName };
  return { kind: 'person', recipient: actor, name: actorName, person: '' };
}

function groundOf(one: DisclosedInSeal, ties: Ties): string {
  const { role, facility, actor, at } = one;
  if (role === 'machine') return one.isExport ? 'export' : 'scope';
  if (role === 'proxy') return 'delegation';
  // A pharmacy sees what a prescription shows that the patient brought, and nothing else.
  if (role === 'pharmacist') return 'prescription';
  if (role !== 'physician') return 'app';
  if (!facility) return 'none-found';
  const relation = relationAt(ties.get(pairOf(one)) ?? [], { facility, person: actor, at });
  return relation && relation in relations ? relation : 'none-found';
}
