/** The words of accounts (SAZ): account, position, session, machine client; and the shapes of requests and answers. */
import { type Acr, type Actor, acrs } from '#core/access/actor.ts';
import type { Schema } from '#core/http/operation.ts';
import { type PersonRole, personRoles, practises } from './roles.ts';

export { type PersonRole, personRoles } from './roles.ts';

/** One natural person: one account, and one or more positions. */
export interface Account {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly patient: string | null;
  readonly practitioner: string | null;
  /** argon2id in PHC form; none when the person signs in by passkeys alone, or the account is closed. */
  readonly password: string | null;
  /** Seed of the second factor, sealed (sealing.ts); as the password. */
  readonly secondFactor: Buffer | null;
  readonly passkeyOnly: boolean;
  readonly demonstration: boolean;
  readonly blockedAt: Date | null;
}

/** What is known of an account besides, once it is there. */
export interface KnownAccount extends Account {
  readonly passwordSetAt: Date | null;
  /** An operator asked for another password. */
  readonly changeOrderedAt: Date | null;
  /** So many failures in a row that the password opens nothing until it is set anew by recovery. */
  readonly passwordOffAt: Date | null;
  readonly lastSignedInAt: Date | null;
  readonly recoveredAt: Date | null;
}

/** A role a person acts in, and for those who practise the facility. */
export interface Position {
  readonly number: number;
  readonly role: PersonRole;
  readonly facility: string | null;
  readonly facilityName: string | null;
  /** When the right to act so ends, or ended; null: not known. */
  readonly ends: Date | null;
}

/** What is known of a browser session whenever its cookie comes. */
export interface Session {
  readonly id: string;
  readonly account: Pick<
    KnownAccount,
    'id' | 'login' | 'name' | 'patient' | 'practitioner' | 'blockedAt' | 'recoveredAt'
  >;
  readonly position: Position;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  readonly endsAt: Date;
  readonly endedAt: Date | null;
  /** Since when it asks for a factor because of an alert (containment.ts). */
  readonly lockedAt?: Date;
  /** What must be done before the session is good for anything else. */
  readonly lacks: Lacking | null;
  readonly acr: Acr;
  /** When a factor was last shown in it. */
  readonly provenAt: Date;
  /** For whom the person acts; null or absent: for themselves. */
  readonly acting?: Acting | null;
}

/** For whom somebody acts, and by which delegation. */
export interface Acting {
  readonly grant: string;
  /** Logical id of the Patient, and the name that the header shows. */
  readonly patient: string;
  readonly name: string;
  readonly kind: 'parent' | 'guardian' | 'trusted';
}

export type Lacking = 'password' | 'passkey';

/** A client that gets tokens: a provider's system (private_key_jwt) or an app that people use. */
export interface MachineClient {
  readonly id: string;
  readonly name: string;
  /** https://www.rfc-editor.org/rfc/rfc7591#section-2 */
  readonly metadata: { readonly [name: string]: unknown };
  /** The most it may be given: `system/*.cruds`, `patient/Observation.rs`. */
  readonly scopes: readonly string[];
  readonly tokenSeconds: number;
  /** Where a portal opens the app with a launch context. */
  readonly launchUri?: string | null;
  /** Where its keys are published, when they are not in the metadata. */
  readonly jwksUri?: string | null;
  /** Thumbprints of the certificates it may show. */
  readonly certificates?: readonly string[];
  /** Requests a minute; 0, in the demonstration only, without end. */
  readonly perMinute?: number;
  /** Of a system: whose it is. */
  readonly provider?: { readonly id: string; readonly name: string };
  readonly demonstration: boolean;
  readonly disabledAt: Date | null;
}

/** The caller that a session speaks for. */
export function actorOf(
  { account, position, acr, provenAt }: Pick<Session, 'account' | 'position' | 'acr' | 'provenAt'>,
  scopes: readonly string[] = [],
): Actor {
  const { role, facility, facilityName } = position;
  return {
    role,
    id: account.id,
    name: account.name,
    purpose: { patient: 'PATRQT', physician: 'TREAT', pharmacist: 'TREAT', operator: 'HOPERAT' }[
      role
    ] as Actor['purpose'],
    ...(role === 'patient' && account.patient ? { patient: account.patient } : {}),
    ...(practises(role) && account.practitioner ? { practitioner: account.practitioner } : {}),
    ...(facility && facilityName ? { facility, facilityName } : {}),
    acr,
    provenAt,
    scopes,
  };
}

/** The same in a browser, where people may act for somebody. What an app was allowed is about the person alone. */
export function browserActorOf(session: Session): Actor {
  const actor = actorOf(session);
  const { acting, account } = session;
  if (!acting || actor.role !== 'patient' || !account.patient) return actor;
  const proxy = { grant: acting.grant, person: account.patient };
  return { ...actor, role: 'proxy', patient: acting.patient, proxy };
}

const text = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
const object = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const instant: Schema = { type: 'string', format: 'date-time' };

/** Acts that ask for fresh proof of a factor. */
export const acts = [
  'passkey-add',
  'passkey-remove',
  'recovery-codes',
  'authenticator',
  'password',
  'confirm',
] as const;
export type Act = (typeof acts)[number];

/** The JSON form of a WebAuthn response; @simplewebauthn/server judges what is inside. */
const credential: Schema = {
  type: 'object',
  properties: { id: text(1400), rawId: text(1400), type: { enum: ['public-key'] }, response: { type: 'object' } },
  required: ['id', 'rawId', 'type', 'response'],
};
const proofs = {
  code: { type: 'string', pattern: '^[0-9]{6}$' },
  recoveryCode: text(40),
  passkey: credential,
};
const passkeyShown = object(
  {
    id: { type: 'string' },
    name: { type: 'string' },
    deviceBound: { type: 'boolean' },
    created: instant,
    lastUsed: instant,
  },
  ['id', 'name', 'deviceBound', 'created'],
);
const factors: Schema = { type: 'array', items: { enum: ['passkey', 'totp', 'recovery'] } };
const oneProof = { oneOf: Object.keys(proofs).map((proof) => ({ required: [proof] })) };

export const schemas = {
  signIn: object({ login: text(64), password: text(512), work: object({ challenge: text(200), nonce: text(32) }) }, [
    'login',
    'password',
  ]),
  work: object({ challenge: { type: 'string' }, bits: { type: 'integer' } }),
  ways: object({ node: { type: 'boolean' } }),
  nodeAsked: object({ level: { enum: ['low', 'substantial', 'high'] } }, []),
  nodeDeparture: object({ action: { type: 'string' }, fields: { type: 'object' } }),
  nodeReturned: object({ artifact: text(100), relayState: text(100) }),
  unlock: { ...object({ ...proofs, password: text(512) }, []), minProperties: 1, maxProperties: 1 },
  passwordChange: object({ proof: text(64), old: text(512), password: text(512) }),
  recovery: object({ login: text(64), recoveryCode: text(40), code: proofs.code, password: text(512) }),
  authenticatorOffered: object({
    secret: { type: 'string' },
    otpauth: { type: 'string' },
    state: { type: 'string' },
  }),
  newAuthenticator: object({ proof: text(64), state: text(1000), code: proofs.code }),
  notices: {
    type: 'array',
    items: object(
      {
        id: { type: 'string' },
        kind: { type: 'string' },
        at: instant,
        source: { type: 'string' },
        device: { type: 'string' },
        read: { type: 'boolean' },
      },
      ['id', 'kind', 'at', 'read'],
    ),
  },
  handle: object({ handle: { type: 'string' }, factors }),
  factors,
  secondFactor: { ...object({ handle: text(64), ...proofs }, ['handle']), ...oneProof },
  passkeyAsked: object({ handle: text(64) }, []),
  passkeyGiven: object({ passkey: credential }),
  /** What the browser's WebAuthn is given: https://www.w3.org/TR/webauthn-3/#sctn-parseRequestOptionsFromJSON */
  passkeyOptions: { type: 'object' },
  stepUpAsked: object({ act: { enum: acts } }),
  stepUp: { ...object({ act: { enum: acts }, ...proofs }, ['act']), ...oneProof },
  proof: object({ proof: { type: 'string' } }),
  withProof: object({ proof: text(64) }),
  newPasskey: object({ proof: text(64), name: text(60), passkey: credential }),
  passkeyRemoved: object({ proof: text(64) }),
  passkey: passkeyShown,
  security: object(
    {
      passkeys: { type: 'array', items: passkeyShown },
      recoveryCodes: { type: 'integer' },
      passkeysHere: { type: 'boolean' },
      authenticator: { type: 'boolean' },
      /** Days until the password must be changed; absent when it need not be. */
      passwordDays: { type: 'integer' },
      password: { type: 'boolean' },
      shortest: { type: 'integer' },
    },
    ['passkeys', 'recoveryCodes', 'passkeysHere', 'authenticator', 'password', 'shortest'],
  ),
  recoveryCodes: object({ codes: { type: 'array', items: { type: 'string' } } }),
  session: object(
    {
      id: { type: 'string' },
      name: { type: 'string' },
      login: { type: 'string' },
      role: { enum: [...personRoles, 'proxy'] },
      actingFor: object({ patient: { type: 'string' }, name: { type: 'string' }, kind: { type: 'string' } }),
      patient: { type: 'string' },
      practitioner: { type: 'string' },
      facility: { type: 'string' },
      facilityName: { type: 'string' },
      facilities: { type: 'array', items: object({ facility: { type: 'string' }, facilityName: { type: 'string' } }) },
      csrf: { type: 'string' },
      idleSeconds: { type: 'integer' },
      expires: instant,
      demonstration: { type: 'boolean' },
      acr: { enum: acrs },
      lacks: { enum: ['password', 'passkey'] },
      notices: { type: 'integer' },
      /** Until then, after recovery, staff prescribe and export nothing. */
      coolingUntil: instant,
    },
    ['id', 'name', 'login', 'role', 'facilities', 'csrf', 'idleSeconds', 'expires', 'demonstration'],
  ),
  sessions: {
    type: 'array',
    items: object({
      id: { type: 'string' },
      current: { type: 'boolean' },
      started: instant,
      lastUsed: instant,
      expires: instant,
      source: { type: 'string' },
      device: { type: 'string' },
      factors: { type: 'array', items: { type: 'string' } },
    }),
  },
  byId: object({ id: { type: 'string', format: 'uuid' } }),
  facility: object({ facility: text(64) }),
  person: object({ patient: text(64) }, []),
  byUid: object({ uid: { type: 'string', pattern: '^[A-Za-z0-9_-]{10,64}$' } }),
  interaction: object(
    { client: { type: 'string' }, scopes: { type: 'array', items: { type: 'string' } }, patient: { type: 'string' } },
    ['client', 'scopes'],
  ),
  apps: {
    type: 'array',
    items: object(
      {
        id: { type: 'string' },
        name: { type: 'string' },
        scopes: { type: 'array', items: { type: 'string' } },
        patient: { type: 'string' },
        granted: instant,
        used: instant,
        offlineUntil: instant,
      },
      ['id', 'name', 'scopes', 'granted', 'used'],
    ),
  },
  launchable: { type: 'array', items: object({ id: { type: 'string' }, name: { type: 'string' } }) },
  launch: object({ app: text(64), patient: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } }),
  launched: object({ url: { type: 'string' } }),
  decision: object({ decision: { enum: ['allow', 'deny'] } }),
  onward: object({ continue: { type: 'string' } }),
  nothing: { type: 'null' },
} as const satisfies Record<string, Schema>;
