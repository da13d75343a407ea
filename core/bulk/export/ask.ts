/**
 * What a client asks by `$export`, understood or refused.
 * https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters
 */
import type { Actor } from '../../access/actor.ts';
import { authorize } from '../../access/index.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { storedTypes } from '../../record/checks.ts';
import type { ExportPermit } from './permit.ts';
import { checkFilter } from '../../record/search/export-statement.ts';
import { isPersonal } from '../../record/search/compartments.ts';
import type { ParseOptions } from '../../record/search/index.ts';

export type Level = 'system' | 'patient' | 'group';

/** Kept as JSON until the export runs. */
export interface AskedExport {
  readonly level: Level;
  readonly group?: string;
  readonly types: readonly string[];
  /** `Type?query`. */
  readonly filters: readonly string[];
  readonly elements: readonly string[];
  readonly since?: string;
  /** Ids of Patients. */
  readonly patients?: readonly string[];
  /** What was asked and is not done: told as warnings among the errors. */
  readonly ignored?: readonly string[];
  /** Under which it may be of many patients; stands in the manifest. */
  readonly permit?: ExportPermit;
}

export interface AskOptions extends ParseOptions {
  readonly level: Level;
  readonly group: string;
  readonly actor: Actor;
  /** `Prefer: handling=`; without it what is merely wished for is left out, what is not understood is refused. */
  readonly handling: 'strict' | 'lenient' | undefined;
}

const formats = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson']);
const known = ['_outputFormat', '_since', '_type', '_typeFilter', '_elements', 'patient', 'allowPartialManifests'];
/** Known, but not done: what is exported without it is right, only less. */
const wishes = ['includeAssociatedData'];

const bad = (name: string, says: string): Refusal => new Refusal('invalid', 'bad-parameter', `${name} ${says}`);

/** @throws Refusal `invalid` naming the parameter; `forbidden` for types that the scopes do not give. */
export function understandExport(parameters: readonly (readonly [string, string])[], options: AskOptions): AskedExport {
  const { level, group, handling, actor } = options;
  const all = (name: string) => parameters.filter(([key]) => key === name).map(([, value]) => value);
  const listed = (name: string) =>
    all(name)
      .flatMap((value) => value.split(','))
      .filter((word) => word !== '');
  const ignored = ignoredOf(parameters, handling);
  // A manifest here is always of all; who allows less gets no less.
  if (all('allowPartialManifests').some((one) => one !== 'true' && one !== 'false')) {
    throw bad('allowPartialManifests', 'is true or false.');
  }
  const format = all('_outputFormat').find((one) => !formats.has(one.replace(' ', '+')));
  if (format !== undefined) throw bad('_outputFormat', 'must be application/fhir+ndjson: nothing else is written.');
  const patients = listed('patient').map((reference) => reference.replace(/^.*Patient\//, ''));
  if (patients.length > 0 && level === 'system') throw bad('patient', 'is for Patient/$export and Group/…/$export.');
  if (patients.some((id) => !/^[A-Za-z0-9\-.]{1,64}$/.test(id))) throw bad('patient', 'wants references Patient/id.');
  const since = all('_since').at(-1);
  if (
    since !== undefined &&
    !(/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(since) && !Number.isNaN(Date.parse(since)))
  ) {
    throw bad('_since', 'must be an instant such as 2026-01-31T10:00:00Z.');
  }
  const types = typesOf(listed('_type'), level, actor);
  return {
    ...{ level, types, elements: elementsOf(listed('_elements')) },
    filters: filtersOf(all('_typeFilter'), types, options),
    ...(group ? { group } : {}),
    ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    ...(patients.length > 0 ? { patients } : {}),
    ...(ignored.length > 0 ? { ignored } : {}),
  };
}

/** What is left out. @throws Refusal for what may not be: https://hl7.org/fhir/uv/bulkdata/STU2/export.html */
function ignoredOf(parameters: readonly (readonly [string, string])[], handling: AskOptions['handling']): string[] {
  const ignored = new Set<string>();
  for (const [name, value] of parameters) {
    if (known.includes(name) || (wishes.includes(name) && value === '')) continue;
    const shown = (wishes.includes(name) ? `${name}=${value}` : name).slice(0, 60);
    const may = handling === 'lenient' || (wishes.includes(name) && handling !== 'strict');
    if (!may) throw bad(shown, 'is not done here. Leave it out, or send Prefer: handling=lenient.');
    ignored.add(shown);
  }
  return [...ignored];
}

/** Types asked for; without `_type` all of the level that the client may read. */
function typesOf(asked: readonly string[], level: Level, actor: Actor): string[] {
  const ofLevel =
    level === 'system' ? storedTypes : storedTypes.filter((type) => type === 'Patient' || isPersonal(type));
  for (const type of asked) {
    if (!ofLevel.includes(type)) throw bad('_type', `names '${type.slice(0, 60)}', which cannot be exported here.`);
    authorize(actor, 'search-type', type);
  }
  if (asked.length > 0) return [...new Set(asked)];
  const may = ofLevel.filter((type) => {
    try {
      return authorize(actor, 'search-type', type);
    } catch {
      return false;
    }
  });
  // Says which scope is missing.
  if (may.length === 0) authorize(actor, 'search-type', 'Patient');
  return may;
}

function elementsOf(words: readonly string[]): string[] {
  if (words.some((word) => !/^([A-Z][A-Za-z]+\.)?[a-zA-Z][A-Za-z0-9]{0,63}$/.test(word))) {
    throw bad('_elements', 'wants names of elements at the root: id or Patient.name.');
  }
  return [...words];
}

/** Several in one value are parted by commas before `Type?`; commas inside a query stay. */
function filtersOf(values: readonly string[], types: readonly string[], options: AskOptions): string[] {
  const filters = values.flatMap((value) => value.split(/,(?=[A-Z][A-Za-z]*\?)/)).filter((one) => one !== '');
  if (filters.length > 50) throw bad('_typeFilter', 'may be given 50 times at most.');
  for (const filter of filters) {
    const [, type = '', query = ''] = /^([A-Z][A-Za-z]*)\?(.+)$/s.exec(filter) ?? [];
    if (!types.includes(type)) throw bad('_typeFilter', 'wants Type?query, of a type that is exported.');
    checkFilter(type, query, options);
  }
  return filters;
}
