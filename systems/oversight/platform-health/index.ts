/** The platform's health, for its operators: `platformHealth(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import { operations, type PlatformHealthNeeds } from './operations.ts';

/** Reads what core/jobs, core/feed, core/audit and core/record know of themselves; owns no tables. */
export const platformHealth = (needs: PlatformHealthNeeds): System => ({
  name: 'platform-health',
  operations: operations(needs),
});
