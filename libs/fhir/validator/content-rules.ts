/**
 * What R4 says in words about types, and HL7's validator demands, wherever they stand: addresses that are absolute,
 * codes that their system has, links that lead somewhere. Only `$validate` asks: it is no reason not to store.
 * https://hl7.org/fhir/R4/datatypes.html https://hl7.org/fhir/R4/references.html
 */
import { specializes } from '../elements.ts';
import { isUcumUnit } from '../fhirpath/quantity.ts';
import type { Definitions } from '../profiles/definitions.ts';
import { typeNumber } from '../resource-types.ts';
import { type Found, walkContent } from './content-walk.ts';
import { isLanguageTag } from './language-tags.ts';
import { linkProblems, type Narrative, narrativeOf } from './narrative-links.ts';
import type { ProfileCheck } from './profile-check.ts';
import { targetProblem } from './reference-targets.ts';
import type { Json } from './profile-rules.ts';

const ucum = 'http://unitsofmeasure.org';
const absolute = /^[a-z][a-z0-9+.-]*:/i;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const short = (value: unknown): string => String(value).slice(0, 100);

export function checkContent(check: ProfileCheck, resource: Json, definitions: Definitions): void {
  const rules = new Rules(check, definitions, resource);
  walkContent(check, resource, (found) => rules.visit(found));
  rules.finish();
}

class Rules {
  private readonly check: ProfileCheck;
  private readonly definitions: Definitions;
  private readonly resource: Json;
  private readonly ids = new Map<string, string>();
  private readonly narratives: { path: string; narrative: Narrative }[] = [];

  constructor(check: ProfileCheck, definitions: Definitions, resource: Json) {
    this.check = check;
    this.definitions = definitions;
    this.resource = resource;
  }

  visit(found: Found): void {
    const { value, type, path } = found;
    if (typeof value === 'string') this.primitive(found, value);
    else if (type === 'Coding') this.coding(value as Json, path);
    else if (type === 'Identifier') this.identifier(value as Json, path);
    else if (type === 'CareTeam.participant') this.participant(value as Json, path);
    else if (type === 'Reference') this.reference(value as Json, found);
    else if (specializes(type, 'Quantity')) this.quantity(value as Json, path);
  }

  private primitive({ type, path, name, holder, holderType }: Found, value: string): void {
    if (type === 'canonical') this.canonical(value, path);
    else if (type === 'uri' || type === 'url' || type === 'oid' || type === 'uuid') this.uri(value, path);
    else if (type === 'xhtml') this.narratives.push({ path, narrative: narrativeOf(value) });
    // The language of an expression is no language of people: text/fhirpath.
    else if (name === 'language' && type === 'code' && holderType !== 'Expression' && !isLanguageTag(value)) {
      this.check.add('code-invalid', `"${short(value)}" is no language tag, such as pl or en-GB.`, path);
    } else if (name === 'contentType' && type === 'code' && !/^[^\s/]+\/[^\s/]+/.test(value)) {
      this.check.add('code-invalid', `"${short(value)}" is no media type, such as text/plain.`, path);
    }
    if (name === 'id' && path !== 'id') this.elementId(value, path.replace(/\.?id$/, ''));
    if (name === 'url' && holderType === 'Extension' && !absolute.test(value) && !isInExtension(path)) {
      this.check.add('value', `The url of an extension is absolute; "${short(value)}" is not.`, path);
    }
    if (holderType === 'ValueSet.compose.include' && name === 'system') this.system(value, path, 'value set');
    if (holderType === 'ValueSet.compose.include.concept' && name === 'code') this.included(holder, value, path);
  }

  /** An element's id has no spaces, and is unique in its resource. https://hl7.org/fhir/R4/element.html#id */
  private elementId(id: string, path: string): void {
    if (/\s/.test(id)) this.check.add('value', `The element id "${short(id)}" has spaces.`, `${path}.id`);
    // A StructureDefinition has its elements twice, by the same ids.
    const key = this.resource.resourceType === 'StructureDefinition' ? `${path.split('.')[0]} ${id}` : id;
    const before = this.ids.get(key);
    if (before === undefined) this.ids.set(key, path);
    else this.check.add('value', `The element id "${short(id)}" stands already at ${before}.`, `${path}.id`);
  }

  private canonical(value: string, path: string): void {
    if (absolute.test(value)) return;
    if (value.startsWith('#')) {
      const says = `Nothing is contained here with the id "${short(value.slice(1))}".`;
      if (value.length > 1 && !isContained(this.check.root, value.slice(1))) this.check.add('not-found', says, path);
      return;
    }
    this.check.add('value', `A canonical address is absolute, or begins with #; "${short(value)}" is not.`, path);
  }

  /** https://hl7.org/fhir/R4/datatypes.html#uri */
  private uri(value: string, path: string): void {
    const problem = uriProblem(value);
    if (problem) this.check.add('value', `"${short(value)}" ${problem}`, path);
  }

  private identifier({ system, value }: Json, path: string): void {
    if (text(system) !== undefined && !absolute.test(String(system))) {
      this.check.add('value', `The system of an identifier is absolute; "${short(system)}" is not.`, `${path}.system`);
    }
    if (system === 'urn:ietf:rfc:3986' && text(value) !== undefined && !absolute.test(String(value))) {
      const says = `With the system urn:ietf:rfc:3986 the value is itself an absolute address; "${short(value)}" is not.`;
      this.check.add('value', says, `${path}.value`);
    }
  }

  /** Rule ctm-1, where the member is here. https://hl7.org/fhir/R4/careteam.html#invs */
  private participant({ onBehalfOf, member }: Json, path: string): void {
    const found = onBehalfOf === undefined ? undefined : this.check.resolve((member as Json | undefined)?.reference);
    if (found === undefined || found.resourceType === 'Practitioner') return;
    this.check.add('invariant', 'Rule ctm-1 is broken: onBehalfOf is for a member who is a Practitioner.', path);
  }

  /** https://hl7.org/fhir/R4/references.html#literal */
  private reference({ reference, type }: Json, { path, holderType, name }: Found): void {
    const misled = targetProblem(this.check, reference, holderType, name);
    if (misled) this.check.add('value', misled, `${path}.reference`);
    const literal = text(reference);
    if (literal === undefined || literal.startsWith('#') || absolute.test(literal)) return;
    // Conditional references stand in transactions: https://hl7.org/fhir/R4/http.html#trules
    if (/^[A-Z][A-Za-z]+\?/.test(literal)) return;
    const named = /^([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?(?:#.*)?$/.exec(
      literal,
    )?.[1];
    // More than a type and an id may be an address below another base: nobody here can say.
    const isOfType = typeNumber(/^([A-Z][A-Za-z]+)\/[^/]*$/.exec(literal)?.[1] ?? '') !== undefined;
    if (named === undefined && (isOfType || !literal.includes('/'))) {
      const says = `A relative reference has the form Type/id; "${short(literal)}" has not.`;
      this.check.add('value', says, `${path}.reference`);
    } else if (
      named !== undefined &&
      text(type) !== undefined &&
      typeNumber(String(type)) !== undefined &&
      type !== named
    ) {
      this.check.add('value', `The reference leads to a ${named}, but its type says ${short(type)}.`, `${path}.type`);
    }
  }

  private quantity({ system, code }: Json, path: string): void {
    const unit = text(code);
    if (system !== ucum || unit === undefined || isUcumUnit(unit)) return;
    this.check.add('code-invalid', `"${short(unit)}" is no unit of UCUM (https://ucum.org).`, `${path}.code`);
  }

  private system(system: string, path: string, of: string): boolean {
    // A value set may take codes of a code system that it contains.
    if (of === 'value set' && system.startsWith('#')) return true;
    if (!absolute.test(system)) {
      this.check.add('value', `The system of a ${of} is absolute; "${short(system)}" is not.`, path);
      return false;
    }
    const isSet = !this.definitions.codeSystem(system) && this.definitions.valueSet(system) !== undefined;
    if (isSet) this.check.add('value', `${short(system)} is a value set: say the code system instead.`, path);
    return !isSet;
  }

  private coding({ system, code, display }: Json, path: string): void {
    const [url, wanted] = [text(system), text(code)];
    if (url === undefined || !this.system(url, `${path}.system`, 'coding') || wanted === undefined) return;
    if (url === ucum) return this.quantity({ system, code }, path);
    const names = this.definitions.namesOf(url);
    if (!names) return;
    const known = names.get(wanted);
    if (!known)
      this.check.add('code-invalid', `The code system ${url} has no code "${short(wanted)}".`, `${path}.code`);
    else if (text(display) !== undefined) this.display(String(display), known, wanted, path);
  }

  /** The names that are known are English: to another language nothing can be said. */
  private display(display: string, names: readonly string[], code: string, path: string): void {
    const language = text(this.resource.language) ?? text(this.check.root.language);
    if (names.length === 0 || (language !== undefined && !/^en\b/i.test(language))) return;
    if (names.some((name) => same(name) === same(display))) return;
    const says = `"${short(display)}" is no name of the code "${short(code)}": it is "${short(names[0])}".`;
    this.check.add('value', says, `${path}.display`);
  }

  private included(holder: Json, code: string, path: string): void {
    const [, at] = /^compose\.(?:include|exclude)\[(\d+)\]/.exec(path) ?? [];
    const { include, exclude } = (this.resource.compose ?? {}) as Json;
    const list = path.startsWith('compose.exclude') ? exclude : include;
    const one = (Array.isArray(list) ? list[Number(at)] : undefined) as Json | undefined;
    // A version of a system that is not here may have other codes.
    if (!one || one.version !== undefined || !Array.isArray(one.concept) || !one.concept.includes(holder)) return;
    const names = this.definitions.namesOf(String(one.system));
    if (names && !names.get(code)) {
      this.check.add('code-invalid', `The code system ${String(one.system)} has no code "${short(code)}".`, path);
    }
  }

  /** Links within the narratives lead to an element of them, or of the resource. */
  finish(): void {
    const targets = new Set<string>([...this.ids.keys()].map((key) => key.replace(/^.* /, '')));
    for (const { narrative } of this.narratives) for (const id of narrative.ids) targets.add(id);
    const contained = this.resource.contained;
    if (Array.isArray(contained)) for (const one of contained as Json[]) targets.add(String(one?.id));
    for (const { path, narrative } of this.narratives) {
      for (const says of linkProblems(narrative, targets)) this.check.add('value', says, path);
    }
  }
}

function isContained({ contained }: Json, id: string): boolean {
  return Array.isArray(contained) && (contained as Json[]).some((one) => one?.id === id);
}

const same = (name: string): string => name.toLowerCase().trim().replace(/\s+/g, ' ');
const isInExtension = (path: string): boolean => /[eE]xtension\[\d+\]\..*[eE]xtension\[\d+\]/.test(path);

/** Forms of URNs that R4 names. */
function uriProblem(value: string): string | undefined {
  if (value.startsWith('urn:oid:') && !/^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+$/.test(value)) {
    return 'is no OID: urn:oid: and numbers with points between.';
  }
  if (
    value.startsWith('urn:uuid:') &&
    !/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:[#/?].*)?$/.test(value)
  ) {
    return 'is no UUID: urn:uuid: and 32 hexadecimal digits, all lower-case, in groups of 8-4-4-4-12.';
  }
  if (/^(?:oid|uuid):/i.test(value)) return 'lacks urn: at its beginning.';
  return undefined;
}
