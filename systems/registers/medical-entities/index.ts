/** The face of the register of medical entities (RPWDL): `medicalEntities(needs) → System`. See README.md. */
import type { EditionNeeds } from '#core/registers/editions.ts';
import { type RegisterSystem, registerSystem } from '#core/registers/entry-system.ts';
import { register } from './model.ts';
import { operations } from './operations.ts';
import { publication } from './publication.ts';
import { type MedicalEntityRegister, medicalEntityRegister } from './reading.ts';

export type { Cell, Entity, Place, Practice, Unit, Working } from './model.ts';
export type { MedicalEntityRegister } from './reading.ts';

export interface MedicalEntities extends RegisterSystem {
  /** What other systems ask in process; they take of it what they need as a port of their own. */
  readonly register: MedicalEntityRegister;
}

export const medicalEntities = (needs: EditionNeeds): MedicalEntities => ({
  ...registerSystem(needs, { register, publication, operations }),
  register: medicalEntityRegister,
});
