/**
 * SYMULATOR: plays the national node for demonstration and tests, by the same protocol and as strictly: it reads only
 * what our side signed, gives an artifact to the browser, and the assertion by mutual TLS, once. Whoever chooses a
 * person on its page is that person; so it exists in the demonstration only. What it waits for lies in memory, bounded.
 */
import type { Runtime } from '#core/runtime/runtime.ts';
import { type AnswerFacts, artifactResponseXml, assertionXml, responseXml } from '#libs/saml/answer.ts';
import { encryptElement } from '#libs/saml/encryption.ts';
import { inEnvelope, keyOfCertificate, signMessage } from '#libs/saml/messages.ts';
import type { Level } from '#libs/saml/names.ts';
import { readArtifactResolve, readAuthnRequest, type ReadRequest } from '#libs/saml/requests.ts';
import { sourceIdOf } from '../client.ts';
import type { SimulatedPair } from '../configuration.ts';

/** Whom the page offers. */
export interface SimulatedPerson {
  readonly pesel: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
}

export interface SimulatorFacts {
  /** Entity ids and addresses of both sides. */
  readonly issuer: string;
  readonly entityId: string;
  readonly singleSignOn: string;
  readonly artifactResolution: () => string;
}

interface Waiting extends ReadRequest {
  readonly relayState: string;
  readonly until: number;
}

interface Kept {
  readonly facts: AnswerFacts;
  readonly until: number;
}

const life = 10 * 60_000;
const artifactLife = 60_000;
const keptAtMost = 1000;

export type Simulator = ReturnType<typeof nodeSimulator>;

export function nodeSimulator(said: SimulatorFacts, pair: () => Promise<SimulatedPair>, runtime: Runtime) {
  const waiting = bounded<Waiting>(runtime);
  const kept = bounded<Kept>(runtime);
  const newId = (): string => `_${runtime.randomBytes(20).toString('hex')}`;
  return {
    /** A request that a browser brought. @returns the name under which the page asks for it. @throws SamlRefusal */
    async receive(samlRequest: string, relayState: string): Promise<string> {
      const { provider } = await pair();
      const xml = Buffer.from(samlRequest, 'base64').toString();
      const judge = { key: keyOfCertificate(provider.signer.certificate), issuer: said.entityId };
      const request = readAuthnRequest(xml, { ...judge, now: runtime.now(), destination: said.singleSignOn });
      const id = runtime.randomBytes(16).toString('hex');
      waiting.keep(id, { ...request, relayState, until: runtime.now().getTime() + life });
      return id;
    },
    /** What the page shows; undefined when there is no such request. */
    level: (id: string): Level | undefined => waiting.read(id)?.level,
    /** The person chose who to be, and by which means: where the browser goes with the artifact. */
    choose(id: string, person: SimulatedPerson, level: Level): string | undefined {
      const request = waiting.take(id);
      if (!request) return undefined;
      const now = runtime.now();
      const artifact = Buffer.concat([Buffer.of(0, 4, 0, 0), sourceIdOf(said.issuer), runtime.randomBytes(20)]);
      const facts: AnswerFacts = {
        ...{ now, issuer: said.issuer, audience: request.issuer, assertionConsumer: request.assertionConsumer },
        ...{ requestId: request.id, assertionId: newId(), responseId: newId(), answerId: newId(), level },
        person: { ...person },
      };
      const name = artifact.toString('base64');
      kept.keep(name, { facts, until: now.getTime() + artifactLife });
      const { pathname } = new URL(request.assertionConsumer);
      return `${pathname}?${new URLSearchParams({ SAMLart: name, RelayState: request.relayState })}`;
    },
    /** The answer to ArtifactResolve; an artifact stands for something once. @throws SamlRefusal */
    async resolve(soap: string): Promise<string> {
      const { node, provider } = await pair();
      const now = runtime.now();
      const judge = { key: keyOfCertificate(provider.signer.certificate), issuer: said.entityId };
      const asked = readArtifactResolve(soap, { ...judge, now, destination: said.artifactResolution() });
      const found = kept.take(asked.artifact);
      const answerId = newId();
      const facts = { answerId, now, issuer: said.issuer };
      const inner = found && (await signMessage(assertionXml(found.facts), found.facts.assertionId, node.signer));
      const recipient = keyOfCertificate(provider.encryption.certificate);
      const response = found && inner && responseXml(found.facts, encryptElement(inner, { recipient, runtime }));
      return inEnvelope(await signMessage(artifactResponseXml(facts, asked.id, response), answerId, node.signer));
    },
  };
}

/** A map that forgets the oldest, and what is over. */
function bounded<Value extends { until: number }>({ now }: Pick<Runtime, 'now'>) {
  const map = new Map<string, Value>();
  const read = (id: string): Value | undefined => {
    const value = map.get(id);
    return value && value.until > now().getTime() ? value : undefined;
  };
  return {
    read,
    keep(id: string, value: Value): void {
      if (map.size >= keptAtMost) map.delete(map.keys().next().value as string);
      map.set(id, value);
    },
    take(id: string): Value | undefined {
      const value = read(id);
      map.delete(id);
      return value;
    },
  };
}
