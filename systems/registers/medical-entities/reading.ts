/** Questions that others ask of the register of medical entities, over HTTP and in process. */
import type { Tx } from '#core/db/database.ts';
import { isDay } from '#core/registers/days.ts';
import { entryRefusal } from '#core/registers/entries.ts';
import { type AsOf, entryReading } from '#core/registers/entry-reading.ts';
import { isRpwdlBook, isRpwdlCell, isRpwdlUnit } from '#libs/polish-identifiers/rpwdl.ts';
import { type Place, register, type Working } from './model.ts';
import { workingOn } from './rules.ts';

export const reading = entryReading(register);

export interface MedicalEntityRegister {
  /**
   * Does this book, unit, cell (`{book}-{part}`) or practice exist and work on that day? By what is known now, or was
   * known on the day `known`. A number of three digits behind the book may be a unit or a cell: cells go first.
   * @throws Refusal `no-edition`, `bad-day`
   */
  working(tx: Tx, number: string, day: string, known?: string): Promise<Working>;
  /** The place itself as the register had it on a day. @throws Refusal `no-edition` */
  place(tx: Tx, number: string, known?: string): Promise<Place | undefined>;
  /** Cells of an entity that work on a day, at most 500. @throws Refusal `no-edition`, `bad-day` */
  cellsWorking(tx: Tx, book: string, day: string, known?: string): Promise<Working[]>;
}

/** Kinds that a number may be of, by its form. */
function kindsOf(number: string): readonly Place['kind'][] {
  if (isRpwdlBook(number)) return ['entity'];
  const kinds: Place['kind'][] = [];
  if (isRpwdlCell(number)) kinds.push('cell');
  if (isRpwdlUnit(number)) kinds.push('unit');
  return kinds.length > 0 ? kinds : ['practice'];
}

async function place(tx: Tx, number: string, known?: AsOf): Promise<Place | undefined> {
  for (const kind of kindsOf(number)) {
    const found = await reading.entry<Place>(tx, kind, number, known);
    if (found) return found;
  }
  return undefined;
}

async function above(tx: Tx, one: Place | undefined, known: AsOf): Promise<Place[]> {
  if (one?.kind !== 'cell' && one?.kind !== 'unit') return [];
  const entity = reading.entry<Place>(tx, 'entity', one.entity, known);
  const unit = one.kind === 'cell' && one.unit ? reading.entry<Place>(tx, 'unit', one.unit, known) : undefined;
  return (await Promise.all([entity, unit])).filter((found) => found !== undefined);
}

export const medicalEntityRegister: MedicalEntityRegister = {
  place,
  async working(tx, number, day, known) {
    if (!isDay(day)) throw entryRefusal('bad-day');
    const at = await reading.asOf(tx, known);
    const found = await place(tx, number, at);
    return workingOn(found, await above(tx, found, at), day);
  },
  async cellsWorking(tx, book, day, known) {
    if (!isDay(day)) throw entryRefusal('bad-day');
    const at = await reading.asOf(tx, known);
    const entity = await reading.entry<Place>(tx, 'entity', book, at);
    if (!entity) return [];
    const units = await reading.belonging<Place>(tx, { kind: 'entity', id: book }, 'unit', { day: at, limit: 200 });
    const parents = [{ kind: 'entity', id: book }, ...units.map(({ kind, id }) => ({ kind, id }))];
    const found: Working[] = [];
    for (const parent of parents) {
      const up = [entity, ...units.filter(({ id }) => id === parent.id)];
      for (const cell of await reading.belonging<Place>(tx, parent, 'cell', { day: at, limit: 500 })) {
        const working = workingOn(cell, up, day);
        if (working.answer === 'works') found.push(working);
      }
    }
    return found.slice(0, 500);
  },
};
