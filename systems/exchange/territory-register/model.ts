/** The register of the territorial division (TERYT) as its readers see it. */
import type { EntryRegister } from '#core/registers/entries.ts';

export const register: EntryRegister = {
  ...{ name: 'territory-register', schema: 'territory_register', command: 'teryt' },
  kinds: ['place', 'unit', 'street'],
};

/** A voivodeship (2 digits), a county (4) or a gmina with its kind (7): TERC. */
export interface Unit {
  readonly kind: 'unit';
  readonly id: string;
  readonly name: string;
  /** As the register words it: `gmina miejska`, `powiat`. */
  readonly type?: string;
  /** The day whose state the row is. */
  readonly asOf?: string;
}

/** A place: SIMC. */
export interface Place {
  readonly kind: 'place';
  readonly id: string;
  readonly name: string;
  /** The gmina it lies in. */
  readonly terc: string;
  /** The place that it is a part of; itself, where it is none. */
  readonly basic: string;
  /** Code of its sort (WMRODZ): `96` a town, `01` a village. */
  readonly sort?: string;
  readonly asOf?: string;
}

/** A street of a place: ULIC. */
export interface Street {
  readonly kind: 'street';
  /** `{SIMC}-{ULIC}`. */
  readonly id: string;
  readonly ulic: string;
  readonly simc: string;
  /** `ul.`, `al.`, `pl.` … */
  readonly feature?: string;
  /** The word by which it is sorted: `Mickiewicza`. */
  readonly name: string;
  /** What stands before it: `Adama`. */
  readonly before?: string;
  readonly asOf?: string;
}

/** An address by names or by numbers, as the web service of GUS takes it. */
export interface AddressQuestion {
  readonly voivodeship?: string | undefined;
  readonly county?: string | undefined;
  readonly commune?: string | undefined;
  readonly place?: string | undefined;
  readonly simc?: string | undefined;
  readonly street?: string | undefined;
  readonly ulic?: string | undefined;
}

export const verdicts = ['confirmed', 'ambiguous', 'no-such-place', 'no-such-street'] as const;

export interface AddressVerdict {
  readonly answer: (typeof verdicts)[number];
  readonly place?: Place;
  readonly street?: Street;
  /** From the voivodeship down. */
  readonly units?: readonly Unit[];
  /** What may have been meant. */
  readonly candidates: readonly (Place | Street)[];
  readonly says: { readonly pl: string; readonly en: string };
}
