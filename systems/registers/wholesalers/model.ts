/** Pharmaceutical wholesalers (RHF) as readers of the register see them. */
import type { EntryRegister } from '#core/registers/entries.ts';
import type { Held, Standing } from '#core/registers/standing.ts';
import type { Address, Owner } from '#core/registers/usual-columns.ts';

export const register: EntryRegister = {
  ...{ name: 'wholesalers', schema: 'wholesalers', command: 'rhf' },
  kinds: ['wholesaler'],
};

/** The period is that of the permit. */
export interface Wholesaler extends Held {
  readonly kind: 'wholesaler';
  /** Number of the permit, as far as it fits an address: `GIF-N-4110-12-2019`. */
  readonly id: string;
  /** As it stands in the permit: `GIF-N-4110/12/2019`. */
  readonly permit: string;
  readonly name: string;
  readonly owner: Owner;
  readonly address: Address;
  /** What it may trade in, as the permit says: `produkty lecznicze`, `środki odurzające` … */
  readonly scope: readonly string[];
}

export interface Permit {
  readonly answer: Standing | 'unknown';
  readonly wholesaler?: Wholesaler;
  readonly says: { readonly pl: string; readonly en: string };
}
