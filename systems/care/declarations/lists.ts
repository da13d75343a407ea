/** Pages of declarations: what a facility works through, what the payer follows; with an opaque cursor. */
import { type Call, decidedBy } from '#core/access/actor.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Declarations } from './declarations.ts';
import { patientOf, type PatientRead } from './gather.ts';
import { type Declaration, system, type Waiting } from './model.ts';
import type { Party } from './states.ts';
import type { Place, Row } from './store.ts';

export const pageSize = 50;

export interface Page {
  readonly declarations: readonly Waiting[];
  readonly next?: string;
}

/** @throws Refusal `bad-cursor` */
export function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const instant = typeof at === 'string' ? new Date(at) : undefined;
    const isId = typeof id === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(id);
    if (instant && !Number.isNaN(instant.getTime()) && isId) return { at: instant, id };
  } catch {
    // Told below like any other that we did not give.
  }
  throw new Refusal('invalid', 'bad-cursor', 'The cursor is none that this list gave. Begin without one.');
}

const cursorOf = (at: Date, id: string): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

interface Wanted {
  /** One more than a page. */
  readonly rows: readonly Row[];
  readonly by: 'submittedAt' | 'changedAt';
  readonly party: Party;
  /** With who the patient is: to the facility that was chosen. */
  readonly people: boolean;
}

/** What these rows lead to, which the rules have shown to the caller. */
export async function pageOf(desk: Declarations, record: FhirRecord, call: Call, wanted: Wanted): Promise<Page> {
  const { rows, by, party, people } = wanted;
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  if (!last) return { declarations: [] };
  const own = decidedBy(call, system);
  const query = (ids: readonly string[]) => `_id=${[...new Set(ids)].join(',')}&_count=${pageSize}`;
  const found = await record.search(own, 'EpisodeOfCare', query(page.map(({ id }) => id)));
  const declarations = found.entries.flatMap(({ stored }) => desk.parsed(stored) ?? []);
  const byId = new Map(declarations.map((one) => [one.id, one]));
  const patients = await patientsOf(record, own, people ? declarations : []);
  const inOrder = page.flatMap(({ id }) => byId.get(id) ?? []);
  const shown = inOrder.map(async (one): Promise<Waiting> => {
    const patient = patients.get(one.patient);
    return { ...(await desk.show(call, one, party, patient?.birth)), ...(patient ? whoIs(patient) : {}) };
  });
  const next = rows.length > pageSize ? cursorOf(last[by], last.id) : undefined;
  return { declarations: await Promise.all(shown), ...(next ? { next } : {}) };
}

async function patientsOf(
  record: FhirRecord,
  call: Call,
  of: readonly Declaration[],
): Promise<Map<string, PatientRead>> {
  if (of.length === 0) return new Map();
  const ids = [...new Set(of.map(({ patient }) => patient))];
  const { entries } = await record.search(call, 'Patient', `_id=${ids.join(',')}&_count=${ids.length}`);
  return new Map(entries.map(({ stored }) => [stored.id, patientOf(stored.content, stored.id, stored.version)]));
}

const whoIs = ({ birth, pesel, address, phone, name }: PatientRead) => ({
  ...(name ? { patientName: name } : {}),
  ...(birth ? { birthDate: birth } : {}),
  ...(pesel ? { pesel } : {}),
  ...(address ? { address } : {}),
  ...(phone ? { phone } : {}),
});
