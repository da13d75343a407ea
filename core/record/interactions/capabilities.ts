/**
 * CapabilityStatement: what the server really does, from the tables it works by.
 * https://hl7.org/fhir/R4/capabilitystatement.html
 */
import { compartmentParameters } from '#libs/fhir/compartment.ts';
import { compartmentTypes } from '#libs/fhir/compartments.ts';
import type { KnownParameters, SearchParameter } from '#libs/fhir/search/parameters.ts';
import { storedTypes } from '../checks.ts';
import type { RecordContext, RecordSettings } from '../context.ts';

const interactions = [
  'read',
  'vread',
  'update',
  'patch',
  'delete',
  'history-instance',
  'history-type',
  'create',
  'search-type',
] as const;

/** JSON Patch, and FHIRPath Patch in Parameters. https://hl7.org/fhir/R4/http.html#patch */
export const patchFormats = ['application/json-patch+json', 'application/fhir+json', 'application/fhir+xml'];

/** What the statement says of an operation (http/operation.ts). */
export interface PublishedOperation {
  /** Without `$`. */
  readonly name: string;
  /** Canonical address of the OperationDefinition. */
  readonly definition: string;
  /** Answers at `[base]/$name`. */
  readonly system?: boolean;
  /** Answers at `[base]/Type/$name`: of these types, or of every type. */
  readonly types?: readonly string[] | 'all';
  /** Answers at `[base]/Type/id/$name`. */
  readonly instances?: readonly string[] | 'all';
}

/** What other parts of the platform add to the statement. */
export interface PublishedSubscriptions {
  /** Addresses of the platform's own SubscriptionTopics. */
  readonly topics: readonly string[];
  /** Where sockets are bound to Subscriptions. */
  readonly websocket?: string;
}

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

/** https://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition-capabilitystatement-subscriptiontopic-canonical.html */
const ofSubscriptions = ({ topics }: PublishedSubscriptions) => ({
  extension: topics.map((valueCanonical) => ({
    url: `${backport}/capabilitystatement-subscriptiontopic-canonical`,
    valueCanonical,
  })),
  supportedProfile: [`${backport}/backport-subscription`],
});

/** https://hl7.org/fhir/R4/extension-capabilitystatement-websocket.html */
const socketAt = (valueUri: string) => ({
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket', valueUri }],
});

const published = ({ name, definition }: PublishedOperation) => ({ name, definition });
const isOf = ({ types = [], instances = [] }: PublishedOperation, type: string): boolean =>
  [types, instances].some((level) => level === 'all' || level.includes(type));

const described = (operations: readonly PublishedOperation[]) =>
  operations.length > 0 ? { operation: operations.map(published) } : {};

/** The statement as JSON text. `date`: since when the server does this. Parameters that cannot be asked yet are left out. */
export function capabilityStatement(
  { settings: { baseUrl, references }, virtualTypes }: Pick<RecordContext, 'settings' | 'virtualTypes'>,
  operations: readonly PublishedOperation[],
  date: Date,
  known: KnownParameters,
  subscriptions?: PublishedSubscriptions,
): string {
  const parametersOf = (type: string) => known.parametersOf(type).filter(({ unready }) => unready === undefined);
  const referring = referringParameters(parametersOf);
  return JSON.stringify({
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: date.toISOString(),
    publisher: 'e-Zdrowie',
    kind: 'instance',
    software: { name: 'e-Zdrowie' },
    implementation: { description: 'The national record, FHIR R4.', url: baseUrl },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'application/fhir+xml', 'json', 'xml'],
    patchFormat: patchFormats,
    rest: [
      {
        ...(subscriptions?.websocket ? socketAt(subscriptions.websocket) : {}),
        mode: 'server',
        security: {
          cors: false,
          service: [
            {
              coding: [
                { system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' },
              ],
            },
          ],
        },
        resource: storedTypes.map((type) => ({
          ...(type === 'Subscription' && subscriptions ? ofSubscriptions(subscriptions) : {}),
          ...ofType(type, parametersOf(type), references, virtualTypes[type] ? undefined : (referring.get(type) ?? [])),
          ...described(operations.filter((one) => isOf(one, type))),
        })),
        interaction: ['transaction', 'batch', 'search-system', 'history-system'].map((code) => ({ code })),
        ...described(operations.filter(({ system }) => system)),
        compartment: compartmentTypes.map((type) => definitionUrl(type)),
      },
    ],
  });
}

function ofType(
  type: string,
  parameters: readonly SearchParameter[],
  references: RecordSettings['references'],
  /** Undefined: what is found brings nothing else along. */
  revIncludes: readonly string[] | undefined,
) {
  const includes = revIncludes ? parameters.filter(isReference).map(({ code }) => `${type}:${code}`) : [];
  return {
    type,
    profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
    interaction: interactions.map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: true,
    // Several only as `_count` allows, which is said in the request.
    conditionalDelete: 'multiple',
    referencePolicy: ['literal', 'logical', 'local', ...(references === 'check' ? ['enforced'] : [])],
    ...(includes.length > 0 ? { searchInclude: includes } : {}),
    ...(revIncludes && revIncludes.length > 0 ? { searchRevInclude: revIncludes } : {}),
    searchParam: [
      ...parameters.map(({ code, url, type: kind }) => ({ name: code, definition: url, type: kind })),
      ...(type === 'Location' ? [near] : []),
    ],
  };
}

const near = { name: 'near', definition: 'http://hl7.org/fhir/SearchParameter/Location-near', type: 'special' };

const definitionUrl = (compartment: string): string =>
  `http://hl7.org/fhir/CompartmentDefinition/${compartment.charAt(0).toLowerCase()}${compartment.slice(1)}`;

const isReference = ({ type }: SearchParameter): boolean => type === 'reference';

/** Which parameters lead to a type from elsewhere. Those that may lead anywhere are told for no type in particular. */
function referringParameters(parametersOf: KnownParameters['parametersOf']): Map<string, string[]> {
  const referring = new Map<string, string[]>();
  for (const type of storedTypes) {
    for (const { code, targets = [] } of parametersOf(type).filter(isReference)) {
      if (targets.length > 40) continue;
      // In the compartment of a patient, one name for the way back is enough: `patient` where there is one.
      if (code === 'subject' && compartmentParameters(type).includes('patient')) continue;
      for (const target of targets) referring.set(target, [...(referring.get(target) ?? []), `${type}:${code}`]);
    }
  }
  return referring;
}
