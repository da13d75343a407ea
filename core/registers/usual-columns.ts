/** Columns that many publications have: addresses, and from and to when something holds. */
import { isNip } from '#libs/polish-identifiers/nip.ts';
import { isRegon } from '#libs/polish-identifiers/regon.ts';
import { type Fields, present } from './fields.ts';
import type { Held, Period } from './standing.ts';
import type { Fault } from './table.ts';

export interface Address {
  readonly street?: string;
  readonly postalCode?: string;
  readonly city?: string;
  /** TERYT: gmina, place. */
  readonly terc?: string;
  readonly simc?: string;
}

export const addressColumns = {
  street: ['ulica', 'adres', 'ulica i numer'],
  postalCode: ['kod pocztowy'],
  city: ['miejscowość', 'miejscowosc'],
  terc: ['terc', 'kod terytorialny', 'teryt'],
  simc: ['simc', 'identyfikator miejscowości'],
} as const;

export const periodColumns = {
  from: ['data rozpoczęcia działalności', 'data rozpoczęcia', 'data wydania zezwolenia', 'data uzyskania prawa', 'od'],
  to: ['data zakończenia działalności', 'data zakończenia', 'data wygaśnięcia', 'do'],
  suspendedFrom: ['zawieszona od', 'zawieszone od', 'nieczynna od'],
  suspendedTo: ['zawieszona do', 'zawieszone do', 'nieczynna do'],
} as const;

/** Names of the columns of an address, as demonstrations and tests write them. */
export const addressHeader = 'Ulica;Kod pocztowy;Miejscowość;TERC;SIMC';

export const addressIn = (row: Fields): Address =>
  present({
    ...{ street: row.text('street'), postalCode: row.text('postalCode'), city: row.text('city') },
    ...{ terc: row.text('terc'), simc: row.text('simc') },
  });

export function heldIn(row: Fields, fault: Fault): Held {
  const from = row.day('suspendedFrom');
  const suspended = from === undefined ? undefined : present({ from, to: row.day('suspendedTo') });
  if (suspended?.to !== undefined && suspended.to < suspended.from) fault('The suspension ends before it begins.');
  return present({ ...periodIn(row, fault), suspended });
}

function periodIn(row: Fields, fault: Fault): Period {
  const [from, to] = [row.day('from') ?? '', row.day('to')];
  if (from === '') fault(`There is nothing in '${periodColumns.from[0]}' (or its other names).`);
  if (to !== undefined && to < from) fault('It ends before it begins.');
  return present({ from, to });
}

/** Who runs what has a permit. */
export interface Owner {
  readonly name: string;
  readonly nip?: string;
  readonly regon?: string;
}

export const ownerColumns = {
  owner: ['właściciel', 'podmiot prowadzący', 'przedsiębiorca'],
  nip: ['nip'],
  regon: ['regon'],
} as const;

export const ownerIn = (row: Fields): Owner =>
  present({
    name: row.needed('owner'),
    nip: row.validOrNone('nip', 'NIP', isNip),
    regon: row.validOrNone('regon', 'REGON', isRegon),
  });

/** `nip:…` and `regon:…`, by which an entry is found. */
export const keysOf = ({ nip, regon }: Omit<Owner, 'name'>): string[] => [
  ...(nip ? [`nip:${nip}`] : []),
  ...(regon ? [`regon:${regon}`] : []),
];
