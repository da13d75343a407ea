/** Who calls: a machine client by its certificate, and the clinician in whose name it acts. */
import type { Actor } from '#core/access/actor.ts';
import type { DocumentKind } from '#core/signatures/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { SoapFault } from '#core/soap/fault.ts';
import type { Incoming } from '#core/soap/model.ts';
import { professions } from '#libs/cda/codes.ts';
import type { ClinicalDocument } from '#libs/cda/model.ts';
import { readDocument } from '#libs/cda/read.ts';
import type { ProviderServicesNeeds, Worker } from './needs.ts';
import { NotDone } from './outcome.ts';

/** @throws SoapFault when no client is registered with the certificate, or it was stopped. */
export async function clientOf(needs: ProviderServicesNeeds, { proof }: Incoming): Promise<Actor> {
  const client = await needs.machineOf(proof.thumbprint);
  if (client?.provider) return client;
  const says = 'Ten certyfikat nie należy do zarejestrowanego systemu usługodawcy. Zarejestruj go u operatora.';
  throw new SoapFault('bladUwierzytelnienia', says, 'brakUprawnienPodmiotu');
}

const pharmacists = ['FARMACEUTA', 'TECHNIK_FARMACEUTYCZNY'];

interface Person {
  readonly npwz: string;
  readonly name: string;
  readonly role: 'physician' | 'pharmacist';
  /** They signed the very document: as good as a factor shown now. */
  readonly signedAt?: Date;
}

/** A clinician at the provider whose system calls. @throws SoapFault when the register knows no such right. */
async function actorOf(needs: ProviderServicesNeeds, client: Actor, person: Person): Promise<Actor> {
  const worker = await needs.workerOf(person.npwz);
  if (!worker) {
    const says = `Rejestr nie potwierdza prawa wykonywania zawodu ${person.npwz}.`;
    throw new SoapFault('bladAutoryzacji', says, 'brakUprawnienPracownikaMedycznego');
  }
  return {
    ...{ role: person.role, id: client.id, name: person.name, purpose: 'TREAT', scopes: [] },
    ...{ practitioner: worker.practitioner, facility: client.provider ?? '', facilityName: client.name },
    ...(client.gate && { gate: client.gate }),
    ...(person.signedAt && { provenAt: person.signedAt }),
  };
}

/** Whom the context names. @throws SoapFault when it names nobody. */
export async function namedByContext(needs: ProviderServicesNeeds, client: Actor, incoming: Incoming): Promise<Actor> {
  const { idUzytkownikaOidExt: npwz, rolaBiznesowa = '' } = incoming.context;
  if (!npwz) {
    const says = 'kontekstWywolania ma podać użytkownika (idUzytkownikaOidExt) i jego rolę (rolaBiznesowa).';
    throw new SoapFault('niepoprawnyKomunikat', says, 'bladKontekstu');
  }
  const role = pharmacists.includes(rolaBiznesowa) ? 'pharmacist' : 'physician';
  return actorOf(needs, client, { npwz, name: `NPWZ ${npwz}`, role });
}

export interface Brought<Kind extends ClinicalDocument['kind']> {
  readonly document: Extract<ClinicalDocument, { kind: Kind }>;
  /** As it was sent. */
  readonly signed: Buffer;
  /** Its author. */
  readonly actor: Actor;
}

/**
 * A document that was sent: its signature verified, read from what was signed, its signer proven to be its author.
 * @throws NotDone with everything that is wrong
 */
export async function brought<Kind extends ClinicalDocument['kind']>(
  needs: ProviderServicesNeeds,
  { client, incoming }: { readonly client: Actor; readonly incoming: Incoming },
  base64: string,
  { kind, policy }: { readonly kind: Kind; readonly policy: (document: ClinicalDocument) => DocumentKind },
): Promise<Brought<Kind>> {
  const signed = Buffer.from(base64, 'base64');
  const first = readDocument(signed);
  const { content, signer } = await needs
    .verify(signed, first.document ? policy(first.document) : 'medical-document')
    .catch((error: unknown) => {
      if (error instanceof Refusal)
        throw new NotDone(error.code, `Podpis dokumentu nie jest przyjęty: ${error.message}`);
      throw error;
    });
  const { document, faults } = readDocument(content);
  if (!document) throw new NotDone('dokument', 'Dokument zawiera błędy.', faults);
  if (document.kind !== kind) throw new NotDone('rodzaj-dokumentu', `To nie jest dokument rodzaju ${kind}.`);
  const { author } = document;
  const npwz = author.id.extension;
  const named = incoming.context.idUzytkownikaOidExt;
  if (named !== undefined && named !== npwz) {
    throw new SoapFault(
      'bladAutoryzacji',
      'Kontekst wywołania podaje kogo innego niż autor dokumentu.',
      'bladKontekstu',
    );
  }
  const isPharmacist = author.profession === 'FARM' || author.profession === 'TFARM';
  const actor = await actorOf(needs, client, {
    ...{ npwz, signedAt: needs.runtime.now(), role: isPharmacist ? 'pharmacist' : 'physician' },
    name: `${professions[author.profession]} ${[...author.name.given, author.name.family].join(' ')}`,
  });
  await demandOwnSignature(needs, npwz, signer.subject);
  return { document: document as Brought<Kind>['document'], signed, actor };
}

/** The certificate names its holder by PESEL or by the right to practise. */
async function demandOwnSignature(needs: ProviderServicesNeeds, npwz: string, subject: string): Promise<void> {
  const { pesel } = (await needs.workerOf(npwz)) as Worker;
  const numbers = subject.split(/[^0-9A-Za-z]+/);
  if (numbers.includes(pesel) || numbers.includes(npwz)) return;
  throw new NotDone('podpisujacy', 'Dokument podpisał ktoś inny niż jego autor.');
}
