/** The HTTP operations on the password and the authenticator of one's own account. */
import { Refusal } from '#core/refusal/refusal.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { mustBeOwnPage } from './authenticator.ts';
import { personRoles, schemas } from './model.ts';
import { noticeStore } from './notice-store.ts';
import { currentSession } from './operations.ts';
import type { PasswordChange, PasswordLife, Recovery } from './password-life.ts';
import { refuse } from './refusals.ts';
import type { Keyring } from './sealing.ts';
import { base32, matchingStep } from './second-factor.ts';
import type { BrowserSessions } from './sessions.ts';
import type { StepUp } from './step-up.ts';
import { accountStore } from './store.ts';

export interface PasswordOperationsNeed {
  sessions: BrowserSessions;
  passwordLife: PasswordLife;
  stepUp: StepUp;
  keys: Keyring;
  runtime: Runtime;
  baseUrl: string;
  demonstration: boolean;
}

const self = { roles: personRoles, purpose: 'HOPERAT' } as const;
const offerLife = 10 * 60_000;

export function passwordOperations(needs: PasswordOperationsNeed): Operation[] {
  const { sessions, passwordLife, baseUrl } = needs;
  return [
    operation({
      name: 'change-password',
      method: 'POST',
      path: '/accounts/password',
      summary: 'Changes my password; needs the old one and fresh proof of the second factor',
      access: self,
      audit: 'own',
      body: schemas.passwordChange,
      reply: schemas.nothing,
      handle: async ({ body, http: { request } }, { call }) =>
        passwordLife.change((await currentSession(sessions, request)).session, body as PasswordChange, call),
    }),
    operation({
      name: 'recover-password',
      method: 'POST',
      path: '/accounts/recovery',
      summary: 'Sets a new password by a recovery code and the authenticator',
      access: 'anyone',
      audit: 'own',
      body: schemas.recovery,
      reply: schemas.nothing,
      handle: async ({ body, http: { request } }, { call }) => {
        mustBeOwnPage(request, baseUrl);
        return passwordLife.recover(body as Recovery, call);
      },
    }),
    ...authenticatorOperations(needs),
  ];
}

function authenticatorOperations({
  sessions,
  stepUp,
  keys,
  runtime,
  demonstration,
}: PasswordOperationsNeed): Operation[] {
  return [
    operation({
      name: 'offer-authenticator',
      method: 'POST',
      path: '/accounts/authenticator/offer',
      summary: 'A fresh secret for an authenticator; nothing changes until a code of it comes back',
      access: self,
      audit: 'own', // nothing is changed yet
      reply: schemas.authenticatorOffered,
      handle: async ({ http: { request, reply } }) => {
        const { session } = await currentSession(sessions, request);
        reply.header('cache-control', 'no-store');
        const seed = runtime.randomBytes(20);
        const until = Buffer.alloc(6);
        until.writeUIntBE(runtime.now().getTime() + offerLife, 0, 6);
        const label = encodeURIComponent(`e-Zdrowie:${session.account.login}`);
        const secret = base32(seed);
        const state = await keys.seal('enrolment', session.id, Buffer.concat([until, seed]));
        return {
          secret,
          otpauth: `otpauth://totp/${label}?secret=${secret}&issuer=e-Zdrowie&algorithm=SHA1&digits=6&period=30`,
          state: state.toString('base64url'),
        };
      },
    }),
    operation({
      name: 'replace-authenticator',
      method: 'POST',
      path: '/accounts/authenticator',
      summary: 'Takes the new authenticator in place of the old one; needs fresh proof and a code of the new one',
      access: self,
      audit: { action: 'U' },
      body: schemas.newAuthenticator,
      reply: schemas.nothing,
      handle: async ({ body, http: { request } }, { tx, call, now, newId }) => {
        const { session } = await currentSession(sessions, request);
        const { proof, state, code } = body as { proof: string; state: string; code: string };
        const { id } = session.account;
        const seed = await offered(keys, session.id, state, now());
        const store = accountStore(tx, { demonstration });
        if (!(await store.account(id))?.password) throw refuse('no-password');
        const step = matchingStep(seed, code, now());
        if (step === undefined) throw refuse('wrong-code', 'rule-broken');
        await stepUp.demand(tx, session, 'authenticator', proof);
        await store.changeSecondFactor(id, await keys.seal('second factor', id, seed));
        await store.useStep(id, step);
        await noticeStore(tx).tell(newId(), id, 'new-authenticator', now(), { source: call.source });
        return null;
      },
    }),
  ];
}

/** @throws Refusal `authenticator-over` */
async function offered(keys: Keyring, session: string, state: string, now: Date): Promise<Buffer> {
  try {
    const bytes = await keys.open('enrolment', session, Buffer.from(state, 'base64url'));
    if (bytes.readUIntBE(0, 6) > now.getTime()) return bytes.subarray(6);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // not sealed for this session: the same as one that is over
  }
  throw refuse('authenticator-over');
}
