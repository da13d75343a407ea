/** A CodeSystem that is sent along with a question: read into memory, never into the tables. */
import type { Resource } from '../record/record.ts';
import { placeConcepts } from './index-resources.ts';
import { type CodeSystem, type Concept, keyOf } from './model.ts';
import { conceptsOf, systemOf } from './reading-resources.ts';

/** No system of the tables has this id. */
const noId = 0;

/** The system, and its concepts by their codes. A system without url is known by none. */
export function sentSystem(resource: Resource): {
  readonly system: CodeSystem;
  conceptOf(code: string): Concept | undefined;
} {
  const { url, version, source, content, caseSensitive, supplements, header } = systemOf(
    { ...resource, url: resource.url ?? 'urn:uuid:00000000-0000-0000-0000-000000000000' },
    'record',
  ) as NonNullable<ReturnType<typeof systemOf>>;
  const { placed, hierarchical } = placeConcepts(noId, caseSensitive, conceptsOf(resource));
  const concepts = new Map(
    placed.map(({ concept, id, parents }): [string, Concept] => [
      keyOf(concept.code, caseSensitive),
      {
        ...{ id, system: noId, code: concept.code, parents },
        ...{ display: concept.display ?? null, definition: concept.definition ?? null },
        ...{ inactive: concept.inactive ?? false, abstract: concept.abstract ?? false },
        ...{ designations: concept.designations ?? [], properties: concept.properties ?? [] },
      },
    ]),
  );
  return {
    system: {
      ...{ id: noId, url, version, source, resource: null, content, caseSensitive, hierarchical, header },
      ...{ supplements: supplements ?? null, concepts: concepts.size },
    },
    conceptOf: (code) => concepts.get(keyOf(code, caseSensitive)),
  };
}
