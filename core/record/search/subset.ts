/** `_elements` and `_summary`: parts of resources, marked as such. https://hl7.org/fhir/R4/search.html#summary */
import { parseJson, stringify } from '#libs/fhir/json.ts';
import type { Found, FoundPage } from './found.ts';
import type { ParsedSearch } from './parse.ts';

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };
/** Always there: what it is, and what may not be left unread. */
const always = ['resourceType', 'id', 'meta', 'implicitRules', 'modifierExtension'];

/** The page as it is, or with the matches cut as the query asks. */
export function subset(page: FoundPage, { summary, elements }: ParsedSearch): FoundPage {
  const keep = keeper(summary, elements);
  if (!keep) return page;
  for (const entry of page.entries) if (entry.mode === 'match') entry.stored = cut(entry.stored, keep);
  return page;
}

type Keep = (element: string) => boolean;

function keeper(summary: ParsedSearch['summary'], elements: readonly string[]): Keep | undefined {
  if (elements.length > 0) {
    const kept = new Set([...always, ...elements]);
    return (element) => kept.has(element.replace(/^_/, ''));
  }
  if (summary === 'text') return (element) => element === 'text' || always.includes(element);
  if (summary === 'data') return (element) => element !== 'text';
  return undefined;
}

function cut(stored: Found, keep: Keep): Found {
  const resource = parseJson(stored.content) as Record<string, unknown>;
  const meta = (resource.meta ?? {}) as { tag?: unknown[] };
  const kept = Object.fromEntries(Object.entries(resource).filter(([element]) => keep(element)));
  const content = stringify({ ...kept, meta: { ...meta, tag: [...(meta.tag ?? []), subsetted] } });
  return { ...stored, content };
}
