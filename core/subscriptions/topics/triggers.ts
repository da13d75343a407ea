/** Which changes are events of a topic: the versions before and after are held against its triggers. */
import type { Visibility } from '../../access/index.ts';
import type { FeedEntry } from '../../feed/index.ts';
import type { Key } from '../../record/keys.ts';
import { findVersion } from '../../record/store.ts';
import { matchingVersions, type VersionOf } from '../../record/search/index.ts';
import { asBoolean, compileFhirPath, type Expression, FhirPathRefused, itemOf } from '#libs/fhir/fhirpath/index.ts';
import { parseJson } from '#libs/fhir/json.ts';
import type { SubscriptionNeeds } from '../needs.ts';
import { anyType, type QueryCriteria, type Trigger } from './topic.ts';

export interface Asking {
  readonly needs: SubscriptionNeeds;
  /** Compartment of the change. */
  readonly patient: Key;
  readonly visibility: Visibility;
}

/** Steps of all expressions that one change may cost. */
const stepsOfChange = 200_000;

export const optionsOf = ({ record, runtime }: SubscriptionNeeds) => ({
  base: [`${record.settings.baseUrl}/`],
  now: runtime.now,
});

/** The version that a change made; of a deletion, the last one. */
export const told = (entry: FeedEntry, patient: Key): VersionOf => ({
  ...{ id: entry.id, patient },
  version: entry.method === 'delete' ? entry.version - 1 : entry.version,
});
const before = (entry: FeedEntry, patient: Key): VersionOf => ({ id: entry.id, patient, version: entry.version - 1 });

/** Those of the entries, all of one type, that some trigger takes for an event. */
export async function triggered(
  asking: Asking,
  type: string,
  entries: readonly FeedEntry[],
  triggers: readonly Trigger[],
): Promise<FeedEntry[]> {
  const hit = new Set<FeedEntry>();
  const budget = { steps: stepsOfChange };
  for (const trigger of triggers) {
    if (trigger.resource !== type && trigger.resource !== anyType) continue;
    let left = entries.filter((entry) => !hit.has(entry) && trigger.interactions.includes(entry.method as never));
    if (trigger.query) left = await byQuery(asking, type, left, trigger.query);
    const { path } = trigger;
    if (path !== undefined) {
      const passing = [];
      for (const entry of left) if (await byPath(asking, type, entry, path, budget)) passing.push(entry);
      left = passing;
    }
    for (const entry of left) hit.add(entry);
  }
  return entries.filter((entry) => hit.has(entry));
}

/** https://hl7.org/fhir/R4B/subscriptiontopic-definitions.html#SubscriptionTopic.resourceTrigger.queryCriteria */
async function byQuery(
  { needs, patient, visibility }: Asking,
  type: string,
  entries: readonly FeedEntry[],
  { previous, current, passesOnCreate, passesOnDelete, both }: QueryCriteria,
): Promise<FeedEntry[]> {
  const matching = (query: string, versions: readonly VersionOf[]) =>
    matchingVersions(needs.database, type, query, versions, visibility, optionsOf(needs));
  const born = (entry: FeedEntry) => entry.method === 'create';
  const gone = (entry: FeedEntry) => entry.method === 'delete';
  const was =
    previous === undefined
      ? undefined
      : await matching(
          previous,
          entries.filter((entry) => !born(entry)).map((entry) => before(entry, patient)),
        );
  const is =
    current === undefined
      ? undefined
      : await matching(
          current,
          entries.filter((entry) => !gone(entry)).map((entry) => told(entry, patient)),
        );
  return entries.filter((entry) => {
    const results = [
      ...(was ? [born(entry) ? passesOnCreate : was.has(entry.id)] : []),
      ...(is ? [gone(entry) ? passesOnDelete : is.has(entry.id)] : []),
    ];
    return both ? results.every(Boolean) : results.some(Boolean);
  });
}

const compiled = new Map<string, Expression>();
const mostCompiled = 500;

function expressionOf(path: string): Expression {
  const known = compiled.get(path);
  if (known) return known;
  const expression = compileFhirPath(path);
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(path, expression);
  return expression;
}

/** What costs too much, or cannot be evaluated on these versions, is no event. */
async function byPath(
  { needs: { database, runtime } }: Asking,
  type: string,
  entry: FeedEntry,
  path: string,
  budget: { steps: number },
): Promise<boolean> {
  const versionAt = async (version: number) => {
    const found = version > 0 ? await findVersion(database, type, entry.id, version, { kind: 'all' }) : undefined;
    return !found || found.deleted ? [] : [itemOf(parseJson(found.content), 'Resource')];
  };
  const current = entry.method === 'delete' ? [] : await versionAt(entry.version);
  const previous = entry.method === 'create' ? [] : await versionAt(entry.version - 1);
  try {
    const variables = { current, previous };
    const focus = current[0] ?? previous[0];
    const now = runtime.now().toISOString();
    return asBoolean(expressionOf(path).evaluate(focus, { variables, now, budget })) === true;
  } catch (error) {
    if (error instanceof FhirPathRefused) return false;
    throw error;
  }
}
