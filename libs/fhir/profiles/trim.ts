/** Definitions cut down to what validation reads: their texts are for people, and longer than all the rest. */
import type { CodeSystem, Concept, ValueSet, ValueSetInclude } from '../compiler/definitions.ts';
import type { Definition, QuestionnaireDefinition } from './definitions.ts';
import { imposingExtensions, type ProfileDefinition, type ProfileElement, readExtensions } from './profile.ts';
import { heededExtensions } from './questionnaire-extensions.ts';

/** What is left of a resource; undefined when it defines nothing that is validated by. */
export function trimmedDefinition(resource: {
  resourceType: string;
  [element: string]: unknown;
}): Definition | undefined {
  if (typeof resource.url !== 'string') return undefined;
  if (resource.resourceType === 'StructureDefinition') {
    return trimmedProfile(resource as unknown as ProfileDefinition);
  }
  if (resource.resourceType === 'ValueSet') return trimmedSet(resource as unknown as ValueSet);
  if (resource.resourceType === 'Questionnaire') {
    return trimmedQuestionnaire(resource as unknown as QuestionnaireDefinition);
  }
  if (resource.resourceType === 'CodeSystem') return trimmedSystem(resource as unknown as CodeSystem);
  return undefined;
}

const kept =
  /^(?:id|path|sliceName|min|max|slicing|type|binding|constraint|maxLength|isModifier|(?:fixed|pattern|minValue|maxValue)[A-Z]\w*)$/;

export function trimmedProfile(definition: ProfileDefinition): ProfileDefinition {
  const { resourceType, url, version, name, type, kind, derivation, baseDefinition, context, contextInvariant } =
    definition;
  const [differential, snapshot] = [definition.differential?.element, definition.snapshot?.element];
  // Of use only where there is no differential, or what it changes is not known; a base may still come.
  const isWhole = Array.isArray(differential) && differential.length > 0;
  const isOnType = isWhole && baseDefinition === `http://hl7.org/fhir/StructureDefinition/${type}`;
  const trimmed = (element: ProfileElement) => trimmedElement(element, url);
  const sets = containedSets(definition);
  const imposed = imposingExtensions(definition);
  return {
    ...{ resourceType, url, version, name, type, kind, derivation, baseDefinition, context, contextInvariant },
    ...(imposed.length > 0 ? { extension: imposed } : {}),
    ...(sets.length > 0 ? { contained: sets } : {}),
    ...(isWhole ? { differential: { element: differential.map(trimmed) } } : {}),
    ...(!isOnType && Array.isArray(snapshot) ? { snapshot: { element: snapshot.map(trimmed) } } : {}),
  };
}

/** Value sets inside of a profile are known by its address and their id. */
function containedSets({ url, contained }: ProfileDefinition): ValueSet[] {
  const sets = (Array.isArray(contained) ? contained : []) as (ValueSet & { id?: string })[];
  return sets
    .filter((one) => one?.resourceType === 'ValueSet' && typeof one.id === 'string')
    .map((set) => trimmedSet({ ...set, url: `${url}#${set.id}` }));
}

function trimmedElement(element: ProfileElement, url: string): ProfileElement {
  const entries = Object.entries(element).filter(([key]) => kept.test(key));
  const constraint = element.constraint?.map(({ key, severity, human, expression, source }) => ({
    ...{ key, severity, human, expression, source },
  }));
  const { binding } = element;
  const extension = readExtensions(element).map(({ url: of, valueCode, valueBoolean, valueCanonical }) => ({
    ...{ url: of, valueCode, valueBoolean, valueCanonical },
  }));
  const isInside = typeof binding?.valueSet === 'string' && binding.valueSet.startsWith('#');
  return {
    ...Object.fromEntries(entries),
    path: element.path,
    ...(extension.length > 0 ? { extension } : {}),
    ...(constraint ? { constraint } : {}),
    ...(isInside ? { binding: { ...binding, valueSet: url + binding.valueSet } } : {}),
  };
}

export function trimmedSet(set: ValueSet): ValueSet {
  const { resourceType, url, version } = set;
  const compose = set.compose ?? listed(set);
  const part = ({ system, valueSet, concept, filter }: ValueSetInclude) => ({
    ...{ system, valueSet, filter },
    concept: concept?.map(({ code, display, designation }) => ({
      code,
      ...(display ? { display } : {}),
      ...(designation ? { designation: designation.map(({ value }) => ({ value: value ?? '' })) } : {}),
    })),
  });
  const parts = { include: compose?.include?.map(part), exclude: compose?.exclude?.map(part) };
  return { resourceType, url, ...(version ? { version } : {}), ...(compose ? { compose: parts } : {}) };
}

/** A value set that is only given as its expansion has these codes and no others. */
function listed({ expansion }: ValueSet): ValueSet['compose'] {
  const bySystem = new Map<string, NonNullable<ValueSetInclude['concept']>>();
  const open = [...(expansion?.contains ?? [])];
  for (let one = open.pop(); one; one = open.pop()) {
    const { system, code, display, designation, contains = [] } = one;
    for (const inner of contains) open.push(inner);
    if (system === undefined || code === undefined) continue;
    const list = bySystem.get(system) ?? [];
    list.push({ code, ...(display ? { display } : {}), ...(designation ? { designation } : {}) });
    bySystem.set(system, list);
  }
  return expansion?.contains ? { include: [...bySystem].map(([system, concept]) => ({ system, concept })) } : undefined;
}

export function trimmedSystem(system: CodeSystem): CodeSystem {
  const { resourceType, url, version, content, caseSensitive, supplements, concept } = system;
  const inner = ({ code, display, designation, concept: below, property }: Concept): Concept => ({
    code,
    ...(display ? { display } : {}),
    ...(designation ? { designation: designation.map(({ value }) => ({ value: value ?? '' })) } : {}),
    ...(below ? { concept: below.map(inner) } : {}),
    ...(property ? { property } : {}),
  });
  const head = { resourceType, url, ...(version ? { version } : {}), ...(supplements ? { supplements } : {}) };
  return { ...head, content, caseSensitive, concept: concept?.map(inner) };
}

/** What answers are checked by (validator/questionnaire-response.ts). */
function trimmedQuestionnaire(questionnaire: QuestionnaireDefinition): QuestionnaireDefinition {
  const { resourceType, url, version, contained, item } = questionnaire;
  const asked = (one: unknown): unknown => {
    const { linkId, type, text, required, repeats, maxLength, enableWhen, enableBehavior, ...more } = one as AnyItem;
    const { answerOption, answerValueSet, item: below } = more;
    const kept = { linkId, type, text, required, repeats, maxLength, enableWhen, enableBehavior };
    const extension = heededExtensions(one as AnyItem);
    const inner = Array.isArray(below) ? { item: below.map(asked) } : {};
    return { ...kept, answerOption, answerValueSet, ...(extension && { extension }), ...inner };
  };
  const extension = heededExtensions(questionnaire as unknown as AnyItem);
  const sets = Array.isArray(contained) ? { contained } : {};
  return {
    resourceType,
    url,
    ...(version ? { version } : {}),
    ...sets,
    ...(extension && { extension }),
    item: Array.isArray(item) ? item.map(asked) : [],
  };
}

type AnyItem = { [element: string]: unknown };
