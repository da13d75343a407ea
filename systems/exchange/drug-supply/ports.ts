/** What reporting needs of registers and of the record. */
import type { Actor } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import type { PlaceKind } from './model.ts';

/** Numbers of an entity; places and callers are matched by them. */
export interface Numbers {
  readonly regon?: string | undefined;
  readonly nip?: string | undefined;
}

export interface Needs {
  /** A pharmacy or wholesaler that works on a day, with the numbers of its owner; undefined when there is none. */
  place(tx: Tx, kind: PlaceKind, id: string, day: string): Promise<Numbers | undefined>;
  /** Numbers of the entity for which somebody acts: their pharmacy, or the provider of a system. */
  numbersOf(actor: Actor): Promise<Numbers>;
  /** Whether the register of medicines has a package on a day; undefined where no register says it. */
  isKnown(tx: Tx, gtin: string, day: string): Promise<boolean | undefined>;
}
