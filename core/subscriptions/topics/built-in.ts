/** The topics that the platform itself publishes; anybody with the rights on the resources may subscribe to them. */
import { compartmentParameters } from '#libs/fhir/compartment.ts';
import { searchParameter } from '#libs/fhir/search/parameters.ts';
import { storedTypes } from '../../record/checks.ts';
import { sharedTypes } from '../../access/index.ts';
import { anyParameter, anyType, type Topic, understandTopic } from './topic.ts';

const url = (name: string): string => `https://ezdrowie.gov.pl/fhir/SubscriptionTopic/${name}`;

/** A resource of any type was created, changed or deleted; needs a filter, which says of which type. */
export const changedTopic = url('resource-changed');

const inpatient = "('IMP' | 'ACUTE' | 'NONAC' | 'OBSENC' | 'SS')";
const underWay = (version: string): string =>
  `(${version}.status = 'in-progress' and ${version}.class.code in ${inpatient})`;
const encounterFilters = ['patient', 'subject', 'service-provider', 'location', 'practitioner', 'class', 'type'];
const encounterShape = { resource: 'Encounter', include: ['Encounter:patient', 'Encounter:service-provider'] };

const ofEncounters = (name: string, title: string, trigger: object) => ({
  ...{ url: url(name), title, status: 'active' },
  resourceTrigger: [{ resource: 'Encounter', supportedInteraction: ['create', 'update'], ...trigger }],
  canFilterBy: encounterFilters.map((filterParameter) => ({ resource: 'Encounter', filterParameter })),
  notificationShape: [encounterShape],
});

const becomes = (status: string) => ({
  queryCriteria: {
    ...{ previous: `status:not=${status}`, resultForCreate: 'test-passes' },
    ...{ current: `status=${status}`, resultForDelete: 'test-fails', requireBoth: true },
  },
});

/** What lies in a patient's compartment: by `patient`, or by `_id` for the Patient itself. */
const isPersonal = (type: string): boolean =>
  compartmentParameters(type).length > 0 && searchParameter(type, 'patient') !== undefined;
const personalTypes = (): string[] =>
  storedTypes.filter((type) => type === 'Patient' || (!sharedTypes.has(type) && isPersonal(type)));

const published = (personal: readonly string[]) => [
  {
    ...{ url: changedTopic, title: 'A resource was created, changed or deleted', status: 'active' },
    resourceTrigger: [{ resource: anyType }],
    canFilterBy: [{ filterParameter: anyParameter }],
  },
  {
    ...{ url: url('patient-data'), title: 'Something in a patient’s record was created, changed or deleted' },
    resourceTrigger: personal.map((resource) => ({ resource })),
    canFilterBy: personal.map((resource) => ({
      resource,
      filterParameter: resource === 'Patient' ? '_id' : 'patient',
    })),
  },
  ofEncounters('encounter-start', 'An encounter began', becomes('in-progress')),
  ofEncounters('encounter-end', 'An encounter ended', becomes('finished')),
  ofEncounters('admission', 'A patient was admitted to hospital', {
    fhirPathCriteria: `${underWay('%current')} and (%previous.exists() and ${underWay('%previous')}).not()`,
  }),
  ofEncounters('discharge', 'A stay in hospital ended', {
    fhirPathCriteria: `${underWay('%previous')} and %current.status = 'finished'`,
  }),
];

let topics: ReadonlyMap<string, Topic> | undefined;

/** By address. Made when first asked for: a first start compiles the definitions that they are understood by. */
export function builtInTopics(): ReadonlyMap<string, Topic> {
  topics ??= new Map(published(personalTypes()).map((topic) => [topic.url, understandTopic(topic)]));
  return topics;
}
