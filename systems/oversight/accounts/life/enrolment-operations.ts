/** The HTTP operations of the first sign-in, open to whoever holds a code or a proof of identity. */
import type { Call } from '#core/access/actor.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import { type Operation, operation, type Schema } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { mustBeOwnPage } from '../authenticator.ts';
import { schemas } from '../model.ts';
import type { Chosen, Enrolment } from './enrolment.ts';
import { replies } from './replies.ts';

export interface EnrolmentOperationsNeed {
  enrolment: Enrolment;
  audit: AuditTrail;
  runtime: Runtime;
  baseUrl: string;
  /** Whether the national node is there to prove who somebody is. */
  identity: boolean;
}

const text = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
const withCode: Schema = {
  type: 'object',
  properties: { code: text(40) },
  required: ['code'],
  additionalProperties: false,
};
const withProof: Schema = { ...withCode, properties: { proof: text(20_000) }, required: ['proof'] };
const chosen: Schema = {
  type: 'object',
  properties: {
    state: text(4000),
    password: text(512),
    code: { type: 'string', pattern: '^[0-9]{6}$' },
    passkey: (schemas.passkeyGiven.properties as Record<string, Schema>).passkey,
  },
  required: ['state'],
  additionalProperties: false,
};

export function enrolmentOperations(needs: EnrolmentOperationsNeed): Operation[] {
  const { enrolment, baseUrl, identity } = needs;
  return [
    operation({
      name: 'begin-activation',
      method: 'POST',
      path: '/accounts/activation',
      summary: 'Opens the first sign-in by its one-time code: who it is for, and what to make factors from',
      access: 'anyone',
      audit: 'own',
      body: withCode,
      reply: replies.enrolment,
      handle: async ({ body, http: { request, reply } }, { call }) => {
        mustBeOwnPage(request, baseUrl);
        reply.header('cache-control', 'no-store');
        return noted(needs, call, 'begin-activation', () => enrolment.begin((body as { code: string }).code));
      },
    }),
    ...(identity ? [registration(needs)] : []),
    operation({
      name: 'finish-activation',
      method: 'POST',
      path: '/accounts/activation/factors',
      summary: 'Sets the own password with a second factor, or a passkey; the answer has the recovery codes, once',
      access: 'anyone',
      audit: 'own',
      body: chosen,
      reply: replies.enrolled,
      handle: async ({ body, http: { request, reply } }, { call }) => {
        mustBeOwnPage(request, baseUrl);
        reply.header('cache-control', 'no-store');
        const { state, ...given } = body as { state: string } & Chosen;
        const { login, codes } = await noted(needs, call, 'finish-activation', () => enrolment.finish(state, given));
        return { login, codes };
      },
    }),
  ];
}

/** Patients open an account by themselves when a state's source of identity says who they are. */
const registration = (needs: EnrolmentOperationsNeed): Operation =>
  operation({
    name: 'register-by-identity',
    method: 'POST',
    path: '/accounts/registration',
    summary: 'Opens an account for a patient whose identity the national node has proven',
    access: 'anyone',
    audit: 'own',
    body: withProof,
    reply: replies.enrolment,
    handle: async ({ body, http: { request, reply } }, { call }) => {
      mustBeOwnPage(request, needs.baseUrl);
      reply.header('cache-control', 'no-store');
      const { proof } = body as { proof: string };
      return noted(needs, call, 'register-by-identity', () => needs.enrolment.beginProven(proof));
    },
  });

/** Leaves the audit entry, of refusals too. */
async function noted<T>(
  { audit, runtime }: EnrolmentOperationsNeed,
  call: Call,
  kind: string,
  work: () => Promise<T>,
): Promise<T> {
  const entry = { call, at: runtime.now(), action: 'E', kind } as const;
  try {
    const done = await work();
    await audit.write({ ...entry, outcome: 0 });
    return done;
  } catch (error) {
    if (error instanceof Refusal) await audit.write({ ...entry, outcome: 4, reason: error.code });
    throw error;
  }
}
