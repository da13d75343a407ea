/** The face of health links: `healthLinks(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import { system } from './model.ts';
import type { HealthLinkNeeds } from './needs.ts';
import { operations } from './operations.ts';

export type { HealthLinkNeeds, Summaries } from './needs.ts';

export const healthLinks = (needs: HealthLinkNeeds): System => ({ name: system, operations: operations(needs) });
