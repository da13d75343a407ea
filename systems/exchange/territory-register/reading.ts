/** Verification of addresses to the street, and lookups in the territorial division: over HTTP and in process. */
import type { Tx } from '#core/db/database.ts';
import { type AsOf, entryReading } from '#core/registers/entry-reading.ts';
import { fold } from '#libs/fhir/search/values.ts';
import { type AddressQuestion, type AddressVerdict, type Place, register, type Street, type Unit } from './model.ts';
import { isCalled, spellings } from './streets.ts';

const reading = entryReading(register);

export interface TerritoryRegister {
  /**
   * Whether an address exists to the street, by names or numbers: in the newest state, as GUS verifies it, or in that
   * of the day `known`. @throws Refusal `no-edition`, `bad-day`
   */
  verify(tx: Tx, question: AddressQuestion, known?: string): Promise<AddressVerdict>;
  /** Voivodeship, county and gmina of a TERC of seven digits, as far as they are there. @throws Refusal `no-edition` */
  unitsOf(tx: Tx, terc: string, known?: string): Promise<Unit[]>;
}

const words: { readonly [answer in AddressVerdict['answer']]: AddressVerdict['says'] } = {
  confirmed: { pl: 'Adres istnieje.', en: 'The address exists.' },
  ambiguous: {
    pl: 'Jest kilka takich miejsc: podaj województwo, powiat lub gminę albo identyfikator.',
    en: 'There are several such places: say the voivodeship, county or gmina, or the number.',
  },
  'no-such-place': { pl: 'Nie ma takiej miejscowości.', en: 'There is no such place.' },
  'no-such-street': { pl: 'W tej miejscowości nie ma takiej ulicy.', en: 'The place has no such street.' },
};

const mostCandidates = 20;

const verdict = (
  answer: AddressVerdict['answer'],
  more: Omit<Partial<AddressVerdict>, 'answer'> = {},
): AddressVerdict => ({
  ...{ answer, candidates: [], ...more, says: words[answer] },
});

async function unitsOf(tx: Tx, terc: string, known?: AsOf): Promise<Unit[]> {
  const ids = [terc.slice(0, 2), terc.slice(0, 4), terc];
  const found = await Promise.all(ids.map((id) => reading.entry<Unit>(tx, 'unit', id, known)));
  return found.filter((one) => one !== undefined);
}

/** Places of this name or number that lie in what is named above them. */
async function placesOf(tx: Tx, question: AddressQuestion, known: AsOf): Promise<Place[]> {
  const { simc, place } = question;
  if (simc !== undefined) {
    const found = await reading.entry<Place>(tx, 'place', simc, known);
    return found ? [found] : [];
  }
  if (place === undefined || fold(place) === '') return [];
  let found = await reading.named<Place>(tx, 'place', place, known);
  for (const [name, digits] of [
    [question.voivodeship, 2],
    [question.county, 4],
    [question.commune, 7],
  ] as const) {
    if (name === undefined || found.length === 0) continue;
    const units = /^\d{2,7}$/.test(name) ? [{ id: name }] : await reading.named<Unit>(tx, 'unit', name, known);
    const within = units.map(({ id }) => id).filter((id) => id.length === digits);
    found = found.filter(({ terc }) => within.some((id) => terc.startsWith(id)));
  }
  // A place and its parts of the same name are one answer: the place.
  const whole = found.filter(({ id, basic }) => id === basic);
  return whole.length > 0 ? whole : found;
}

async function verify(tx: Tx, question: AddressQuestion, day?: string): Promise<AddressVerdict> {
  const known = await reading.asOf(tx, day);
  const places = await placesOf(tx, question, known);
  const [place] = places;
  if (!place) return verdict('no-such-place');
  if (places.length > 1) return verdict('ambiguous', { candidates: places.slice(0, mostCandidates) });
  const units = await unitsOf(tx, place.terc, known);
  const { ulic, street: typed } = question;
  if (ulic !== undefined) {
    const street = await reading.entry<Street>(tx, 'street', `${place.id}-${ulic}`, known);
    return street ? verdict('confirmed', { place, street, units }) : verdict('no-such-street', { place, units });
  }
  if (typed === undefined || fold(typed) === '') return verdict('confirmed', { place, units });
  const near = await Promise.all(
    spellings(typed)
      .filter((one) => fold(one) !== '')
      .map((one) => reading.within<Street>(tx, { kind: 'place', id: place.id }, 'street', one, known)),
  );
  const candidates = [...new Map(near.flat().map((one) => [one.id, one])).values()];
  const called = candidates.filter((one) => isCalled(one, typed));
  const [street] = called;
  if (!street) return verdict('no-such-street', { place, units, candidates: candidates.slice(0, mostCandidates) });
  if (called.length > 1) return verdict('ambiguous', { place, units, candidates: called.slice(0, mostCandidates) });
  return verdict('confirmed', { place, street, units });
}

export const territoryRegister: TerritoryRegister = { verify, unitsOf };
