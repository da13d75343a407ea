/**
 * Our side of the national node: sending a browser away and judging what it comes back with. The order matters: what
 * can be used once is used up before anything is asked, so that trying again never helps. security/requirements 2.3
 */
import { hash, timingSafeEqual } from 'node:crypto';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { judgeArtifactResponse } from '#libs/saml/judge.ts';
import { artifactResolve, authnRequest, metadata } from '#libs/saml/messages.ts';
import type { Level } from '#libs/saml/names.ts';
import { refusalCode } from '#libs/saml/read.ts';
import type { Arrival, Departure, NodeConfiguration, Pending } from './model.ts';
import { callNode } from './soap.ts';
import { usedStore } from './store.ts';

/** So long a person may take at the node. */
const journeyLife = 10 * 60_000;
/** Clocks may differ by this much when an assertion's end is remembered. */
const skew = 60_000;
const day = 24 * 60 * 60_000;

export interface NodeClientNeeds {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly configuration: () => Promise<NodeConfiguration>;
}

/** What a browser comes back with. */
export interface Returned {
  readonly artifact: string;
  readonly relayState: string;
}

export type NodeClient = ReturnType<typeof nodeClient>;

export function nodeClient(needs: NodeClientNeeds) {
  const { runtime, configuration } = needs;
  const newId = (): string => `_${runtime.randomBytes(20).toString('hex')}`;
  return {
    /** What the browser is sent to the node with: a signed request for a level. */
    async begin(level: Level): Promise<Departure> {
      const known = await configuration();
      const now = runtime.now();
      const requestId = newId();
      const relayState = runtime.randomBytes(32).toString('base64url');
      const facts = { ...known, id: requestId, now, destination: known.singleSignOn, level };
      const xml = await authnRequest(facts, known.signer);
      return {
        action: known.formAction ?? known.singleSignOn,
        fields: { SAMLRequest: Buffer.from(xml).toString('base64'), RelayState: relayState },
        pending: { requestId, relayState, level, until: now.getTime() + journeyLife },
      };
    },
    /** See arrive. */
    finish: (pending: Pending, returned: Returned) => arrive(needs, newId(), pending, returned),
    /** Our metadata, for the operator of the node; good for ten days. */
    async metadata(): Promise<string> {
      const known = await configuration();
      const validUntil = new Date(runtime.now().getTime() + 10 * day);
      return metadata({ ...known, id: newId(), validUntil, encryption: known.encryption.certificate }, known.signer);
    },
  };
}

/**
 * Who came back. The request is the one that this very browser was sent away with (`pending`, which it kept sealed); it
 * is used up whatever comes of it.
 * @throws Refusal `node-unavailable` when the node does not answer
 */
async function arrive(
  { database, runtime, configuration }: NodeClientNeeds,
  resolveId: string,
  pending: Pending,
  { artifact, relayState }: Returned,
): Promise<Arrival> {
  const known = await configuration();
  const now = runtime.now();
  const used = usedStore(database);
  if (pending.until < now.getTime()) return { refused: 'node-request-over' };
  if (!sameText(relayState, pending.relayState)) return { refused: 'node-relay-state' };
  if (!(await used.use('request', pending.requestId, new Date(pending.until)))) return { refused: 'node-request-used' };
  if (!isArtifactOf(known.issuer, artifact)) return { refused: 'node-artifact-form' };
  if (!(await used.use('artifact', artifact, new Date(now.getTime() + day)))) return { refused: 'node-artifact-used' };
  const facts = { id: resolveId, now, entityId: known.entityId, destination: known.artifactResolution, artifact };
  const answer = await callNode(known, await artifactResolve(facts, known.signer));
  try {
    const said = judgeArtifactResponse(answer.toString(), {
      ...{ now: runtime.now(), issuer: known.issuer, key: known.nodeKey, decryption: known.encryption.key },
      ...{ audience: known.entityId, assertionConsumer: known.assertionConsumer },
      ...{ resolveId, requestId: pending.requestId, level: pending.level },
    });
    const { id, notOnOrAfter, ...person } = said;
    const remembered = new Date(notOnOrAfter.getTime() + 2 * skew);
    if (!(await used.use('assertion', `${known.issuer} ${id}`, remembered))) return { refused: 'node-assertion-used' };
    return { person: { issuer: known.issuer, ...person } };
  } catch (error) {
    const code = refusalCode(error);
    if (code === undefined) throw error;
    return { refused: `node-${code}` };
  }
}

const sameText = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));

/** saml-bindings 3.6.4: type 4, an index, SHA-1 of the issuer's entity id, a handle of 20 bytes. */
export function isArtifactOf(issuer: string, artifact: string): boolean {
  const bytes = /^[A-Za-z0-9+/]{59}=$/.test(artifact) ? Buffer.from(artifact, 'base64') : Buffer.alloc(0);
  return bytes.length === 44 && bytes.readUInt16BE(0) === 4 && bytes.subarray(4, 24).equals(sourceIdOf(issuer));
}

/** A name of the issuer, no protection: SHA-1 is what the binding says. */
export const sourceIdOf = (issuer: string): Buffer => hash('sha1', issuer, 'buffer');
