/**
 * Passkeys (WebAuthn level 3, https://www.w3.org/TR/webauthn-3/): possession of the device and the owner's face, finger
 * or PIN in one act, and nothing that a false page could take away. The protocol is @simplewebauthn/server's; here are
 * our challenges, whom a credential belongs to, and what must hold besides.
 */
import { hash } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { challengeEnd, challengeLife, makeChallenge } from './challenge.ts';
import { factorStore, type Passkey } from './factor-store.ts';
import type { Keyring } from './sealing.ts';

export interface RelyingParty {
  /** The domain that credentials are bound to. */
  readonly id: string;
  readonly origin: string;
}

/**
 * Whom credentials are for. WebAuthn knows no IP addresses, so a demonstration on 127.0.0.1 is `localhost` to it: its
 * passkeys work on the pages below http://localhost.
 */
export function relyingParty(baseUrl: string): RelyingParty {
  const { protocol, hostname, port, origin } = new URL(baseUrl);
  if (hostname !== '127.0.0.1' && hostname !== '[::1]') return { id: hostname, origin };
  return { id: 'localhost', origin: `${protocol}//localhost${port && `:${port}`}` };
}

/** What a challenge is asked for; a response to a challenge for one thing does nothing for another. */
export type PasskeyPurpose = 'sign-in' | `second-factor ${string}` | `step-up ${string}`;

export interface PasskeysNeed {
  runtime: Runtime;
  keys: Keyring;
  baseUrl: string;
}

export interface PasskeyHolder {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

export type Passkeys = ReturnType<typeof passkeys>;

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');
/** Most that a person may have: a lost phone, a new one, a key in the drawer, and room. */
export const passkeysAtMost = 20;

/** WebAuthn on the tables of accounts. */
export function passkeys(needs: PasskeysNeed) {
  const party = relyingParty(needs.baseUrl);
  return {
    party,
    /** Asks for a passkey: of anybody (the browser offers those it has), or one of these. */
    ask: (purpose: PasskeyPurpose, allowed: readonly Passkey[] = []): Promise<PublicKeyCredentialRequestOptionsJSON> =>
      generateAuthenticationOptions({
        rpID: party.id,
        challenge: new Uint8Array(makeChallenge(needs.keys, needs.runtime, purpose)),
        userVerification: 'required',
        timeout: challengeLife,
        allowCredentials: allowed.map(described),
      }),
    /** See verify. */
    verify: (tx: Tx, purpose: PasskeyPurpose, given: unknown) => verify(needs, party, tx, purpose, given),
    /** Asks the browser to make a passkey for a person. */
    offer: (holder: PasskeyHolder, have: readonly Passkey[]): Promise<PublicKeyCredentialCreationOptionsJSON> =>
      generateRegistrationOptions({
        rpName: 'e-Zdrowie',
        rpID: party.id,
        userID: new Uint8Array(Buffer.from(holder.id.replaceAll('-', ''), 'hex')),
        userName: holder.login,
        userDisplayName: holder.name,
        challenge: new Uint8Array(makeChallenge(needs.keys, needs.runtime, `register ${holder.id}`)),
        timeout: challengeLife,
        attestationType: 'none',
        excludeCredentials: have.map(described),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      }),
    /** See keep. */
    keep: (tx: Tx, holder: PasskeyHolder, name: string, given: unknown) => keep(needs, party, tx, holder, name, given),
  };
}

const described = ({ credential, transports }: Passkey) => ({
  id: credential.toString('base64url'),
  transports: transports as never,
});

/** Checks the challenge inside a response, and uses it up: true once, whoever else answers it at the same moment. */
function challengeFor({ keys, runtime }: PasskeysNeed, purpose: string) {
  let seen: { challenge: string; end: Date } | undefined;
  return {
    expected: (challenge: string): boolean => {
      const end = challengeEnd(keys, purpose, challenge, runtime.now());
      if (end) seen = { challenge, end };
      return end !== undefined;
    },
    use: async (tx: Tx): Promise<boolean> =>
      seen !== undefined && (await factorStore(tx).useChallenge(sha256(seen.challenge), seen.end)),
  };
}

/**
 * The passkey that answered, with its counter moved on; undefined for anything that is not right: another origin or
 * domain, a challenge that is not ours, for this, of now or fresh, no check of the person, a signature that does not
 * fit, a counter that went back (a copy of the device), a credential that nobody here has.
 */
async function verify(
  needs: PasskeysNeed,
  party: RelyingParty,
  tx: Tx,
  purpose: PasskeyPurpose,
  given: unknown,
): Promise<Passkey | undefined> {
  const response = given as AuthenticationResponseJSON;
  const store = factorStore(tx);
  const key = await store.passkeyOf(Buffer.from(String(response?.id ?? ''), 'base64url'));
  if (!key) return undefined;
  const challenge = challengeFor(needs, purpose);
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge.expected,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { ...described(key), publicKey: new Uint8Array(key.publicKey), counter: key.counter },
  }).catch(() => undefined); // the library says by an Error what is wrong; to a stranger all wrongs are one
  if (!verified?.verified || !(await challenge.use(tx))) return undefined;
  await store.usePasskey(key.id, verified.authenticationInfo.newCounter, needs.runtime.now());
  return key;
}

/** Keeps the passkey that the browser made; undefined when anything about it is not right. */
async function keep(
  needs: PasskeysNeed,
  party: RelyingParty,
  tx: Tx,
  holder: PasskeyHolder,
  name: string,
  given: unknown,
): Promise<Passkey | undefined> {
  const challenge = challengeFor(needs, `register ${holder.id}`);
  const verified = await verifyRegistrationResponse({
    response: given as RegistrationResponseJSON,
    expectedChallenge: challenge.expected,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!verified?.verified || !(await challenge.use(tx))) return undefined;
  const { credential, credentialDeviceType } = verified.registrationInfo;
  const key: Passkey = {
    id: needs.runtime.newId(),
    account: holder.id,
    credential: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    deviceBound: credentialDeviceType === 'singleDevice',
    name,
    createdAt: needs.runtime.now(),
    lastUsedAt: null,
  };
  return (await factorStore(tx).addPasskey(key)) ? key : undefined;
}
