/** What the rules of "Brakuje / Sprzeczne" need beyond the overview's own questions: a few small searches, bounded. */
import { codes, dateOf, type Fhir, list, words } from '../reading.ts';
import type { Reader } from '../reader.ts';
import { findAll } from '../reads.ts';
import { bloodGroupCodes } from './contradictions.ts';
import { atcOf, familiesOf } from './families.ts';
import { waited } from './orders.ts';
import type { GapFacts } from './rule.ts';

export type GatheredForGaps = Pick<GapFacts, 'orders' | 'answers' | 'bloodGroups' | 'stopped' | 'tolerated'>;

const most = { orders: 60, answers: 200, groups: 20, stopped: 50, dispensed: 100 };

/** `intolerances` are read by the overview at the same time; the rest of the questions do not wait for them. */
export async function gatherForGaps(
  reader: Reader,
  patient: string,
  intolerances: Promise<readonly Fhir[]>,
): Promise<GatheredForGaps> {
  const of = `patient=${encodeURIComponent(patient)}`;
  const ask = async (type: string, query: string, count: number): Promise<Fhir[]> =>
    (await findAll(reader, type, `${of}&${query}`, count)).resources;
  const orders = ask('ServiceRequest', '_sort=-authored', most.orders);
  const [asked, answers, bloodGroups, statements, requests, tolerated] = await Promise.all([
    orders,
    orders.then((read) => answersTo(ask, read, reader.now)),
    ask('Observation', `code=${bloodGroupCodes.join(',')}`, most.groups),
    ask('MedicationStatement', 'status=stopped,not-taken,on-hold', most.stopped),
    ask('MedicationRequest', 'status=stopped&_sort=-authoredon', most.stopped),
    intolerances.then((read) => tolerance(ask, read)),
  ]);
  return { orders: asked, answers, bloodGroups, stopped: [...statements, ...requests], tolerated };
}

type Ask = (type: string, query: string, count: number) => Promise<Fhir[]>;

/** Nothing is asked while no order is old enough to wait for. */
async function answersTo(ask: Ask, orders: readonly Fhir[], now: Date): Promise<Fhir[]> {
  const waiting = orders.filter((order) => waited(order, now));
  if (waiting.length === 0) return [];
  const ids = waiting.map(({ id }) => `ServiceRequest/${id}`).join(',');
  const oldest = waiting.map((order) => dateOf(order)?.slice(0, 10) ?? '').sort()[0];
  const wanted = [...new Set(waiting.flatMap((order) => [order.code, ...list(order.orderDetail)].flatMap(codes)))];
  const coded = wanted.filter((code) => /^[A-Za-z0-9.-]{1,30}$/.test(code)).join(',');
  const found = await Promise.all([
    ...['Observation', 'DiagnosticReport', 'Procedure'].map((type) => ask(type, `based-on=${ids}`, most.answers)),
    ask('Encounter', `based-on=${ids}`, most.answers),
    ...(coded
      ? ['Observation', 'DiagnosticReport', 'Procedure'].map((type) =>
          ask(type, `code=${coded}&date=ge${oldest}`, most.answers),
        )
      : []),
  ]);
  return found.flat();
}

/** What was given out of families that the patient is allergic to: by codes, since dispensings may be thousands. */
async function tolerance(ask: Ask, intolerances: readonly Fhir[]): Promise<Fhir[]> {
  const wanted = intolerances.flatMap((one) => {
    const allergen = { atc: atcOf(codes(one.code)), name: words(one.code) ?? '' };
    const own = allergen.atc && allergen.atc.length === 7 ? [allergen.atc] : [];
    return [...own, ...familiesOf(allergen).flatMap((family) => family.codes)];
  });
  if (wanted.length === 0) return [];
  return ask('MedicationDispense', `code=${[...new Set(wanted)].join(',')}`, most.dispensed);
}
