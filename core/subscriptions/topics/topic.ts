/**
 * A SubscriptionTopic as this server understands it: which changes of which resources are events, by what Subscriptions
 * may narrow them, what is told beside. https://hl7.org/fhir/R4B/subscriptiontopic.html
 */
import { compileFhirPath, FhirPathRefused } from '#libs/fhir/fhirpath/index.ts';
import { storedTypes } from '../../record/checks.ts';
import { asksAboutOthers, parseSearch } from '../../record/search/index.ts';
import { Refusal } from '../../refusal/refusal.ts';

export type Interaction = 'create' | 'update' | 'delete';
export const interactions: readonly Interaction[] = ['create', 'update', 'delete'];

/** Every type of resource. */
export const anyType = 'Resource';
/** Every parameter of a search. */
export const anyParameter = '*';

export interface Trigger {
  readonly resource: string;
  readonly interactions: readonly Interaction[];
  readonly query?: QueryCriteria;
  /** `%previous` and `%current` are the versions; either may be empty. */
  readonly path?: string;
}

export interface QueryCriteria {
  readonly previous?: string;
  readonly current?: string;
  /** What the test of `previous` gives when there was nothing, and that of `current` when nothing is left. */
  readonly passesOnCreate: boolean;
  readonly passesOnDelete: boolean;
  readonly both: boolean;
}

export interface Topic {
  readonly url: string;
  readonly version?: string;
  readonly title?: string;
  readonly triggers: readonly Trigger[];
  readonly filters: readonly { readonly resource?: string; readonly parameter: string }[];
  readonly shapes: readonly { readonly resource: string; readonly includes: string }[];
}

type Json = { readonly [name: string]: unknown };

const most = { triggers: 200, filters: 500, shapes: 200, text: 2_000 };

export const badTopic = (says: string): Refusal =>
  new Refusal('rule-broken', 'bad-topic', `SubscriptionTopic: ${says}`);

/** @throws Refusal naming what is missing or cannot be done here. */
export function understandTopic(resource: Json): Topic {
  const url = textOf(resource.url);
  if (!url || !URL.canParse(url)) throw badTopic('url must be an absolute address.');
  const status = textOf(resource.status) ?? 'active';
  if (status !== 'active') throw badTopic(`its status is ${status}: only active topics can be subscribed to.`);
  if (listOf(resource.eventTrigger).length > 0) throw badTopic('eventTrigger is not done here: use resourceTrigger.');
  const triggers = listOf(resource.resourceTrigger).map(triggerOf);
  if (triggers.length === 0) throw badTopic('it needs a resourceTrigger.');
  const filters = listOf(resource.canFilterBy).map(filterOf);
  const shapes = listOf(resource.notificationShape).flatMap(shapeOf);
  if (triggers.length > most.triggers || filters.length > most.filters || shapes.length > most.shapes) {
    throw badTopic(`at most ${most.triggers} triggers, ${most.filters} filters and ${most.shapes} shapes.`);
  }
  const [version, title] = [textOf(resource.version), textOf(resource.title)];
  return { url, ...(version ? { version } : {}), ...(title ? { title } : {}), triggers, filters, shapes };
}

function triggerOf(trigger: Json): Trigger {
  const resource = typeOf(trigger.resource);
  const asked = arrayOf(trigger.supportedInteraction).map(textOf) as Interaction[];
  for (const one of asked) {
    if (!interactions.includes(one)) throw badTopic(`supportedInteraction is one of ${interactions.join(', ')}.`);
  }
  const query = trigger.queryCriteria === undefined ? undefined : criteriaOf(resource, trigger.queryCriteria as Json);
  const path = textOf(trigger.fhirPathCriteria);
  if (path !== undefined) demandPath(path);
  return {
    ...{ resource, interactions: asked.length > 0 ? asked : interactions },
    ...(query ? { query } : {}),
    ...(path === undefined ? {} : { path }),
  };
}

function criteriaOf(resource: string, criteria: Json): QueryCriteria {
  const side = (name: string): string | undefined => {
    const text = textOf(criteria[name])?.replace(new RegExp(`^${resource}\\?`), '');
    if (text === undefined) return undefined;
    if (resource === anyType) throw badTopic('queryCriteria needs one type of resource.');
    // What others say may have changed between the versions: the answer would depend on when it is asked.
    if (asksAboutOthers(resource, text)) throw badTopic(`queryCriteria.${name} must ask about the resource alone.`);
    return text;
  };
  const [previous, current] = [side('previous'), side('current')];
  if (previous === undefined && current === undefined) throw badTopic('queryCriteria says nothing.');
  return {
    ...(previous === undefined ? {} : { previous }),
    ...(current === undefined ? {} : { current }),
    passesOnCreate: criteria.resultForCreate === 'test-passes',
    passesOnDelete: criteria.resultForDelete === 'test-passes',
    both: criteria.requireBoth === true,
  };
}

function demandPath(path: string): void {
  try {
    compileFhirPath(path);
  } catch (error) {
    if (error instanceof FhirPathRefused) throw badTopic(`fhirPathCriteria: ${error.message}`);
    throw error;
  }
}

function filterOf(filter: Json): Topic['filters'][number] {
  const parameter = textOf(filter.filterParameter);
  if (!parameter) throw badTopic('canFilterBy needs a filterParameter.');
  return { ...(filter.resource === undefined ? {} : { resource: typeOf(filter.resource) }), parameter };
}

/** What shapes ask for is a recommendation: includes that this server does not know are left out. */
function shapeOf(shape: Json): Topic['shapes'] {
  const resource = typeOf(shape.resource);
  if (resource === anyType) return [];
  const asked = [
    ...arrayOf(shape.include).map((one) => includeOf('_include', textOf(one))),
    ...arrayOf(shape.revInclude).map((one) => includeOf('_revinclude', textOf(one))),
  ].flat();
  const known = asked.filter((one) => {
    try {
      parseSearch(resource, one, { strict: true });
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  });
  return known.length === 0 ? [] : [{ resource, includes: known.join('&') }];
}

/** `Encounter:patient&iterate=Patient.link`, as the guide writes it. */
function includeOf(name: string, text = ''): string[] {
  const [first = '', ...more] = text.split('&');
  const iterated = more.filter((part) => part.startsWith('iterate=')).map((part) => part.slice(8).replace('.', ':'));
  return [
    `${name}=${encodeURIComponent(first)}`,
    ...iterated.map((one) => `${name}:iterate=${encodeURIComponent(one)}`),
  ];
}

/** A name, or the address of its definition. */
function typeOf(value: unknown): string {
  const type = textOf(value)?.replace('http://hl7.org/fhir/StructureDefinition/', '') ?? '';
  if (type === anyType || storedTypes.includes(type)) return type;
  throw badTopic(`'${type.slice(0, 100)}' is no type of resource here.`);
}

const arrayOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const listOf = (value: unknown): readonly Json[] =>
  arrayOf(value).map((one) => {
    if (typeof one === 'object' && one !== null) return one as Json;
    throw badTopic('an element has no content.');
  });

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value.length <= most.text) return value;
  throw badTopic(`texts must be texts, of at most ${most.text} letters.`);
}
