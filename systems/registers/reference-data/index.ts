/** The face of reference data (SOR): `referenceData(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import { operations } from './operations.ts';
import type { Needs } from './ports.ts';

export type { Needs } from './ports.ts';

export const referenceData = (needs: Needs): System => ({ name: 'reference-data', operations: operations(needs) });
