/**
 * Makes an entry valid that others recorded loosely: the record keeps what came, but what travels must stand before
 * strict validators. Nothing that was recorded gets lost: what cannot be said in codes is said in words.
 * https://hl7.org/fhir/R4/validation.html
 */
import { shippedDefinitions } from '#libs/fhir/profiles/shipped.ts';
import { verdict } from '#libs/fhir/verdict.ts';
import type { Fhir } from './model.ts';
import { list } from './reading.ts';

type Json = { [element: string]: unknown };

/** The entry, changed in place as little as makes it valid; what no rule here mends stays as it is. */
export function mend(resource: Fhir): Fhir {
  for (const mending of [codesToWords, withoutClaim, valueToWords, kindToWords]) {
    const faults = faultsOf(resource);
    if (faults.length === 0) return resource;
    mending(resource, faults);
  }
  return resource;
}

/** Where an entry is not valid, by R4 and by the profiles that it claims: `Observation.value.code`. */
const faultsOf = (resource: Fhir): string[] =>
  verdict(resource, { definitions: shippedDefinitions(), purpose: 'validate' })
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ expression = '' }) => expression);

/** Codes that their system does not have, and units that no standard knows, become words. */
function codesToWords(resource: Fhir, faults: readonly string[]): void {
  for (const expression of faults) {
    const steps = stepsOf(expression);
    const last = steps.pop();
    const way = holders(resource, steps);
    const holder = way.at(-1);
    if (!holder) continue;
    if (steps.at(-1)?.startsWith('coding')) codingToWords(way.at(-2) ?? {}, holder);
    else if (last === 'coding') for (const one of list<Json>(holder.coding)) codingToWords(holder, one);
    else if ('value' in holder && (last === 'code' || last === 'unit')) unitToWords(holder, last);
  }
}

function codingToWords(concept: Json, coding: Json): void {
  const rest = list<Json>(concept.coding).filter((one) => one !== coding);
  concept.text ??= coding.display ?? coding.code;
  if (rest.length > 0) concept.coding = rest;
  else delete concept.coding;
}

/** A Quantity: its unit in words stays; a unit without words is its code. */
function unitToWords(quantity: Json, element: 'code' | 'unit'): void {
  if (quantity.code !== undefined) quantity.unit ??= quantity.code;
  if (element === 'unit') return;
  delete quantity.system;
  delete quantity.code;
}

/** What does not fit a profile of IPS is told as R4, which the sections allow. */
function withoutClaim({ meta }: Fhir): void {
  if (typeof meta === 'object' && meta !== null) delete (meta as Json).profile;
}

/** A value that no vital sign may have (weight in a unit that nobody knows) stands in a note. */
function valueToWords(resource: Fhir): void {
  if (resource.resourceType !== 'Observation') return;
  const name = Object.keys(resource).find((element) => /^value[A-Z]/.test(element));
  if (name === undefined) return;
  resource.note = [...list(resource.note), { text: `${name}: ${inWords(resource[name])}` }];
  resource.dataAbsentReason = { coding: [{ system: absence, code: 'as-text' }] };
  delete resource[name];
}

/** What lacks all that makes it a vital sign (a blood pressure without its two numbers) is called by its name alone. */
function kindToWords(resource: Fhir): void {
  if (resource.resourceType !== 'Observation') return;
  const code = resource.code as Json;
  for (const coding of list<Json>(code.coding)) codingToWords(code, coding);
}

const absence = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';

function inWords(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { value: number, unit, code, text } = value as Json;
  const said = [number, unit ?? code, text].filter((one) => one !== undefined).join(' ');
  return said === '' ? JSON.stringify(value) : said;
}

/** `Observation.interpretation[0].coding[1].code` → `interpretation[0]`, `coding[1]`, `code`. */
const stepsOf = (expression: string): string[] => expression.split('.').slice(1);

/** What the steps lead through, the resource first; ends where they lead nowhere. */
function holders(resource: Fhir, steps: readonly string[]): Json[] {
  const way: Json[] = [resource];
  for (const step of steps) {
    const [, name = '', index] = /^(\w+)(?:\[(\d+)\])?$/.exec(step) ?? [];
    const holder = way.at(-1) as Json;
    const element = name in holder ? name : Object.keys(holder).find((one) => isChoice(one, name));
    const found = element === undefined ? undefined : holder[element];
    const next = index === undefined ? found : list(found)[Number(index)];
    if (typeof next !== 'object' || next === null) return [];
    way.push(next as Json);
  }
  return way;
}

/** `valueQuantity` is the `value` of FHIRPath. */
const isChoice = (element: string, name: string): boolean =>
  name !== '' && element.startsWith(name) && /^[A-Z]/.test(element.slice(name.length));
