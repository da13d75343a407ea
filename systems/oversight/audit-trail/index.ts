/** The audit trail's face: `auditTrail(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { AuditTrailNeeds } from './needs.ts';
import { operations } from './operations.ts';

export type { AuditTrailNeeds } from './needs.ts';
export type { Access, AccessPage, Category } from './model.ts';

/** SAU: reads the trail that core/audit keeps; owns no tables and writes nothing. */
export const auditTrail = (needs: AuditTrailNeeds): System => ({ name: 'audit-trail', operations: operations(needs) });
