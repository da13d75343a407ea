/** `_elements` and `_summary`: parts of resources, marked as such. https://hl7.org/fhir/R4/search.html#summary */
import { parseJson, stringify } from '#libs/fhir/json.ts';
import { mandatoryElements, summaryElements } from '#libs/fhir/summary.ts';
import type { FoundPage } from './found.ts';
import type { ParsedSearch } from './parse.ts';

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };
/** Always there: what it is, and what may not be left unread. */
const always = ['resourceType', 'id', 'meta', 'implicitRules', 'modifierExtension'];

/** The page as it is, or with the matches cut as the query asks. */
export function subset(page: FoundPage, { summary, elements }: Pick<ParsedSearch, 'summary' | 'elements'>): FoundPage {
  if (elements.length === 0 && summary === 'false') return page;
  for (const entry of page.entries) {
    if (entry.mode !== 'match') continue;
    const { stored, contained } = entry;
    const shown = contained ?? stored;
    const content = cut(shown.content, keeper(shown.type, summary, elements));
    if (contained) entry.contained = { ...contained, content };
    else entry.stored = { ...stored, updated: stored.updated, content };
  }
  return page;
}

type Keep = (element: string) => boolean;

/** Which elements stay. What every valid resource has stays in any case. */
function keeper(type: string, summary: ParsedSearch['summary'], elements: readonly string[]): Keep {
  if (elements.length === 0 && summary === 'data') return (element) => element !== 'text';
  const kept = new Set([...always, ...mandatoryElements(type)]);
  if (elements.length === 0)
    for (const element of summary === 'text' ? ['text'] : summaryElements(type)) kept.add(element);
  for (const element of elements) kept.add(element);
  // `_birthDate` goes with birthDate, and valueQuantity with value.
  return (element) => {
    const named = element.replace(/^_/, '');
    return kept.has(named) || elements.some((name) => isChoice(named, name));
  };
}

/** More than asked for does no harm: `clinical` keeps clinicalStatus, too. */
const isChoice = (element: string, name: string): boolean =>
  element.startsWith(name) && /^[A-Z]/.test(element.slice(name.length));

function cut(content: string, keep: Keep): string {
  const resource = parseJson(content) as Record<string, unknown>;
  const meta = (resource.meta ?? {}) as { tag?: unknown[] };
  const kept = Object.fromEntries(Object.entries(resource).filter(([element]) => keep(element)));
  return stringify({ ...kept, meta: { ...meta, tag: [...(meta.tag ?? []), subsetted] } });
}

/** One resource cut to some elements, or to a summary, and what it cannot be without. */
export const cutContent = (
  type: string,
  content: string,
  elements: readonly string[],
  summary: ParsedSearch['summary'] = 'false',
): string => (elements.length === 0 && summary === 'false' ? content : cut(content, keeper(type, summary, elements)));
