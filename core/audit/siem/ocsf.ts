/**
 * An event of the trail in the words of the Open Cybersecurity Schema Framework 1.3 (https://schema.ocsf.io/1.3.0):
 * API Activity (6003), and Authentication (3002) for signing in. What leaves for a SIEM names accounts, addresses and
 * how much was touched, never patients, resources or queries: a security log holds no clinical content (C-38).
 */
import type { AuditEvent } from '../event.ts';

/** Where the event stands in the chain: receivers see a gap by it. */
export interface Place {
  readonly seal: string;
  /** From 1 within the seal. */
  readonly place: number;
}

const authentication = { class: 3002, category: 3 } as const;
const apiActivity = { class: 6003, category: 6 } as const;
/** Kinds that are acts of proving who one is. */
const proving = new Set(['sign-in', 'step-up', 'token', 'sign-out']);

/** activity_id of API Activity. */
const activities: { readonly [action in AuditEvent['action']]: number } = { C: 1, R: 2, U: 3, D: 4, E: 99 };

export function ocsfEvent(event: AuditEvent, { seal, place }: Place) {
  const { class: classId, category } = proving.has(event.kind) ? authentication : apiActivity;
  const isProving = classId === authentication.class;
  const activity = isProving ? (event.kind === 'sign-out' ? 2 : 1) : activities[event.action];
  const failed = event.outcome !== 0;
  const user = { uid: event.actor, type: event.role, type_id: 99 };
  return {
    class_uid: classId,
    category_uid: category,
    activity_id: activity,
    ...(activity === 99 ? { activity_name: event.kind } : {}),
    type_uid: classId * 100 + activity,
    time: event.at.getTime(),
    severity_id: event.outcome >= 8 ? 4 : failed ? 3 : 1,
    status_id: failed ? 2 : 1,
    ...(event.reason ? { status_code: event.reason } : {}),
    metadata: {
      version: '1.3.0',
      product: { name: 'e-Zdrowie', vendor_name: 'e-Zdrowie', feature: { name: 'audit' } },
      uid: event.sequence,
      sequence: place,
      log_name: `seal ${seal}`,
      correlation_uid: event.trace,
      profiles: [],
    },
    actor: { user, ...appOf(event) },
    ...(isProving ? { user, is_mfa: true, service: { name: 'accounts' } } : {}),
    api: { operation: event.kind, service: { name: 'e-Zdrowie' } },
    src_endpoint: { ip: event.source },
    unmapped: {
      purpose: event.purpose,
      ...(event.rule ? { rule: event.rule } : {}),
      ...(event.facility ? { facility: event.facility } : {}),
      ...(event.acr ? { acr: event.acr } : {}),
      ...(event.gate ? { gate: event.gate } : {}),
      patients: event.patientCount,
      resources: countByType(event.entities ?? []),
    },
  };
}

/** The machine itself, or the app through which a person acted. */
function appOf({ role, actor, app, appName }: AuditEvent): { app_uid?: string; app_name?: string } {
  if (role === 'machine') return { app_uid: actor };
  return app ? { app_uid: app, ...(appName ? { app_name: appName } : {}) } : {};
}

function countByType(entities: readonly string[]): { [type: string]: number } {
  const counts: { [type: string]: number } = {};
  for (const entity of entities) {
    const type = /^([A-Z][A-Za-z]+)\//.exec(entity)?.[1] ?? 'other';
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}
