/** The words of an account's life: requests, admissions, the register, reviews; and the shapes of what travels. */
import type { Schema } from '#core/http/operation.ts';
import { type StaffRole, staffRoles } from '../roles.ts';

/** What may be asked. `suspend` is the only one that a single person may do: stopping somebody harms nobody's data. */
export const requestKinds = ['grant', 'change', 'suspend', 'resume', 'close', 'renew'] as const;
export type RequestKind = (typeof requestKinds)[number];

export const admissionKinds = ['confidentiality', 'rules', 'training'] as const;
export type AdmissionKind = (typeof admissionKinds)[number];

export interface AccountRequest {
  readonly id: string;
  readonly kind: RequestKind;
  readonly account: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly post: string | null;
  readonly role: StaffRole | null;
  readonly facility: string | null;
  readonly facilityName: string | null;
  readonly practitioner: string | null;
  readonly scope: string | null;
  readonly endsAt: Date | null;
  readonly reason: string;
  /** Null: the installation itself, for its first operators. */
  readonly requestedBy: string | null;
  readonly requestedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly approved: boolean | null;
  readonly decisionReason: string | null;
  readonly login: string | null;
}

/** The fields of SEC-223…229 and no others; `number` and `recordedAt` say which entry it is. */
export interface RegisterEntry {
  readonly number: number;
  readonly recordedAt: Date;
  readonly givenName: string;
  readonly familyName: string;
  readonly post: string | null;
  readonly grantedOn: string;
  readonly endedOn: string | null;
  readonly scope: string;
  readonly identifier: string;
}

export type NewEntry = Omit<RegisterEntry, 'number' | 'recordedAt'>;

const text = (maxLength: number, minLength = 1): Schema => ({ type: 'string', minLength, maxLength, pattern: '\\S' });
const object = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const day: Schema = { type: 'string', format: 'date' };
const uuid: Schema = { type: 'string', format: 'uuid' };
const reason = text(500, 3);
/** As in migration 400: small letters, digits, dots and dashes. */
const login: Schema = { type: 'string', pattern: '^[a-z0-9][a-z0-9.-]{2,63}$' };

export const shapes = {
  newRequest: object(
    {
      kind: { enum: requestKinds.filter((kind) => kind !== 'suspend') },
      account: uuid,
      givenName: text(80),
      familyName: text(120),
      post: text(120),
      role: { enum: staffRoles },
      facility: text(64),
      facilityName: text(200),
      practitioner: text(64),
      scope: text(500),
      employment: { enum: ['employee', 'contractor'] },
      ends: day,
      reason,
    },
    ['kind', 'reason'],
  ),
  byId: object({ id: uuid }),
  page: object({ state: { enum: ['open', 'admission', 'decided'] }, after: text(60) }, []),
  decision: object({ decision: { enum: ['approve', 'refuse'] }, login, reason }, ['decision']),
  admission: object({ kind: { enum: admissionKinds }, done: day, evidence: text(200) }),
  withReason: object({ reason }),
  find: object(
    {
      ...{ query: text(64), after: login },
      ...{ state: { enum: ['active', 'blocked', 'closed'] }, role: { enum: staffRoles } },
    },
    [],
  ),
  registerPage: object({ after: { type: 'string', pattern: '^[0-9]{1,15}$' }, identifier: login }, []),
  registerFormat: object({ format: { enum: ['json', 'csv'] } }, []),
  review: object({
    account: uuid,
    position: { type: 'integer', minimum: 0, maximum: 32_767 },
    decision: { enum: ['keep', 'end'] },
  }),
  reviewPage: object({ facility: text(64) }, []),
} as const satisfies Record<string, Schema>;
