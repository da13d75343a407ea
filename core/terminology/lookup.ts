/** CodeSystem/$lookup. https://hl7.org/fhir/R4/codesystem-operation-lookup.html */
import type { Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import { group, type Parameters, parameter, parameters } from './answer.ts';
import { displayIn, speaks } from './language.ts';
import type { CodeSystem, Coding, Concept, Designation, Property } from './model.ts';
import { childrenOf, conceptsById, findCoded, findConcept, supplementsOf } from './store.ts';
import { printable } from './words.ts';

export interface LookupQuestion {
  readonly coding: Coding;
  readonly languages: readonly string[];
  /** Properties wanted; none: all of them but parents and children of large systems. */
  readonly properties: readonly string[];
}

const mostChildren = 1_000;

/** @throws Refusal `not-found` for a system or code that is not here; `invalid` when no system or code is given. */
export async function lookup(tx: Tx, { coding, languages, properties }: LookupQuestion): Promise<Parameters> {
  const { system, concept } = await coded(tx, coding);
  const wants = (name: string) => properties.length === 0 || properties.includes(name) || properties.includes('*');
  const extra = await supplemented(tx, system, concept);
  const names = [...concept.designations, ...extra.designations];
  const own = system.header.language;
  const display = displayIn({ display: concept.display, designations: names }, languages, own);
  // `lang.pl`: the names in that language. https://hl7.org/fhir/R4/codesystem-operation-lookup.html
  const asked = properties.flatMap((one) => (one.startsWith('lang.') ? [one.slice(5)] : []));
  const shown = asked.length > 0 && !wants('designation') ? asked : languages;
  const designations = shown.length === 0 ? names : names.filter(({ language }) => isWanted(language, shown));
  return parameters(
    parameter('name', 'valueString', system.header.title ?? system.header.name ?? system.url),
    parameter('version', 'valueString', system.version),
    parameter('display', 'valueString', display ?? concept.code),
    wants('definition') ? parameter('definition', 'valueString', concept.definition) : undefined,
    // R5 names these; clients of today look for them.
    parameter('code', 'valueCode', concept.code),
    parameter('system', 'valueUri', system.url),
    parameter('abstract', 'valueBoolean', concept.abstract),
    ...(wants('designation') || asked.length > 0 ? designations.map(designationGroup) : []),
    ...(await hierarchyProperties(tx, system, concept, wants)),
    wants('inactive')
      ? group('property', code('inactive'), { name: 'value', valueBoolean: concept.inactive })
      : undefined,
    ...[...concept.properties, ...extra.properties]
      .filter(({ code: name }) => name !== 'inactive' && wants(name))
      .map(propertyGroup),
  );
}

/** A coding with its system and concept. */
export async function coded(tx: Tx, { system: url, version, code: asked }: Coding) {
  if (!url || !asked) {
    throw new Refusal('invalid', 'no-code', 'Say which code of which system: system and code, or coding.');
  }
  const found = await findCoded(tx, url, version, asked);
  if (!found) throw unknownSystem(url, version);
  const { system, concept } = found;
  if (!concept) throw unknownCode(system, asked);
  return { system, concept };
}

export const unknownSystem = (url: string, version: string | undefined) =>
  new Refusal(
    'not-found',
    'unknown-system',
    `The code system '${printable(url)}'${version ? ` in version '${printable(version)}'` : ''} is not here. ` +
      'Put it into the record, or import it: npx ezdrowie terminology.',
  );

/** Honest about what is not here: of a part of a system nobody can say what is not in it. */
export function unknownCode(system: CodeSystem, asked: string): Refusal {
  const says =
    system.content === 'complete'
      ? `There is no code '${printable(asked)}' in ${system.url}${system.version === '' ? '' : ` ${system.version}`}.`
      : `Only a part (${system.content}) of ${system.url} is here, and '${printable(asked)}' is not in it: ` +
        'nobody here knows whether there is such a code.';
  return new Refusal('not-found', system.content === 'complete' ? 'unknown-code' : 'not-in-fragment', says);
}

const isWanted = (language: string | undefined, languages: readonly string[]): boolean =>
  language === undefined || languages.some((wanted) => speaks(language, wanted));

const code = (name: string) => ({ name: 'code', valueCode: name });

const designationGroup = ({ language, use, value }: Designation) =>
  group(
    'designation',
    parameter('language', 'valueCode', language),
    parameter('use', 'valueCoding', use),
    parameter('value', 'valueString', value),
  );

/** `value` may be of several types: it is passed on as it came. */
function propertyGroup({ code: name, ...rest }: Property) {
  const [type, value] = Object.entries(rest).find(([element]) => element.startsWith('value')) ?? [];
  return group('property', code(name), type === undefined ? undefined : { name: 'value', [type]: value });
}

async function hierarchyProperties(tx: Tx, system: CodeSystem, concept: Concept, wants: (name: string) => boolean) {
  if (!system.hierarchical) return [];
  const parents = wants('parent') ? [...(await conceptsById(tx, concept.parents)).values()] : [];
  const children = wants('child') ? await childrenOf(tx, concept.id, mostChildren) : [];
  const property = (name: string) => (one: { code: string; display: string | null }) =>
    group(
      'property',
      code(name),
      { name: 'value', valueCode: one.code },
      parameter('description', 'valueString', one.display),
    );
  return [...parents.map(property('parent')), ...children.map(property('child'))];
}

/** What supplements of the system add to a concept. https://hl7.org/fhir/R4/codesystem.html#supplements */
export async function supplemented(tx: Tx, system: CodeSystem, { code: own }: Concept) {
  const designations: Designation[] = [];
  const properties: Property[] = [];
  for (const supplement of await supplementsOf(tx, system.url)) {
    const more = await findConcept(tx, supplement, own);
    if (!more) continue;
    if (more.display !== null && supplement.header.language) {
      designations.push({ language: supplement.header.language, value: more.display });
    }
    designations.push(...more.designations);
    properties.push(...more.properties);
  }
  return { designations, properties };
}
