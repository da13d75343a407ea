/** The face of the territorial register (TERYT): `territorySystem(needs) → System`. See README.md. */
import type { EditionNeeds } from '#core/registers/editions.ts';
import { entryImporter } from '#core/registers/entry-import.ts';
import { type RegisterSystem, registerSystem } from '#core/registers/entry-system.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { register } from './model.ts';
import { operations } from './operations.ts';
import { publication } from './publication.ts';
import { type TerritoryRegister, territoryRegister } from './reading.ts';
import { updates } from './updates.ts';

export type { AddressQuestion, AddressVerdict, Place, Street, Unit } from './model.ts';
export type { TerritoryRegister } from './reading.ts';

export interface TerritorySystem extends RegisterSystem {
  /** What other systems ask in process. */
  readonly register: TerritoryRegister;
  /** Imports update files. */
  readonly updates: RegisterImporter;
}

export const territorySystem = (needs: EditionNeeds): TerritorySystem => ({
  ...registerSystem(needs, { register, publication, operations }),
  register: territoryRegister,
  updates: entryImporter(needs, register, updates),
});
