/** Where a network address lies, by the deployer's table: the longest network that holds it. */
import { isIP } from 'node:net';
import type { GeoPlace } from './event.ts';

export type Places = (address: string) => GeoPlace | undefined;

const atMost = 500_000;

/** @throws what `wrong` makes of a line that cannot be read */
export function placesOf(
  table: readonly (GeoPlace & { readonly network: string })[],
  wrong: (says: string) => Error,
): Places {
  if (!Array.isArray(table) || table.length > atMost) throw wrong(`places: a list of at most ${atMost} is expected.`);
  /** By family and length of the prefix, the longest first. */
  const byLength = new Map<string, Map<bigint, GeoPlace>>();
  for (const [at, { network, latitude, longitude, country, kind }] of table.entries()) {
    const [address = '', bits = ''] = String(network).split('/');
    const parsed = numberOf(address);
    const isRight =
      parsed &&
      /^\d{1,3}$/.test(bits) &&
      Number(bits) <= parsed.bits &&
      Math.abs(latitude) <= 90 &&
      Math.abs(longitude) <= 180 &&
      /^[A-Z]{2}$/.test(country) &&
      ['fixed', 'mobile', 'vpn'].includes(kind);
    if (!isRight) throw wrong(`places[${at}]: network, latitude, longitude, country and kind are expected.`);
    const key = `${parsed.bits}/${bits.padStart(3, '0')}`;
    const same = byLength.get(key) ?? new Map<bigint, GeoPlace>();
    same.set(parsed.value >> BigInt(parsed.bits - Number(bits)), { latitude, longitude, country, kind });
    byLength.set(key, same);
  }
  const lengths = [...byLength.keys()].sort().reverse();
  return (address) => {
    const parsed = lengths.length > 0 ? numberOf(address) : undefined;
    if (!parsed) return undefined;
    for (const key of lengths) {
      const [family, bits] = key.split('/').map(Number) as [number, number];
      if (family !== parsed.bits) continue;
      const found = byLength.get(key)?.get(parsed.value >> BigInt(family - bits));
      if (found) return found;
    }
    return undefined;
  };
}

/** An address as a number; an IPv4 address in IPv6 is IPv4. */
function numberOf(address: string): { bits: 32 | 128; value: bigint } | undefined {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').split('%')[0] as string;
  if (isIP(plain) === 4)
    return { bits: 32, value: plain.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
  if (isIP(plain) !== 6 || plain.includes('.')) return undefined;
  const [head = '', tail] = plain.split('::');
  const front = head.split(':').filter(Boolean);
  const back = (tail ?? '').split(':').filter(Boolean);
  const all = tail === undefined ? front : [...front, ...Array(8 - front.length - back.length).fill('0'), ...back];
  return { bits: 128, value: all.reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n) };
}
