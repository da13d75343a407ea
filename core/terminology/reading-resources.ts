/**
 * CodeSystem, ValueSet and ConceptMap as resources, read into what the tables hold. Pure.
 * https://hl7.org/fhir/R4/codesystem.html https://hl7.org/fhir/R4/conceptmap.html
 */
import type { Resource } from '../record/record.ts';
import type { NewMap, NewMapping, NewSystem, NewValueSet } from './indexing-store.ts';
import type {
  Content,
  Designation,
  Header,
  NewConcept,
  Property,
  PropertyDefinition,
  Source,
  ValueSetContent,
} from './model.ts';

interface ConceptElement {
  code?: string;
  display?: string;
  definition?: string;
  designation?: Designation[];
  property?: Property[];
  concept?: ConceptElement[];
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Name, title, status and the like. */
export function headerOf(resource: Resource): Header {
  const header: { [element: string]: unknown } = {};
  for (const element of ['name', 'title', 'status', 'experimental', 'language', 'publisher', 'copyright', 'property']) {
    if (resource[element] !== undefined) header[element] = resource[element];
  }
  return header as Header;
}

/** Undefined for a CodeSystem without url: nobody can name its codes. */
export function systemOf(resource: Resource, source: Source): NewSystem | undefined {
  const url = text(resource.url);
  if (url === undefined) return undefined;
  return {
    url,
    version: text(resource.version) ?? '',
    source,
    ...(source === 'record' && resource.id !== undefined ? { resource: resource.id } : {}),
    content: (text(resource.content) ?? 'complete') as Content,
    // R4 gives no default; what does not say that case does not matter is taken at its word.
    caseSensitive: resource.caseSensitive !== false,
    ...(text(resource.supplements) === undefined ? {} : { supplements: text(resource.supplements) as string }),
    ...(text(resource.valueSet) === undefined ? {} : { valueSet: text(resource.valueSet) as string }),
    header: headerOf(resource),
  };
}

/** Properties that mean being retired, or a place in the hierarchy, by their url or, where systems define them without, their usual code. */
const inactiveUris = new Set(['http://hl7.org/fhir/concept-properties#inactive']);
const statusUris = new Set(['http://hl7.org/fhir/concept-properties#status']);
const parentUris = new Set(['http://hl7.org/fhir/concept-properties#parent']);
const childUris = new Set(['http://hl7.org/fhir/concept-properties#child']);
const abstractUris = new Set(['http://hl7.org/fhir/concept-properties#notSelectable']);
const notActive = new Set(['retired', 'inactive', 'deprecated', 'withdrawn']);

/** Concepts in the order of the document, each once; parents by nesting and by the properties `parent` and `child`. */
export function conceptsOf(resource: Resource): NewConcept[] {
  const definitions = (resource.property ?? []) as PropertyDefinition[];
  const means = (uris: ReadonlySet<string>, usual: string): ReadonlySet<string> =>
    new Set([usual, ...definitions.filter(({ uri }) => uri !== undefined && uris.has(uri)).map(({ code }) => code)]);
  const inactive = means(inactiveUris, 'inactive');
  const status = means(statusUris, 'status');
  const abstract = means(abstractUris, 'notSelectable');
  const parentNames = means(parentUris, 'parent');
  const childNames = means(childUris, 'child');
  const found = new Map<string, NewConcept & { parents: string[] }>();
  const children: [parent: string, child: string][] = [];
  const visit = (elements: readonly ConceptElement[], above: string | undefined): void => {
    for (const { code, display, definition, designation, property = [], concept = [] } of elements) {
      if (code === undefined) continue;
      const known = found.get(code);
      const parents = known?.parents ?? [];
      if (above !== undefined && !parents.includes(above)) parents.push(above);
      for (const { code: name, valueCode } of property) {
        if (typeof valueCode !== 'string') continue;
        if (parentNames.has(name) || name === 'subsumedBy') parents.push(valueCode);
        if (childNames.has(name)) children.push([code, valueCode]);
      }
      if (!known) {
        found.set(code, {
          code,
          ...(display === undefined ? {} : { display }),
          ...(definition === undefined ? {} : { definition }),
          parents,
          inactive: property.some(
            ({ code: name, valueBoolean, valueCode }) =>
              (inactive.has(name) && valueBoolean === true) || (status.has(name) && notActive.has(String(valueCode))),
          ),
          abstract: property.some(({ code: name, valueBoolean }) => abstract.has(name) && valueBoolean === true),
          ...(designation ? { designations: designation } : {}),
          properties: property.filter(({ code: name }) => name !== 'parent' && name !== 'child'),
        });
      }
      visit(concept, code);
    }
  };
  visit((resource.concept ?? []) as ConceptElement[], undefined);
  for (const [parent, child] of children) found.get(child)?.parents.push(parent);
  return [...found.values()];
}

/** Undefined for a ValueSet without url: it is asked by its id only, as what it carries. */
export function valueSetOf(resource: Resource, source: Source): NewValueSet {
  return {
    url: text(resource.url) ?? '',
    version: text(resource.version) ?? '',
    source,
    ...(source === 'record' && resource.id !== undefined ? { resource: resource.id } : {}),
    content: valueSetContent(resource),
  };
}

export function valueSetContent(resource: Resource): ValueSetContent {
  const { url, version, compose, expansion } = resource as ValueSetContent;
  return {
    ...headerOf(resource),
    ...(url === undefined ? {} : { url }),
    ...(version === undefined ? {} : { version }),
    ...(compose ? { compose } : {}),
    ...(expansion && !compose ? { expansion: { contains: expansion.contains ?? [] } } : {}),
  };
}

interface GroupElement {
  source?: string;
  target?: string;
  element?: {
    code?: string;
    display?: string;
    target?: {
      code?: string;
      display?: string;
      equivalence?: string;
      comment?: string;
      dependsOn?: unknown[];
      product?: unknown[];
    }[];
  }[];
  unmapped?: object;
}

export function mapOf(resource: Resource, source: Source): NewMap {
  const groups = (resource.group ?? []) as GroupElement[];
  return {
    url: text(resource.url) ?? '',
    version: text(resource.version) ?? '',
    source,
    ...(source === 'record' && resource.id !== undefined ? { resource: resource.id } : {}),
    sourceScope: text(resource.sourceUri) ?? text(resource.sourceCanonical),
    targetScope: text(resource.targetUri) ?? text(resource.targetCanonical),
    header: {
      ...headerOf(resource),
      sections: groups.map(({ source: from, target: to, unmapped }) => ({ source: from, target: to, unmapped })),
    },
    mappings: mappingsOf(groups),
  };
}

function mappingsOf(groups: readonly GroupElement[]): NewMapping[] {
  return groups.flatMap(({ source: from = '', target: to = '', element = [] }, section) =>
    element.flatMap(({ code, display, target = [] }) =>
      code === undefined
        ? []
        : target.map(({ code: targetCode, display: targetDisplay, equivalence, comment, dependsOn, product }) => ({
            section,
            source_system: from,
            source_code: code,
            target_system: to,
            target_code: targetCode ?? null,
            equivalence: equivalence ?? 'equivalent',
            detail: { display, targetDisplay, comment, dependsOn, product },
          })),
    ),
  );
}
