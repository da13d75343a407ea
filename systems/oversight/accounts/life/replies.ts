/** What the operations on an account's life answer, as JSON schemas. Types of the same: person-store.ts, life-store.ts. */
import type { Schema } from '#core/http/operation.ts';
import {
  dayText,
  instantOrNull,
  instantText,
  listOf,
  nothing,
  number,
  oneOf,
  orFile,
  shape,
  text,
  textOrNull,
  whole,
  yesOrNo,
} from '#core/http/shapes.ts';
import { schemas } from '../model.ts';
import { personRoles } from '../roles.ts';
import { admissionKinds, requestKinds } from './model.ts';

const role = oneOf(personRoles);
const state = oneOf(['active', 'blocked', 'closed']);
const dayOrNull: Schema = { type: ['string', 'null'], format: 'date' };

const asked = {
  ...{ id: text, kind: oneOf(requestKinds), account: textOrNull, givenName: textOrNull, familyName: textOrNull },
  ...{ post: textOrNull, role: { type: ['string', 'null'], enum: [...personRoles, null] }, facility: textOrNull },
  ...{ facilityName: textOrNull, practitioner: textOrNull, scope: textOrNull, endsAt: instantOrNull, reason: text },
  requestedBy: { ...textOrNull, description: 'null: the installation itself, for its first operators.' },
  ...{ requestedByName: textOrNull, requestedAt: instantText },
  ...{ decidedBy: textOrNull, decidedByName: textOrNull, decidedAt: instantOrNull },
  ...{ approved: { type: ['boolean', 'null'] }, decisionReason: textOrNull },
  login: { ...textOrNull, description: 'The identifier that a new person was given.' },
};
const request = shape({
  ...{ ...asked, accountName: textOrNull },
  codeExpiresAt: { ...instantOrNull, description: 'Of the code of the first sign-in.' },
  codeUsedAt: { ...instantOrNull, description: 'When the person opened the account.' },
  admissions: { ...listOf(oneOf(admissionKinds)), description: 'Those recorded.' },
});
const right = {
  ...{ role, facility: textOrNull, facilityName: textOrNull, scope: textOrNull, grantedAt: instantOrNull },
  ...{ endsAt: instantOrNull, endedAt: instantOrNull, reviewedAt: instantOrNull },
};
const whose = { account: text, position: whole, login: text, name: text };
const listed = shape(
  {
    ...{ id: text, login: text, name: text, post: textOrNull, state, blockedBecause: textOrNull },
    positions: listOf(
      shape({
        ...{ number: whole, role, facility: textOrNull, facilityName: textOrNull, scope: textOrNull },
        ends: instantOrNull,
      }),
    ),
  },
  { lastSignedIn: instantText },
);
const person = shape({
  ...{ id: text, login: text, name: text, post: textOrNull, state, createdAt: instantText },
  ...{ blockedAt: instantOrNull, blockedBecause: textOrNull, closedAt: instantOrNull, lastSignedInAt: instantOrNull },
  password: { ...yesOrNo, description: 'Whether there is one.' },
  passwordSetAt: instantOrNull,
  authenticator: { ...yesOrNo, description: 'Whether an app for codes is set up.' },
  recoveryCodes: { ...whole, description: 'How many are left.' },
  passkeys: listOf(
    shape({ id: text, name: text, deviceBound: yesOrNo, createdAt: instantText, lastUsedAt: instantOrNull }),
  ),
  rights: { ...listOf(shape({ number: whole, ...right })), description: 'Those held now first.' },
  sessions: listOf(
    shape({
      ...{ id: text, startedAt: instantText, lastUsedAt: instantText, endsAt: instantText, source: text },
      ...{ device: text, factors: listOf(text) },
    }),
  ),
  requests: listOf(shape(asked)),
});

const entry = shape({
  ...{ number: whole, recordedAt: instantText, givenName: text, familyName: text, post: textOrNull },
  ...{ grantedOn: dayText, endedOn: dayOrNull, scope: text, identifier: text },
});
const signature: Schema = {
  ...text,
  description:
    'A JWS (RFC 7515) by the keys of /oidc/jwks over this JSON; of CSV it is in the header `x-jws-signature`.',
};
const exception = shape({
  ...{ setting: text, value: whole, reason: text, owner: text },
  until: { ...dayText, description: 'The last day on which it holds.' },
});

export const replies = {
  nothing,
  requested: shape({ id: text }),
  requests: shape({ requests: listOf(request) }),
  activationCode: shape({
    login: text,
    code: { ...text, description: 'Of the first sign-in, once; shown this once.' },
    expires: instantText,
  }),
  accounts: shape({ accounts: listOf(listed) }),
  sessionsEnded: shape({ ended: { ...whole, description: 'How many sessions.' } }),
  toReview: shape({
    rights: listOf(
      shape(
        { ...whose, role, facilityName: textOrNull, scope: textOrNull },
        { granted: instantText, reviewed: instantText },
      ),
    ),
  }),
  policy: shape({
    settings: listOf(shape({ name: text, says: text, default: number, value: number })),
    exceptions: { ...listOf(exception), description: 'Where the platform is weaker than its defaults.' },
    waiting: { ...listOf(exception), description: 'Those of the file to which no second person has agreed.' },
  }),
  person,
  temporaryRights: shape({ rights: listOf(shape({ ...whose, ...right })) }),
  roles: shape({
    roles: listOf(
      shape({
        role,
        holders: { ...whole, description: 'People, not positions; so too of the next two.' },
        temporary: { ...whole, description: 'Whose right ends on a day of its own.' },
        blocked: whole,
        idleMinutes: { ...number, description: 'After which an unused session ends.' },
        absoluteHours: { ...number, description: 'After which every session ends.' },
        deviceBoundPasskey: { ...yesOrNo, description: 'Demanded of them.' },
      }),
    ),
  }),
  register: shape({ entries: listOf(entry) }),
  registerFile: orFile(shape({ made: instantText, by: text, entries: listOf(entry), signature }), 'text/csv'),
  /** Whoever opens an account: by a code, or by the identity that the national node has proven. */
  enrolment: shape({
    ...{ login: text, name: text, role },
    deviceBound: { ...yesOrNo, description: 'The passkey must be one that never leaves its device.' },
    secret: { ...text, description: 'Of the app for codes, base 32.' },
    otpauth: { ...text, description: 'The same as an address, for a QR code.' },
    passkey: schemas.passkeyOptions,
    state: { ...text, description: 'Sealed; goes back with what was chosen.' },
  }),
  enrolled: shape({ login: text, codes: { ...listOf(text), description: 'Recovery codes; shown this once.' } }),
} as const satisfies Record<string, Schema>;
