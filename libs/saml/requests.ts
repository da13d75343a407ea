/** Reading what a service provider asks of the node; the simulator judges it as strictly as the node does. */
import type { KeyObject } from 'node:crypto';
import type { XmlElement } from 'libxml2-wasm';
import { childrenOf } from '../xml-signature/document.ts';
import { bindings, type Level, levelOf, ns } from './names.ts';
import { demanded, idInEnvelope, instantOf, readSigned, SamlRefusal, textOf } from './read.ts';

export interface ReadRequest {
  readonly id: string;
  readonly issuer: string;
  readonly assertionConsumer: string;
  readonly level: Level;
}

interface Judge {
  readonly now: Date;
  readonly key: KeyObject;
  readonly issuer: string;
  readonly destination: string;
}

/** @throws SamlRefusal, SignatureRefusal */
export const readAuthnRequest = (xml: string, judge: Judge): ReadRequest =>
  readSigned(xml, { name: 'AuthnRequest', namespace: ns.samlp, key: judge.key }, (request) => {
    demandHead(request, judge);
    if (demanded(request, 'ProtocolBinding') !== bindings.artifact) {
      throw new SamlRefusal('binding', 'Answers go by artifact.');
    }
    const [context] = childrenOf(request, 'RequestedAuthnContext', ns.samlp);
    const [asked] = context ? childrenOf(context, 'AuthnContextClassRef', ns.saml) : [];
    const level = asked && levelOf(textOf(asked));
    if (!level) throw new SamlRefusal('level', 'A level of eIDAS is expected.');
    return {
      ...{ id: demanded(request, 'ID'), issuer: judge.issuer, level },
      assertionConsumer: demanded(request, 'AssertionConsumerServiceURL'),
    };
  });

/** @throws SamlRefusal, SignatureRefusal */
export const readArtifactResolve = (soap: string, judge: Judge): { id: string; artifact: string } =>
  readSigned(
    soap,
    { name: 'ArtifactResolve', namespace: ns.samlp, key: judge.key, id: idInEnvelope(soap, 'ArtifactResolve') },
    (resolve) => {
      demandHead(resolve, judge);
      const [artifact] = childrenOf(resolve, 'Artifact', ns.samlp);
      if (!artifact) throw new SamlRefusal('structure', 'ArtifactResolve lacks the artifact.');
      return { id: demanded(resolve, 'ID'), artifact: textOf(artifact) };
    },
  );

function demandHead(message: XmlElement, { now, issuer, destination }: Judge): void {
  const [said] = childrenOf(message, 'Issuer', ns.saml);
  if (!said || textOf(said) !== issuer) throw new SamlRefusal('issuer', 'This service provider is not known.');
  if (demanded(message, 'Destination') !== destination) throw new SamlRefusal('destination', 'Meant for another node.');
  if (Math.abs(instantOf(message, 'IssueInstant').getTime() - now.getTime()) > 5 * 60_000) {
    throw new SamlRefusal('expired', 'This message is not of now.');
  }
}
