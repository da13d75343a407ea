/** `_list`: what a List names. https://hl7.org/fhir/R4/search.html#list */
import type { Criterion } from './criteria.ts';
import { isId } from './ids.ts';
import { readReferences } from './include.ts';
import { badParameter, limits, printable } from './limits.ts';
import { splitAlternatives } from './query-string.ts';

interface Entry {
  readonly deleted?: boolean;
  readonly item?: { readonly reference?: unknown };
}

const local = /^([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/.+)?$/;

/**
 * Is named by one of the Lists, and not as deleted. A List that may not be seen names nothing.
 * @throws Refusal for functional lists (`$current-…`), which are of EHR systems.
 */
export function listCriterion(name: string, value: string): Criterion {
  const ids = splitAlternatives(name, value);
  const wrong = ids.find((id) => !isId(id));
  if (wrong !== undefined) {
    throw badParameter(name, `'${printable(wrong)}' is no id of a List. Lists such as $current-problems are not kept.`);
  }
  return {
    kind: 'deferred',
    resolve: async (tx, visibility) => {
      const lists = await readReferences(
        tx,
        ids.map((id) => `List/${id}`),
        visibility,
      );
      const references = new Set<string>();
      for (const { content } of lists) {
        const { entry = [] } = JSON.parse(content) as { entry?: Entry[] };
        for (const { deleted, item } of entry) {
          const reference = typeof item?.reference === 'string' ? local.exec(item.reference)?.[1] : undefined;
          if (reference !== undefined && !deleted) references.add(reference);
        }
      }
      if (references.size > limits.listed) {
        throw badParameter(name, `leads to more than ${limits.listed} resources. Ask for one list at a time.`);
      }
      return [{ kind: 'named', references: [...references] }];
    },
  };
}
