/**
 * A referral as a FHIR ServiceRequest of the profile PLReferral, and back. The resource is the truth: everything that a
 * reader of a referral is shown is in it; only the code (numbers.ts) is not.
 */
import type { Resource } from '#core/record/record.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import { type Detail, type Details, isDetail } from './details.ts';
import { type Kind, rules } from './kinds.ts';
import type { Coded, Named, Referral, SpaWay, Step } from './model.ts';
import { keySystem } from './numbers.ts';
import { specialities } from './specialities.ts';
import type { State } from './states.ts';

export const profile = 'urn:ezdrowie:StructureDefinition:PLReferral';
const kindSystem = 'urn:ezdrowie:CodeSystem:referral-kind';
const extensionOf = (name: string) => `urn:ezdrowie:StructureDefinition:PLReferral${name}`;

interface Extension {
  readonly url: string;
  readonly extension?: readonly Extension[];
  readonly [value: `value${string}`]: unknown;
}

const statusOf = { issued: 'active', accepted: 'active', realised: 'completed', cancelled: 'revoked' } as const;

const concept = (system: string, { code, name }: Coded) => ({
  coding: [{ system, code, ...(name ? { display: name } : {}) }],
});
const reference = (type: string, { id, name }: Named) => ({ reference: `${type}/${id}`, display: name });

/** What is stored: `id` and version are the record's. */
export function toResource(referral: Omit<Referral, 'id' | 'version'>): Resource {
  const { kind, state, speciality, diagnoses, procedures, purpose, attachments, issuer, provider } = referral;
  const rule = rules[kind];
  return {
    resourceType: 'ServiceRequest',
    meta: { profile: [profile] },
    extension: extensionsOf(referral),
    identifier: [
      { system: referral.numberSystem, value: referral.number },
      { system: keySystem, value: referral.key },
    ],
    status: statusOf[state],
    intent: 'order',
    category: [
      concept(codeSystems.documentClass, { code: rule.documentClass }),
      concept(kindSystem, { code: kind, name: rule.name.pl }),
    ],
    priority: referral.urgency === 'UR' ? 'urgent' : 'routine',
    code: { text: `Skierowanie ${speciality ? (specialities.get(speciality.code) ?? rule.name.pl) : rule.name.pl}` },
    ...some(
      'orderDetail',
      procedures.map((one) => concept(codeSystems.icd9pl, one)),
    ),
    subject: {
      reference: `Patient/${referral.patient}`,
      ...(referral.patientName ? { display: referral.patientName } : {}),
    },
    authoredOn: referral.issuedAt,
    requester: issuer.person
      ? reference('Practitioner', issuer.person)
      : issuer.facility
        ? reference('Organization', issuer.facility)
        : { display: 'Minister Zdrowia (automatycznie)' },
    ...(speciality ? { performerType: concept(codeSystems.cellSpeciality, withName(speciality)) } : {}),
    ...some('performer', provider ? [reference('Organization', provider)] : []),
    reasonCode: diagnoses.map((one) => concept(codeSystems.icd10, one)),
    ...some(
      'supportingInfo',
      attachments.map((one) => ({ reference: one })),
    ),
    ...some('note', purpose ? [{ text: purpose }] : []),
    ...(referral.appointment ? { occurrenceDateTime: referral.appointment } : {}),
  };
}

const withName = ({ code, name }: Coded): Coded => ({ code, name: specialities.get(code) ?? name ?? code });
const some = (name: string, values: readonly unknown[]) => (values.length > 0 ? { [name]: values } : {});

function extensionsOf({ details, issuer, acceptedBy, validUntil, spa, last }: Omit<Referral, 'id' | 'version'>) {
  const simple: Extension[] = [
    ...(issuer.facility
      ? [{ url: extensionOf('Issuer'), valueReference: reference('Organization', issuer.facility) }]
      : []),
    ...(validUntil ? [{ url: extensionOf('ValidUntil'), valueDate: validUntil }] : []),
    ...(acceptedBy ? [{ url: extensionOf('AcceptedBy'), valueCode: acceptedBy }] : []),
  ];
  const many = Object.entries(details).flatMap(([url, value]) => detailOf(url, value));
  return [
    ...simple,
    ...(many.length > 0 ? [{ url: extensionOf('Details'), extension: many }] : []),
    ...(spa ? [{ url: extensionOf('Spa'), extension: spaOf(spa) }] : []),
    { url: extensionOf('Step'), extension: stepOf(last) },
  ];
}

function detailOf(url: string, value: Detail): Extension[] {
  if (typeof value === 'boolean') return [{ url, valueBoolean: value }];
  if (typeof value === 'number') return [{ url, valueDecimal: value }];
  return typeof value === 'string' ? [{ url, valueString: value }] : value.map((one) => ({ url, valueCode: one }));
}

const spaOf = ({ stage, branch, queue, place, returned }: SpaWay): Extension[] => [
  { url: 'stage', valueCode: stage },
  { url: 'branch', valueCode: branch },
  ...(queue === undefined ? [] : [{ url: 'queue', valuePositiveInt: queue }]),
  ...(place
    ? [
        { url: 'place', valueReference: reference('Organization', place) },
        { url: 'stay', valuePeriod: { start: place.from, end: place.to } },
      ]
    : []),
  ...(returned === undefined ? [] : [{ url: 'returned', valueString: returned }]),
];

const stepOf = ({ name, by, at, reason, facility, basis }: Step): Extension[] => [
  { url: 'name', valueCode: name },
  { url: 'by', valueCode: by },
  { url: 'at', valueInstant: at },
  ...(reason ? [{ url: 'reason', valueString: reason }] : []),
  ...(facility ? [{ url: 'facility', valueReference: reference('Organization', facility) }] : []),
  ...(basis ? [{ url: 'basis', valueReference: { reference: basis } }] : []),
];

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
interface Reference {
  readonly reference?: string;
  readonly display?: string;
}
const namedOf = (value: unknown): Named | undefined => {
  const { reference: to = '', display = '' } = (value ?? {}) as Reference;
  const id = to.split('/')[1];
  return id === undefined ? undefined : { id, name: display };
};
const codedOf = (value: unknown): Coded[] => {
  const { coding = [] } = (value ?? {}) as { coding?: { code?: string; display?: string }[] };
  return coding.flatMap(({ code, display }) => (code ? [{ code, ...(display ? { name: display } : {}) }] : []));
};

/** What a stored ServiceRequest of the profile says. Undefined for any other. */
export function fromResource(resource: Resource, version: number): Referral | undefined {
  if (!resource.meta?.profile?.some((one) => one.split('|')[0] === profile)) return undefined;
  const extensions = list<Extension>(resource.extension);
  const value = (name: string) => extensions.find(({ url }) => url === extensionOf(name)) ?? { url: '' };
  const identifiers = list<{ system?: string; value?: string }>(resource.identifier);
  const key = identifiers.find(({ system }) => system === keySystem);
  const number = identifiers.find(({ system }) => system !== keySystem);
  const kind = list<{ coding?: { system?: string; code?: string }[] }>(resource.category)
    .flatMap(({ coding = [] }) => coding)
    .find(({ system }) => system === kindSystem)?.code as Kind | undefined;
  const last = stepFrom(value('Step').extension ?? []);
  if (!kind || !rules[kind] || !key?.value || !number?.value || !last) return undefined;
  const subject = resource.subject as Reference;
  const [provider] = list(resource.performer).map(namedOf);
  const [note] = list<{ text?: string }>(resource.note);
  return {
    ...{ id: resource.id ?? '', version, kind, key: key.value, number: number.value },
    ...{ numberSystem: number.system ?? '', patient: subject.reference?.split('/')[1] ?? '', last },
    ...given('patientName', subject.display),
    urgency: resource.priority === 'urgent' ? 'UR' : 'R',
    state: stateOf(resource, provider),
    issuedAt: String(resource.authoredOn),
    diagnoses: list(resource.reasonCode).flatMap(codedOf),
    procedures: list(resource.orderDetail).flatMap(codedOf),
    ...given('speciality', codedOf(resource.performerType)[0]),
    ...given('purpose', note?.text),
    attachments: list<Reference>(resource.supportingInfo).flatMap(({ reference: to }) => (to ? [to] : [])),
    details: detailsFrom(value('Details').extension ?? []),
    issuer: issuerOf(resource, namedOf(value('Issuer').valueReference)),
    ...given('provider', provider),
    ...given('validUntil', value('ValidUntil').valueDate as string | undefined),
    ...given('acceptedBy', value('AcceptedBy').valueCode as Referral['acceptedBy']),
    ...given('appointment', resource.occurrenceDateTime as string | undefined),
    ...given('spa', spaFrom(value('Spa').extension)),
  };
}

const given = <N extends string, T>(name: N, value: T | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [name in N]?: T };

function stateOf({ status }: Resource, provider: Named | undefined): State {
  if (status === 'completed') return 'realised';
  if (status !== 'active') return 'cancelled';
  return provider ? 'accepted' : 'issued';
}

function issuerOf({ requester }: Resource, facility: Named | undefined): Referral['issuer'] {
  const isPerson = (requester as Reference | undefined)?.reference?.startsWith('Practitioner/');
  return { ...given('person', isPerson ? namedOf(requester) : undefined), ...given('facility', facility) };
}

function detailsFrom(extensions: readonly Extension[]): Details {
  const found: Record<string, Detail> = {};
  for (const { url, valueCode, valueString, valueBoolean, valueDecimal } of extensions) {
    if (!isDetail(url)) continue;
    if (typeof valueCode === 'string') found[url] = [...((found[url] as string[] | undefined) ?? []), valueCode];
    else found[url] = (valueString ?? valueBoolean ?? Number(valueDecimal)) as Detail;
  }
  return found as Details;
}

const part = (extensions: readonly Extension[], name: string): Extension =>
  extensions.find(({ url }) => url === name) ?? { url: name };

function stepFrom(parts: readonly Extension[]): Step | undefined {
  const name = part(parts, 'name').valueCode as Step['name'] | undefined;
  if (!name) return undefined;
  return {
    ...{ name, by: part(parts, 'by').valueCode as Step['by'], at: String(part(parts, 'at').valueInstant) },
    ...given('reason', part(parts, 'reason').valueString as string | undefined),
    ...given('facility', namedOf(part(parts, 'facility').valueReference)),
    ...given('basis', (part(parts, 'basis').valueReference as Reference | undefined)?.reference),
  };
}

function spaFrom(parts: readonly Extension[] | undefined): SpaWay | undefined {
  if (!parts) return undefined;
  const place = namedOf(part(parts, 'place').valueReference);
  const { start = '', end = '' } = (part(parts, 'stay').valuePeriod ?? {}) as { start?: string; end?: string };
  const queue = part(parts, 'queue').valuePositiveInt;
  return {
    stage: part(parts, 'stage').valueCode as SpaWay['stage'],
    branch: String(part(parts, 'branch').valueCode),
    ...given('queue', queue === undefined ? undefined : Number(queue)),
    ...given('place', place && { ...place, from: start, to: end }),
    ...given('returned', part(parts, 'returned').valueString as string | undefined),
  };
}
