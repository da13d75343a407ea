/** What lies encrypted, and by which keys. See README.md. */
import type { Database } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { fileRootKeys } from './root-keys.ts';
import { openVault, type Vault } from './vault.ts';

export { fileRootKeys, type RootKeys, rootKeysIn } from './root-keys.ts';
export { type Rotation, type RotationDone, rotation, type SealedColumn } from './rotation.ts';
export { type KeyToken, tokenRootKeys } from './token-root-keys.ts';
export { type DataKey, openVault, type Vault } from './vault.ts';

/** A vault whose root keys are files in `<home>/keys`. */
export const fileVault = (database: Database, home: string, runtime: Runtime): Vault =>
  openVault({ database, runtime, roots: fileRootKeys(home, runtime) });
