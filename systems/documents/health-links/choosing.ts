/**
 * What of a summary goes into a link: the sections that the patient chose. A section that was not given stays, empty,
 * and says that the patient has kept it: left out in silence, it would read as if there were nothing.
 */
import type { Part } from './model.ts';

type Json = { [element: string]: unknown };
interface Section extends Json {
  readonly title?: string;
  readonly code?: { readonly coding?: readonly { readonly code?: string }[] };
  readonly entry?: readonly { readonly reference?: string }[];
}

const partOf: Readonly<Record<string, Part>> = {
  ...{ '48765-2': 'allergies', '10160-0': 'medicines', '11450-4': 'problems', '11348-0': 'problems' },
  ...{ '11369-6': 'immunizations', '30954-2': 'results', '8716-3': 'results', '47519-4': 'procedures' },
  ...{ '46264-8': 'devices' },
};
const kept = { pl: 'Pacjent nie udostępnił tej części.', en: 'The patient has not shared this part.' } as const;

/** The document cut to the chosen parts; what only other sections point to is gone from it. */
export function chosen(bundle: Json, parts: readonly Part[], language: keyof typeof kept): Json {
  const entries = bundle.entry as { fullUrl?: string; resource: Json }[];
  const [first, ...others] = entries;
  const composition = first?.resource;
  if (!first || composition?.resourceType !== 'Composition') return bundle;
  const isGiven = ({ code }: Section) => {
    const known = code?.coding?.flatMap((coding) => partOf[coding.code ?? ''] ?? [])[0];
    return parts.includes(known ?? 'others');
  };
  const sections = ((composition.section ?? []) as Section[]).map((section) =>
    isGiven(section) ? section : withheld(section, language),
  );
  // The text of the whole says what all sections say.
  const { text: _, ...head } = composition;
  const isWhole = sections.every((section, at) => section === (composition.section as Section[])[at]);
  if (isWhole) return bundle;
  const cut = { ...head, section: sections };
  const reached = reach(cut, others);
  return { ...bundle, entry: [{ ...first, resource: cut }, ...others.filter((entry) => reached.has(entry))] };
}

function withheld({ title, code }: Section, language: keyof typeof kept): Section {
  const div = `<div xmlns="http://www.w3.org/1999/xhtml" lang="${language}"><p>${kept[language]}</p></div>`;
  const system = 'http://terminology.hl7.org/CodeSystem/list-empty-reason';
  return {
    ...(title ? { title } : {}),
    ...(code ? { code } : {}),
    text: { status: 'generated', div },
    emptyReason: { coding: [{ system, code: 'withheld' }], text: kept[language] },
  };
}

interface Entry {
  readonly fullUrl?: string;
  readonly resource: Json;
}

/** Entries to which something leads from the composition on. */
function reach(composition: Json, entries: readonly Entry[]): ReadonlySet<Entry> {
  const byReference = new Map<string, Entry>();
  for (const entry of entries) {
    if (entry.fullUrl) byReference.set(entry.fullUrl, entry);
    byReference.set(`${entry.resource.resourceType}/${entry.resource.id}`, entry);
  }
  const reached = new Set<Entry>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const { reference } = value as { reference?: unknown };
    const entry = typeof reference === 'string' ? byReference.get(reference) : undefined;
    if (entry && !reached.has(entry)) {
      reached.add(entry);
      walk(entry.resource);
    }
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(composition);
  return reached;
}
