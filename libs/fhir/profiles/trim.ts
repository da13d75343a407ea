/** Definitions cut down to what validation reads: their texts are for people, and longer than all the rest. */
import type { CodeSystem, Concept, ValueSet, ValueSetInclude } from '../compiler/definitions.ts';
import type { Definition } from './definitions.ts';
import type { ProfileDefinition, ProfileElement } from './profile.ts';

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
  if (resource.resourceType === 'CodeSystem') return trimmedSystem(resource as unknown as CodeSystem);
  return undefined;
}

const kept =
  /^(?:id|path|sliceName|min|max|slicing|type|binding|constraint|maxLength|(?:fixed|pattern|minValue|maxValue)[A-Z]\w*)$/;

export function trimmedProfile(definition: ProfileDefinition): ProfileDefinition {
  const { resourceType, url, version, name, type, kind, derivation, baseDefinition, context } = definition;
  const [differential, snapshot] = [definition.differential?.element, definition.snapshot?.element];
  const isWhole = Array.isArray(differential) && differential.length > 0;
  return {
    ...{ resourceType, url, version, name, type, kind, derivation, baseDefinition, context },
    ...(isWhole ? { differential: { element: differential.map(trimmedElement) } } : {}),
    // Of use only where there is no differential; a base that is not known yet may still come.
    ...(!isWhole && Array.isArray(snapshot) ? { snapshot: { element: snapshot.map(trimmedElement) } } : {}),
  };
}

function trimmedElement(element: ProfileElement): ProfileElement {
  const entries = Object.entries(element).filter(([key]) => kept.test(key));
  const constraint = element.constraint?.map(({ key, severity, human, expression, source }) => ({
    ...{ key, severity, human, expression, source },
  }));
  return { ...Object.fromEntries(entries), path: element.path, ...(constraint ? { constraint } : {}) };
}

export function trimmedSet({ resourceType, url, version, compose }: ValueSet): ValueSet {
  const part = ({ system, valueSet, concept, filter }: ValueSetInclude) => ({
    ...{ system, valueSet, filter },
    concept: concept?.map(({ code }) => ({ code })),
  });
  const parts = { include: compose?.include?.map(part), exclude: compose?.exclude?.map(part) };
  return { resourceType, url, ...(version ? { version } : {}), ...(compose ? { compose: parts } : {}) };
}

export function trimmedSystem(system: CodeSystem): CodeSystem {
  const { resourceType, url, version, content, caseSensitive, concept } = system;
  const inner = ({ code, concept: below, property }: Concept): Concept => ({
    code,
    ...(below ? { concept: below.map(inner) } : {}),
    ...(property ? { property } : {}),
  });
  return { resourceType, url, ...(version ? { version } : {}), content, caseSensitive, concept: concept?.map(inner) };
}
