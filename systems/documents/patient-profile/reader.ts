/**
 * Who reads, and as of when. Everything that the profile asks of the record goes through a reader, so that "as it was
 * known then" can be forgotten nowhere. The record decides access and writes the audit; nothing here goes around it.
 */
import type { Actor, Call } from '#core/access/actor.ts';
import type {
  Arrivals,
  Record as FhirRecord,
  OutlineRow,
  SearchPage,
  SiftedVersion,
  SiftOptions,
  Stored,
} from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { type Fhir, parse } from './reading.ts';

export interface Reader {
  /** The instant that the answer speaks of: what every rule takes as now. */
  readonly now: Date;
  /** Whether that instant was asked for: then searches lie within one patient (docs/decisions/0013). */
  readonly past: boolean;
  readonly actor: Actor;
  search(type: string, query: string): Promise<SearchPage>;
  read(type: string, id: string): Promise<Stored>;
  outline(patient: string, types: readonly string[]): Promise<OutlineRow[]>;
  /** The contents of a compartment, each version once: for the search inside documents. */
  sift(patient: string, types: readonly string[], options: Pick<SiftOptions, 'has' | 'take'>): Promise<SiftedVersion[]>;
  /** Days of Warsaw on which something came in or changed, up to `now`. */
  arrivals(patient: string, types: readonly string[]): Promise<Arrivals>;
  /** The same caller, today: only to tell "not known yet" from "not there". */
  today(): Reader;
}

/**
 * A reader of today, or of a past instant.
 * @param asOf an instant with its offset (`2026-03-01T12:00:00Z`), or a day (`2026-03-01`): its end, in Warsaw.
 * @throws Refusal `invalid`: `as-of-unreadable` for what is neither, `as-of-future` for an instant that is yet to come.
 */
export function readerOf(record: FhirRecord, call: Call, today: Date, asOf?: string): Reader {
  const then = asOf === undefined ? undefined : instantOf(asOf, today);
  const options = then ? { asOf: then } : {};
  const told = then ? `_asOf=${encodeURIComponent(then.toISOString())}` : undefined;
  return {
    now: then ?? today,
    past: then !== undefined,
    actor: call.actor,
    // In the query, so that the trail tells of which day was asked; the link to the next page has it already.
    search: (type, query) => record.search(call, type, told && !query.includes('_asOf=') ? `${query}&${told}` : query),
    read: (type, id) => record.read(call, type, id, options),
    outline: (patient, types) => record.outline(call, patient, types, options),
    sift: (patient, types, way) => record.sift(call, patient, types, { ...options, ...way }),
    arrivals: async (patient, types) => {
      const found = await record.arrivals(call, patient, types, 'Europe/Warsaw');
      const last = warsawDay.format(then ?? today);
      return { ...found, days: found.days.filter(({ day }) => day <= last) };
    },
    today: () => readerOf(record, call, today),
  };
}

/**
 * The patient that everything else is about: asked first, so that a refusal comes once.
 * @throws Refusal `not-found` as the record says it; `not-yet-known` when the record did not know this person then.
 */
export async function readPatient(reader: Reader, id: string): Promise<Fhir> {
  try {
    return parse((await reader.read('Patient', id)).content);
  } catch (error) {
    if (!reader.past || !(error instanceof Refusal && error.kind === 'not-found')) throw error;
    await reader.today().read('Patient', id); // refuses as ever when this person is not there, or hidden
    const message = `The record did not know this patient on ${reader.now.toISOString()}. Choose a later day.`;
    const pl = 'Wtedy nie było jeszcze żadnych danych tej osoby. Wybierz późniejszy dzień.';
    throw new Refusal('not-found', 'not-yet-known', { message, pl });
  }
}

const aDay = /^\d{4}-\d{2}-\d{2}$/;
const anInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

function instantOf(text: string, today: Date): Date {
  const typed = text.replace(/ (?=\d{2}:\d{2}$)/, '+'); // a plus that an address turned into a space
  const asked = aDay.test(typed) ? endOfDay(typed) : anInstant.test(typed) ? new Date(typed) : undefined;
  if (!asked || Number.isNaN(asked.getTime()) || !isDate(typed)) {
    const message =
      'asOf must be a day such as 2026-03-01, or an instant with its offset such as 2026-03-01T12:00:00Z.';
    const pl = 'Podaj dzień, na przykład 2026-03-01.';
    throw new Refusal('invalid', 'as-of-unreadable', { message, pl });
  }
  if (asked <= today) return asked;
  if (typed === warsawDay.format(today)) return today;
  const pl = 'Ten dzień jeszcze nie nadszedł: nie wiadomo, co wtedy będzie wiadomo. Wybierz dzień do dziś.';
  const message = 'asOf is yet to come: choose today or an earlier day.';
  throw new Refusal('invalid', 'as-of-future', { message, pl });
}

const warsawDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Warsaw', dateStyle: 'short' });
const warsawOffset = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Warsaw', timeZoneName: 'longOffset' });

/** 30 February is no day, although Date takes it for one in March. */
const isDate = (text: string): boolean => {
  const day = text.slice(0, 10);
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === day;
};

/** The last millisecond of a day in Warsaw. */
function endOfDay(day: string): Date | undefined {
  const noon = new Date(`${day}T23:00:00Z`);
  if (Number.isNaN(noon.getTime())) return undefined;
  const offset = /GMT([+-]\d{2}:\d{2})/.exec(warsawOffset.format(noon))?.[1] ?? '+01:00';
  return new Date(`${day}T23:59:59.999${offset}`);
}
