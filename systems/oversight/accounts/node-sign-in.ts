/**
 * Signing in by the national node: the browser goes away with a request that is sealed in its cookie, and comes back
 * with an artifact. Level substantial or high is two factors; at level low the own second factor follows (C-01).
 * Whatever is refused reads and lasts the same; the reason is in the trail.
 */
import { hash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { type Identified, type Recognised, recognise, type Registers } from './identities.ts';
import type { IdentityProof, ProvenPerson } from './life/enrolment.ts';
import { openSession } from './opening.ts';
import { type Account, actorOf } from './model.ts';
import { refuse } from './refusals.ts';
import type { Keyring } from './sealing.ts';
import { note, type Place, type SignedIn, type SignInNeeds, storeOn } from './sign-in-needs.ts';

/** What accounts need of the national node. */
export interface NodePort {
  begin(level: Identified['level']): Promise<{
    readonly action: string;
    readonly fields: { readonly [name: string]: string };
    readonly pending: NodePending;
  }>;
  /** Proven, or refused with a reason for the trail. @throws Refusal `unavailable` when the node does not answer */
  finish(
    pending: NodePending,
    returned: { artifact: string; relayState: string },
  ): Promise<{ readonly person: Identified } | { readonly refused: string }>;
}

/** What a browser keeps, sealed, while it is away. */
export interface NodePending {
  readonly requestId: string;
  readonly relayState: string;
  readonly level: Identified['level'];
  readonly until: number;
}

export interface NodeSignInNeeds extends SignInNeeds {
  readonly node: NodePort;
  readonly registers: Registers;
}

/** What follows: a session, the own second factor, or an account to be opened. */
export type NodeOutcome =
  | { readonly signedIn: SignedIn }
  | { readonly handle: string; readonly login: string }
  | { readonly newcomer: { readonly proof: string; readonly name: string } };

type Judged = NodeOutcome | { readonly refused: string; readonly account?: Account };

const handleLife = 5 * 60_000;
const proofLife = 10 * 60_000;
/** What is sealed, so that one is never taken for the other. */
const sealedFor = 'registration by the national node';
const away = 'away at the national node';
/** No refusal comes sooner, so that how long it took says nothing of how far it came. */
const refusalTakes = 400;

export type NodeSignIn = ReturnType<typeof nodeSignIn>;

export function nodeSignIn(needs: NodeSignInNeeds) {
  return {
    /** Where the browser goes; `sealed` is for its cookie. */
    async begin(level: Identified['level']) {
      const { pending, ...departure } = await needs.node.begin(level);
      return {
        ...departure,
        sealed: (await needs.keys.seal('enrolment', away, JSON.stringify(pending))).toString('base64url'),
      };
    },
    /** See finish. */
    finish: (sealed: string | undefined, returned: { artifact: string; relayState: string }, place: Place) =>
      finish(needs, sealed, returned, place),
  };
}

/**
 * Judges what a browser came back with, and signs in, or says what follows.
 * @throws Refusal `node-refused` whatever was wrong; `not-entitled` to somebody whose right to practise does not hold
 */
async function finish(
  needs: NodeSignInNeeds,
  sealed: string | undefined,
  returned: { artifact: string; relayState: string },
  place: Place,
): Promise<NodeOutcome> {
  const began = performance.now();
  const outcome = await judged(needs, sealed, returned, place).catch(async (error: unknown) => {
    if (!(error instanceof Refusal && error.kind === 'unavailable')) throw error;
    await note(needs, place.call, undefined, error.code);
    throw refuse('node-unavailable');
  });
  if ('refused' in outcome) {
    await note(needs, place.call, outcome.account, outcome.refused);
    if (outcome.refused === 'not-entitled') throw refuse('not-entitled');
    await wait(Math.max(0, refusalTakes - (performance.now() - began)));
    throw refuse('node-refused');
  }
  if ('signedIn' in outcome)
    await note(needs, { ...place.call, actor: actorOf(outcome.signedIn.session) }, undefined, undefined);
  return outcome;
}

async function judged(
  needs: NodeSignInNeeds,
  sealed: string | undefined,
  returned: { artifact: string; relayState: string },
  place: Place,
): Promise<Judged> {
  const pending = sealed === undefined ? undefined : await opened<NodePending>(needs.keys, away, sealed);
  if (!pending) return { refused: 'node-other-browser' };
  const arrival = await needs.node.finish(pending, returned);
  if ('refused' in arrival) return arrival;
  const { person } = arrival;
  const where = { source: place.call.source, device: place.device };
  return needs.database.transaction(async (tx) => {
    const known = await recognise(needs, tx, person, where);
    return follow(needs, tx, person, known, place);
  });
}

/** What follows from who somebody is. */
async function follow(
  needs: NodeSignInNeeds,
  tx: Tx,
  person: Identified,
  known: Recognised,
  place: Place,
): Promise<Judged> {
  if ('refused' in known) return known;
  const now = needs.runtime.now().getTime();
  if ('newcomer' in known) {
    const { givenName, familyName } = person;
    const proven = { givenName, familyName, patient: known.newcomer.patient, until: now + proofLife };
    const proof = (await needs.keys.seal('enrolment', sealedFor, JSON.stringify(proven))).toString('base64url');
    return { newcomer: { proof, name: `${givenName} ${familyName}` } };
  }
  const { account } = known;
  if (account.blockedAt) return { refused: 'node-account-blocked', account };
  if (person.level === 'low') {
    const handle = needs.runtime.randomBytes(32).toString('base64url');
    const expires = new Date(now + handleLife);
    await storeOn(needs, tx).addHandle(hash('sha256', handle, 'buffer'), account.id, expires, 0);
    return { handle, login: account.login };
  }
  const opening = await openSession(needs, tx, account, { factors: ['node'], place });
  return 'refused' in opening ? opening : { signedIn: opening };
}

/** The proof of a newcomer, for enrolment: who the node and the registers say they are. */
export const provenByNode = (keys: Keyring, now: () => Date): IdentityProof => ({
  async prove(proof) {
    const proven = await opened<ProvenPerson & { until: number }>(keys, sealedFor, proof);
    return proven && proven.until > now().getTime() ? proven : undefined;
  },
});

/** Undefined when it was not sealed by us for that. */
async function opened<Value>(keys: Keyring, row: string, sealed: string): Promise<Value | undefined> {
  try {
    return JSON.parse((await keys.open('enrolment', row, Buffer.from(sealed, 'base64url'))).toString()) as Value;
  } catch {
    return undefined;
  }
}
