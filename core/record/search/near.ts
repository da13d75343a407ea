/**
 * `Location?near=latitude|longitude|distance|units`: places within a distance, by the way as the crow flies.
 * https://hl7.org/fhir/R4/location.html#search. No index leads there: every Location that other criteria leave is asked.
 */
import { content } from './content.ts';
import type { Criterion } from './criteria.ts';
import { badParameter, printable } from './limits.ts';
import { splitAlternatives } from './query-string.ts';
import { metricKin } from './units.ts';

/** R4 leaves the distance to the server when none is said. */
const usual = 50;
/** In km; the plane on which it is reckoned is bent beyond. */
const farthest = 1_000;
/** Kilometres of a degree of latitude, of the sphere with the Earth's mean radius. */
const degree = (6_371.0088 * Math.PI) / 180;

/** @throws Refusal `invalid` that says how to write it. */
export function nearCriterion(name: string, value: string): Criterion {
  if (name !== 'near') throw badParameter(name, 'takes no modifier.', 'unsupported-modifier');
  return content(splitAlternatives(name, value).map((one) => circle(name, one)));
}

function circle(name: string, value: string): string {
  const [latitude = '', longitude = '', distance = '', units = '', ...more] = value.split('|');
  const [lat, lon] = [decimal(latitude, 90), decimal(longitude, 180)];
  const km = distance === '' ? usual : inKilometres(name, decimal(distance, Number.MAX_SAFE_INTEGER), units);
  if (lat === undefined || lon === undefined || km === undefined || km < 0 || km > farthest || more.length > 0) {
    const says = `'${printable(value)}' is no place. Write latitude|longitude|distance|units, as 50.06|19.94|5|km,`;
    throw badParameter(name, `${says} with at most ${farthest} km.`);
  }
  // A degree of longitude is the shorter, the farther from the equator.
  const parallel = degree * Math.cos((lat * Math.PI) / 180);
  const north = `((@."latitude" - ${plain(lat)}) * ${plain(degree)})`;
  const within = turns(lon, km / parallel).map((at) => {
    const east = `((@."longitude" - ${plain(at)}) * ${plain(parallel)})`;
    return `${north} * ${north} + ${east} * ${east} <= ${plain(km * km)}`;
  });
  return `$."position" ? (${within.join(' || ')})`;
}

/** Where 180 degrees east meet 180 degrees west, a circle goes on at the other end of the numbers. */
function turns(lon: number, reach: number): number[] {
  return [lon, ...(lon + reach > 180 ? [lon - 360] : []), ...(lon - reach < -180 ? [lon + 360] : [])];
}

function decimal(text: string, most: number): number | undefined {
  const value = /^[+-]?\d{1,9}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
  return value !== undefined && Math.abs(value) <= most ? value : undefined;
}

/** A literal of the path language; a negative one stands in parentheses. */
const plain = (value: number): string => (value < 0 ? `(${value.toFixed(9)})` : value.toFixed(9));

function inKilometres(name: string, distance: number | undefined, units: string): number | undefined {
  if (distance === undefined || units === '' || units === 'km') return distance;
  const convert = units.includes('/') ? undefined : metricKin(units).find(({ code }) => code === 'km')?.convert;
  if (!convert) throw badParameter(name, `'${printable(units)}' is no length. Write km, m or [mi_us].`);
  return convert(distance);
}
