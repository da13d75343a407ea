/** A system that is a register of entries: its importer, the operations of all such registers and those of its own. */
import type { Operation, OperationAccess, System } from '../http/operation.ts';
import type { EditionNeeds } from './editions.ts';
import type { EntryRegister } from './entries.ts';
import { entryImporter, type Publication } from './entry-import.ts';
import { entryOperations } from './entry-operations.ts';
import type { RegisterImporter } from './importer.ts';

export interface RegisterSystem extends System {
  readonly importer: RegisterImporter;
}

export interface RegisterParts {
  readonly register: EntryRegister;
  readonly publication: Publication;
  readonly operations: readonly Operation[];
  /** Who may read it; everybody who is signed in, where nothing is said. */
  readonly access?: OperationAccess;
}

export const registerSystem = (
  needs: EditionNeeds,
  { register, publication, operations, access }: RegisterParts,
): RegisterSystem => ({
  name: register.name,
  operations: [...entryOperations(register, access), ...operations],
  importer: entryImporter(needs, register, publication),
});
