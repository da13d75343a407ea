/**
 * A declaration as a FHIR EpisodeOfCare of the profile PLPrimaryCareDeclaration, and back: "an association between a
 * patient and an organization during which it assumes responsibility". docs/decisions say why this type.
 */
import type { Resource } from '#core/record/record.ts';
import { declaredCare } from '#core/record/care.ts';
import {
  type Declaration,
  type FreeReason,
  type Kind,
  kinds,
  type Named,
  type State,
  states,
  type Step,
  type Submitter,
} from './model.ts';

export const profile = 'urn:ezdrowie:StructureDefinition:PLPrimaryCareDeclaration';
const extensionOf = (name: string) => `${profile}${name}`;

interface Extension {
  readonly url: string;
  readonly extension?: readonly Extension[];
  readonly [value: `value${string}`]: unknown;
}

export const kindNames: { readonly [kind in Kind]: string } = {
  doctor: 'Wybór lekarza podstawowej opieki zdrowotnej',
  nurse: 'Wybór pielęgniarki podstawowej opieki zdrowotnej',
  midwife: 'Wybór położnej podstawowej opieki zdrowotnej',
};

/** `cancelled` never came to be, `finished` was. http://hl7.org/fhir/episode-of-care-status */
function statusOf({ state, acceptedAt }: Pick<Declaration, 'state' | 'acceptedAt'>): string {
  if (state === 'submitted') return 'planned';
  if (state === 'accepted') return 'active';
  return acceptedAt === undefined ? 'cancelled' : 'finished';
}

const reference = (type: string, { id, name }: Named) => ({
  reference: `${type}/${id}`,
  ...(name ? { display: name } : {}),
});

/** What is stored; `id` and version are the record's. */
export function toResource(declaration: Omit<Declaration, 'id' | 'version'>): Resource {
  const { kind, state, patient, patientName, facility, person, submittedAt, endedAt, by, answerBy, last } = declaration;
  const { acceptedAt, number, fee, freeReason } = declaration;
  return {
    resourceType: 'EpisodeOfCare',
    meta: { profile: [profile] },
    extension: [
      { url: extensionOf('State'), valueCode: state },
      { url: extensionOf('SubmittedBy'), valueCode: by },
      { url: extensionOf('AnswerBy'), valueInstant: answerBy },
      { url: extensionOf('Number'), valuePositiveInt: number },
      ...(acceptedAt ? [{ url: extensionOf('AcceptedAt'), valueInstant: acceptedAt }] : []),
      ...(fee ? [{ url: extensionOf('Fee'), valueMoney: fee }] : []),
      ...(freeReason ? [{ url: extensionOf('FreeReason'), valueCode: freeReason }] : []),
      { url: extensionOf('Step'), extension: stepOf(last) },
    ],
    status: statusOf({ state, ...(acceptedAt ? { acceptedAt } : {}) }),
    type: [{ coding: [{ system: declaredCare, code: kind, display: kindNames[kind] }], text: kindNames[kind] }],
    patient: reference('Patient', { id: patient, ...(patientName ? { name: patientName } : {}) }),
    managingOrganization: reference('Organization', facility),
    // Care begins with the day of submission (domain facts 7.1).
    period: { start: submittedAt, ...(endedAt ? { end: endedAt } : {}) },
    careManager: reference('Practitioner', person),
  };
}

const stepOf = ({ name, at, reason, text }: Step): Extension[] => [
  { url: 'name', valueCode: name },
  { url: 'at', valueInstant: at },
  ...(reason ? [{ url: 'reason', valueCode: reason }] : []),
  ...(text ? [{ url: 'text', valueString: text }] : []),
];

const namedIn = (value: unknown, type: string): Named | undefined => {
  const { reference: text = '', display } = (value ?? {}) as { reference?: string; display?: string };
  if (!text.startsWith(`${type}/`)) return undefined;
  return { id: text.slice(type.length + 1), ...(display ? { name: display } : {}) };
};

/** Undefined when the resource is no whole declaration. */
export function fromResource(resource: Resource, version: number): Declaration | undefined {
  const { id = '', type, patient, managingOrganization, careManager, period, extension = [] } = resource;
  const extensions = extension as readonly Extension[];
  const of = <T>(name: string, value: `value${string}`) =>
    extensions.find(({ url }) => url === extensionOf(name))?.[value] as T | undefined;
  const coding = (type as { coding?: { system?: string; code?: string }[] }[] | undefined)?.[0]?.coding ?? [];
  const kind = kinds.find((one) => coding.some(({ system, code }) => system === declaredCare && code === one));
  const state = of<State>('State', 'valueCode');
  const who = namedIn(patient, 'Patient');
  const [facility, person] = [namedIn(managingOrganization, 'Organization'), namedIn(careManager, 'Practitioner')];
  const { start, end } = (period ?? {}) as { start?: string; end?: string };
  const last = lastOf(extensions.find(({ url }) => url === extensionOf('Step'))?.extension);
  const answerBy = of<string>('AnswerBy', 'valueInstant');
  const isWhole = kind && state && states.includes(state) && who && facility && person && start && last && answerBy;
  if (!isWhole) return undefined;
  const [fee, freeReason] = [of<Declaration['fee']>('Fee', 'valueMoney'), of<FreeReason>('FreeReason', 'valueCode')];
  const acceptedAt = of<string>('AcceptedAt', 'valueInstant');
  return {
    ...{ id, version, patient: who.id, ...(who.name ? { patientName: who.name } : {}), kind, state, facility, person },
    ...{ submittedAt: start, answerBy, last, by: of<Submitter>('SubmittedBy', 'valueCode') ?? 'paper' },
    ...(acceptedAt ? { acceptedAt } : {}),
    ...(end ? { endedAt: end } : {}),
    number: Number(of('Number', 'valuePositiveInt') ?? 1),
    ...(fee ? { fee } : {}),
    ...(freeReason ? { freeReason } : {}),
  };
}

function lastOf(parts: readonly Extension[] | undefined): Step | undefined {
  const of = (url: string, value: `value${string}`) => parts?.find((one) => one.url === url)?.[value] as string;
  const [name, at] = [of('name', 'valueCode'), of('at', 'valueInstant')];
  if (!name || !at) return undefined;
  const [reason, text] = [of('reason', 'valueCode'), of('text', 'valueString')];
  return { name, at, ...(reason ? { reason } : {}), ...(text ? { text } : {}) };
}
