/** The face of the register of medical entities (RPWDL): `medicalEntities(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import { entryImporter } from '#core/registers/entry-import.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { register } from './model.ts';
import { operations } from './operations.ts';
import { publication } from './publication.ts';
import { type MedicalEntityRegister, medicalEntityRegister } from './reading.ts';

export type { Cell, Entity, Place, Practice, Unit, Working } from './model.ts';
export type { MedicalEntityRegister } from './reading.ts';

export interface MedicalEntities extends System {
  /** What other systems ask in process; they take of it what they need as a port of their own. */
  readonly register: MedicalEntityRegister;
  readonly importer: RegisterImporter;
}

export const medicalEntities = (needs: EditionNeeds): MedicalEntities => ({
  name: register.name,
  operations: operations(),
  register: medicalEntityRegister,
  importer: entryImporter(needs, register, publication),
});
