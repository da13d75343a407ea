/** One person signs in at two places between which nobody can travel so fast. */
import { hours, rule, unproven } from '../rule.ts';

interface State {
  last?: { at: number; latitude: number; longitude: number; country: string };
}

const fastest = 900;
/** The table of places is coarse: below this nothing is said. */
const leastKilometres = 300;

export const impossibleTravel = rule<State>({
  name: 'impossible-travel',
  purpose: 'Two sign-ins of one person lie so far apart that nobody travels so fast.',
  source: 'security/requirements.md 4.2: > 900 km/h, coarse offline table, VPN and mobile networks excepted',
  date: '2026-11-26',
  owner: 'security operations',
  status: unproven,
  ...{ severity: 'high', queue: 'security', subject: 'account', quiet: 1 * hours },
  goal: { recall: 0.95, minutes: 0 },
  subjectOf: ({ kind, refused, place, actor }) =>
    kind === 'sign-in' && !refused && place?.kind === 'fixed' ? actor : undefined,
  begin: () => ({}),
  observe(state, { at, place }) {
    if (!place) return undefined;
    const { last } = state;
    const { latitude, longitude, country } = place;
    state.last = { at, latitude, longitude, country };
    if (!last) return undefined;
    const kilometres = distance(last, place);
    // Events of two servers may come in another order than they happened.
    const took = Math.max(Math.abs(at - last.at), 60_000) / hours;
    if (kilometres < leastKilometres || kilometres / took <= fastest) return undefined;
    return {
      kilometres: Math.round(kilometres),
      minutes: Math.round(took * 60),
      ...{ from: last.country, to: country },
    };
  },
});

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Great-circle distance, kilometres (haversine). */
function distance(one: Point, other: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const down = Math.sin(radians(other.latitude - one.latitude) / 2) ** 2;
  const across = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  const part = down + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * across;
  return 2 * 6_371 * Math.asin(Math.min(1, Math.sqrt(part)));
}
