/**
 * Signed summaries: documents in the record. A DocumentReference of our profile, which this system alone writes, has
 * the Bundle with its signature (`Bundle.signature`, JAdES without its payload); the present one is `current`, those
 * that it took the place of are `superseded`.
 */
import { createHash } from 'node:crypto';
import { type Call, decidedBy } from '#core/access/actor.ts';
import type { FhirRecord } from '#core/record/index.ts';
import type { Resource } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Verified } from '#core/signatures/index.ts';
import { parseJson, stringify } from '#libs/fhir/json.ts';
import type { Signatory } from './document.ts';
import type { Fhir } from './model.ts';
import { hasCode, list } from './reading.ts';

export const signedProfile = 'https://ezdrowie.gov.pl/fhir/StructureDefinition/patient-summary-document';
const hiddenExtension = 'https://ezdrowie.gov.pl/fhir/StructureDefinition/patient-summary-hidden';
export const system = 'patient-summary';

/** With what a physician signs, and who judges it; the app hands both in. */
export interface Signatures {
  /** JAdES-B of the caller over these bytes: a compact JWS that carries them. @throws Refusal when they cannot sign. */
  sign(call: Call, json: Uint8Array): Promise<string>;
  /** @throws Refusal 422 `signature-…` that says why a signature does not count. */
  verify(jws: Uint8Array): Promise<Verified>;
}

interface Attachment {
  readonly data?: string;
  readonly title?: string;
}

interface DocumentReference extends Fhir {
  readonly status: 'current' | 'superseded' | 'entered-in-error';
  readonly date?: string;
  readonly author?: readonly { readonly reference?: string; readonly display?: string }[];
  readonly custodian?: { readonly display?: string };
  readonly content: readonly { readonly attachment: Attachment }[];
  readonly extension?: readonly { readonly url: string; readonly valueString?: string }[];
}

/** A signed summary as people list it. */
export interface SignedSummary {
  readonly id: string;
  readonly version: number;
  readonly status: DocumentReference['status'];
  readonly signedAt: string;
  readonly by: string;
  readonly facility?: string;
}

export interface Kept {
  readonly summary: SignedSummary;
  readonly bundle: Fhir;
  /** Keys of lines that the physician left out. */
  readonly hidden: readonly string[];
}

/** The bytes that are signed: the Bundle without its signature, as one line of JSON in its own order. */
function unsignedBytes(bundle: Fhir): Buffer {
  const { signature: _signature, ...rest } = bundle;
  return Buffer.from(stringify(rest));
}

interface ToSign {
  readonly bundle: Fhir;
  readonly signatory: Signatory;
  readonly now: Date;
}

/** The Bundle with its signature. @throws Refusal as `Signatures.sign`. */
export async function sign(signatures: Signatures, call: Call, { bundle, signatory, now }: ToSign): Promise<Fhir> {
  const jws = await signatures.sign(call, unsignedBytes(bundle));
  const [head, , value] = jws.split('.');
  return {
    ...bundle,
    signature: {
      type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1', display: "Author's Signature" }],
      when: now.toISOString(),
      who: { reference: `Practitioner/${signatory.practitioner}`, display: signatory.name },
      targetFormat: 'application/fhir+json',
      sigFormat: 'application/jose',
      data: Buffer.from(`${head}..${value}`).toString('base64'),
    },
  };
}

export type Verdict =
  | { readonly valid: true; readonly signer: string; readonly kind: string; readonly signedAt: string | undefined }
  | { readonly valid: false; readonly why: string; readonly code: string };

/** Whether the signature of a Bundle counts, and whose it is. */
export async function verify({ verify: judge }: Signatures, bundle: Fhir): Promise<Verdict> {
  const { data } = (bundle.signature ?? {}) as { data?: string };
  if (data === undefined) return { valid: false, code: 'unsigned', why: 'This document has no signature.' };
  const [head, , value] = Buffer.from(data, 'base64').toString('latin1').split('.');
  const jws = `${head}.${unsignedBytes(bundle).toString('base64url')}.${value}`;
  try {
    const { signer, kind, claimedAt } = await judge(Buffer.from(jws));
    return { valid: true, signer: signer.name, kind, signedAt: claimedAt?.toISOString() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { valid: false, code: error.code, why: error.message };
  }
}

/** The record takes up to 1 MiB in one text; base64 is a third longer. */
const mostBytes = 700_000;

interface ToKeep {
  readonly patient: string;
  readonly bundle: Fhir;
  readonly signatory: Signatory;
  readonly now: Date;
  readonly hidden: readonly string[];
  /** Signed before, of which the present one is replaced. */
  readonly before: readonly SignedSummary[];
  readonly newId: () => string;
}

/** Writes the signed document; the one before it becomes `superseded` in the same transaction. */
export async function keep(record: FhirRecord, call: Call, toKeep: ToKeep): Promise<void> {
  const { before, newId } = toKeep;
  const json = Buffer.from(stringify(toKeep.bundle));
  if (json.length > mostBytes) {
    throw new Refusal('too-large', 'summary-too-large', {
      message: 'This summary is too long to be kept signed: leave lines out.',
      pl: 'To podsumowanie jest za długie, aby je zapisać z podpisem: pomiń część wpisów.',
    });
  }
  const own = decidedBy(call, system);
  const current = before.filter(({ status }) => status === 'current');
  const replaced = await Promise.all(
    current.map(async ({ id }) => {
      const stored = await record.read(own, 'DocumentReference', id);
      const resource = { ...(JSON.parse(stored.content) as Resource), status: 'superseded' };
      const request = { method: 'PUT', url: `DocumentReference/${id}`, ifMatch: `W/"${stored.version}"` };
      return { resource, request };
    }),
  );
  const made = documentReference(toKeep, json, current);
  const request = { method: 'POST', url: 'DocumentReference' };
  const entry = [{ fullUrl: `urn:uuid:${newId()}`, resource: made, request }, ...replaced];
  await record.bundle(own, { resourceType: 'Bundle', type: 'transaction', entry });
}

function documentReference(
  { patient, signatory, now, hidden, bundle }: ToKeep,
  json: Buffer,
  replaced: readonly SignedSummary[],
) {
  const { practitioner, name, facility, facilityName } = signatory;
  const who = { reference: `Practitioner/${practitioner}`, display: name };
  const attachment = {
    ...{ contentType: 'application/fhir+json', language: bundle.language, data: json.toString('base64') },
    ...{ size: json.length, hash: createHash('sha1').update(json).digest('base64') },
    ...{ title: 'Podsumowanie danych pacjenta, podpisane', creation: now.toISOString() },
  };
  return {
    resourceType: 'DocumentReference',
    meta: { profile: [signedProfile] },
    ...(hidden.length > 0 && { extension: hidden.map((key) => ({ url: hiddenExtension, valueString: key })) }),
    masterIdentifier: bundle.identifier,
    status: 'current',
    docStatus: 'final',
    type: { coding: [{ system: 'http://loinc.org', code: '60591-5', display: 'Patient summary Document' }] },
    subject: { reference: `Patient/${patient}` },
    date: now.toISOString(),
    author: [who],
    authenticator: who,
    ...(facility && {
      custodian: { reference: `Organization/${facility}`, ...(facilityName && { display: facilityName }) },
    }),
    ...(replaced.length > 0 && {
      relatesTo: replaced.map(({ id }) => ({ code: 'replaces', target: { reference: `DocumentReference/${id}` } })),
    }),
    content: [
      {
        attachment,
        format: { system: 'urn:ietf:rfc:3986', code: 'http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips' },
      },
    ],
  };
}

const isOurs = ({ meta }: Fhir): boolean =>
  list<string>((meta as { profile?: unknown } | undefined)?.profile).includes(signedProfile);
const mostVersions = 50;

function keptOf(resource: DocumentReference, version: number): Kept {
  const [first] = resource.content;
  const json = Buffer.from(first?.attachment.data ?? '', 'base64').toString('utf8');
  const hidden = list<{ url: string; valueString?: string }>(resource.extension)
    .filter(({ url }) => url === hiddenExtension)
    .flatMap(({ valueString }) => valueString ?? []);
  const [author] = resource.author ?? [];
  const facility = resource.custodian?.display;
  const summary = {
    ...{ id: resource.id, version, status: resource.status, signedAt: resource.date ?? '', by: author?.display ?? '–' },
    ...(facility && { facility }),
  };
  return { summary, bundle: parseJson(json, limits) as Fhir, hidden };
}

const limits = { depth: 64, keys: 10_000, elements: 1_000_000, string: 4_194_304 };

/** Signed summaries of a patient, the newest first, as many as the caller may see; at most 50. */
export async function signedOf(record: FhirRecord, call: Call, patient: string): Promise<Kept[]> {
  const query = `patient=${patient}&type=http://loinc.org|60591-5&_sort=-date&_count=${mostVersions}`;
  const page = await record.search(call, 'DocumentReference', query);
  return page.entries
    .filter(({ mode }) => mode === 'match')
    .map(({ stored }) => ({ resource: JSON.parse(stored.content) as DocumentReference, version: stored.version }))
    .filter(({ resource }) => isOurs(resource))
    .map(({ resource, version }) => keptOf(resource, version));
}

/** One of them. @throws Refusal `not-found` also for a document that is something else, or of another patient. */
export async function signedOne(record: FhirRecord, call: Call, patient: string, id: string): Promise<Kept> {
  const { content, version } = await record.read(call, 'DocumentReference', id);
  const resource = JSON.parse(content) as DocumentReference;
  const subject = (resource.subject as { reference?: string } | undefined)?.reference;
  if (isOurs(resource) && subject === `Patient/${patient}` && hasCode(resource.type, '60591-5')) {
    return keptOf(resource, version);
  }
  throw new Refusal('not-found', 'no-such-summary', 'There is no signed summary of this patient under this id.');
}
