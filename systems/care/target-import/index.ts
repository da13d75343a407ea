/** The face of target import (SOID): `targetImport(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import { operations } from './operations.ts';
import type { Needs } from './ports.ts';

export type { Needs } from './ports.ts';

export const targetImport = (needs: Needs): System => ({ name: 'target-import', operations: operations(needs) });
