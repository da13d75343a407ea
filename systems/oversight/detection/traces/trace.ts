/**
 * Synthetic traces: seeded working days of made-up clinicians and one provider's system, and attacks on them. What is
 * ordinary but looks odd is in them on purpose: epidemics, cover for a colleague, the batch at the end of a quarter,
 * vaccination days, newcomers, duties at night. security/requirements.md 4.3
 */
import { type GeoPlace, neverExplained, type Seen } from '../event.ts';
import { days, hours, minutes } from '../rule.ts';

/** mulberry32: the same seed, the same trace. */
export function drawsOf(seed: number) {
  let state = (seed * 0x9e3779b1) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (limit: number): number => Math.floor(next() * limit),
    chance: (part: number): boolean => next() < part,
    /** Around a mean, never below nought. */
    some: (mean: number): number => Math.max(0, Math.round(mean + (next() + next() + next() - 1.5) * mean * 0.7)),
  };
}
export type Draws = ReturnType<typeof drawsOf>;

/** Monday, 7 September 2026, 00:00 in Poland. */
export const firstDay = Date.parse('2026-09-06T22:00:00Z');

export const warsaw: GeoPlace = { latitude: 52.2, longitude: 21, country: 'PL', kind: 'fixed' };
export const krakow: GeoPlace = { latitude: 50.1, longitude: 19.9, country: 'PL', kind: 'fixed' };
export const london: GeoPlace = { latitude: 51.5, longitude: -0.1, country: 'GB', kind: 'fixed' };
export const singapore: GeoPlace = { latitude: 1.3, longitude: 103.8, country: 'SG', kind: 'fixed' };

export type Partial1 = Partial<Seen> & { readonly at: number };

let numbers = 0;
/** An event that is valid by default. */
export const event = (said: Partial1): Seen => ({
  ...{ sequence: String(++numbers), kind: 'read', refused: false, reason: '', actor: 'a', actorName: 'A' },
  ...{ role: 'physician', facility: 'f', source: '192.0.2.1', patients: [], unexplained: [], target: '' },
  ...said,
});

export const signInOf = (actor: string, at: number, said: Partial<Seen> = {}): Seen =>
  event({ at, kind: 'sign-in', actor, role: said.refused ? 'patient' : 'physician', ...said });

/** Opens one record: some events, and what becomes of it when nothing explains it in 72 hours. */
export function opens(
  draws: Draws,
  actor: string,
  patient: string,
  at: number,
  tie: 'explained' | 'later' | 'never',
): Seen[] {
  const unexplained = tie === 'explained' ? [] : [patient];
  const events = Array.from({ length: 1 + draws.below(3) }, (_, step) =>
    event({ at: at + step * 4_000, actor, patients: [patient], unexplained, target: `Patient/${patient}` }),
  );
  if (tie === 'never') events.push(event({ at: at + 72 * hours, kind: neverExplained, actor, unexplained: [patient] }));
  return events;
}

interface Clinician {
  readonly id: string;
  readonly first: number;
  readonly begins: number;
  readonly perHour: number;
  readonly source: string;
}

/** The working days of some clinicians, ordered by time. */
export function ordinaryDays(seed: number, people: number, length: number): Seen[] {
  const draws = drawsOf(seed);
  const events: Seen[] = [];
  for (let number = 0; number < people; number++) {
    const clinician: Clinician = {
      id: `doctor-${number}`,
      // A few join later.
      first: number % 15 === 7 ? Math.floor(length / 2) : 0,
      begins: [7, 8, 8, 9, 13, 14][number % 6] as number,
      perHour: 3 + draws.below(4),
      source: `192.0.2.${Math.floor(number / 10)}`,
    };
    for (let day = clinician.first; day < length; day++) events.push(...dayOf(draws, clinician, number, day));
  }
  return inOrder(events);
}

function dayOf(draws: Draws, clinician: Clinician, number: number, day: number): Seen[] {
  const weekend = day % 7 >= 5;
  const onDuty = (day + number) % 9 === 0;
  if (weekend && !onDuty) return [];
  // A week of epidemic, cover for a colleague, a batch at the end of the quarter, a day of vaccinations.
  const epidemic = day >= 21 && day < 28 ? 1.5 : 1;
  const covers = draws.chance(0.04);
  const busy = epidemic * (covers ? 2 : 1) * (draws.chance(0.01) ? 3 : 1);
  const from = firstDay + day * days + (onDuty ? 20 : clinician.begins) * hours;
  const events = comesIn(draws, clinician, from + draws.below(20) * minutes);
  for (let hour = 0; hour < (onDuty ? 10 : 8); hour++) {
    const count = draws.some(clinician.perHour * busy * (onDuty ? 0.4 : 1));
    for (let visit = 0; visit < count; visit++) {
      const at = from + hour * hours + draws.below(3_600) * 1000;
      const strange = draws.chance(covers ? 0.1 : 0.05);
      const tie = strange ? (draws.chance(0.93) ? 'later' : 'never') : 'explained';
      events.push(...opens(draws, clinician.id, `${number}-${draws.below(4_000)}`, at, tie));
    }
  }
  if (day === 23 && number % 4 === 0) {
    for (let row = 0; row < 100; row++)
      events.push(...opens(draws, clinician.id, `${number}-${row}`, from + 7 * hours + row * 15_000, 'explained'));
  }
  if (onDuty && draws.chance(0.1))
    events.push(event({ at: from + hours, kind: 'begin-emergency-access', actor: clinician.id }));
  return events;
}

/** Signs in, now and then with a slip of the fingers; a few are sometimes abroad, and take the time that it takes. */
function comesIn(draws: Draws, { id, source }: Clinician, at: number): Seen[] {
  const slips = draws.chance(0.06) ? 1 + draws.below(3) : 0;
  const where = draws.chance(0.01) ? { source: '198.51.100.7', place: london } : { source, place: warsaw };
  return [
    ...Array.from({ length: slips }, (_, slip) => signInOf(id, at + slip * 9_000, { ...where, refused: true })),
    signInOf(id, at + slips * 9_000 + 5_000, where),
    // A program that asks again and again for what was deleted.
    ...Array.from({ length: draws.chance(0.02) ? 30 : draws.below(2) }, (_, again) =>
      event({
        at: at + 60_000 + again * 5_000,
        actor: id,
        refused: true,
        reason: 'deleted',
        target: `Observation/${id}`,
      }),
    ),
  ];
}

/** Days of one provider's system: office hours, quiet nights, a batch at two. */
export function machineDays(seed: number, length: number): Seen[] {
  const draws = drawsOf(seed + 77);
  const events: Seen[] = [];
  for (let minute = 0; minute < length * 24 * 60; minute++) {
    const hour = Math.floor(minute / 60) % 24;
    const office = hour >= 7 && hour < 18 && Math.floor(minute / 1_440) % 7 < 5;
    const batch = hour === 2 && minute % 60 < 10;
    events.push(...machineMinute(draws, firstDay + minute * minutes, draws.some(batch ? 90 : office ? 9 : 1.5), 0.02));
  }
  return inOrder(events);
}

export function machineMinute(draws: Draws, at: number, count: number, failing: number, people = 2_000): Seen[] {
  return Array.from({ length: count }, (_, number) => {
    const patient = `m-${draws.below(people)}`;
    const refused = draws.chance(failing);
    return event({
      ...{ at: at + Math.floor((number * 60_000) / count), role: 'machine', actor: 'provider-1', facility: '' },
      ...{ patients: refused ? [] : [patient], refused, reason: refused ? 'unknown-resource' : '' },
      // The same few things that are not there any more.
      target: refused ? `Encounter/${draws.below(5)}` : patient,
    });
  });
}

export const inOrder = (events: Seen[]): Seen[] => events.sort((one, other) => one.at - other.at);
