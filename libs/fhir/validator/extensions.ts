/**
 * Extensions by their definitions: may this one stand here, and is it what its definition says? A modifier extension
 * that nobody here knows is refused, because its meaning may turn that of the element around; other unknown ones are
 * left alone, as R4 demands of a server. Who asks whether content conforms is told of names in HL7's own domain that
 * HL7 has not defined. https://hl7.org/fhir/R4/extensibility.html
 */
import { moreContexts } from '../compiler/errata.ts';
import type { Model, Type } from '../compiler/model.ts';
import type { Definitions } from '../profiles/definitions.ts';
import type { ProfileDefinition } from '../profiles/profile.ts';
import { isHeeded } from '../profiles/questionnaire-extensions.ts';
import { evaluateNodes, keepsContextRule } from './general-rules.ts';
import type { ProfileCheck } from './profile-check.ts';
import type { Json } from './profile-rules.ts';

/** An element on the way: its type, and the names under which definitions may mean it. */
interface Here {
  type: string;
  /** `Patient.name`, `HumanName`, `Element`. */
  names: readonly string[];
  /** Path from the resource: `Patient.contact.name`. */
  path: string;
  /** Url of the extension that this is. */
  extension?: string;
  /** Url of the extension that this is, or is a part of. */
  whole?: string;
}

/** Where an extension stands. */
interface Spot {
  type: string;
  holder: Json;
  at: string;
}

type Keys = ReadonlyMap<string, { name: string; type: string; path: string }>;

export function checkExtensions(check: ProfileCheck, resource: Json, definitions: Definitions, model: Model): void {
  new Walk(check, definitions, model).resource(resource, '');
}

/** https://hl7.org/fhir/R4/extensibility.html#modifierExtension */
function isModifier({ differential, snapshot }: ProfileDefinition): boolean {
  const all = [...(differential?.element ?? []), ...(snapshot?.element ?? [])];
  return all.some(({ path, isModifier: is }) => path === 'Extension' && is === true);
}

/** HL7 publishes every extension of its own domain. https://hl7.org/fhir/R4/extensibility.html#registration */
const ofHl7 = /^http:\/\/hl7\.org\/fhir\//;
/**
 * Elements of other versions of FHIR have no definitions one by one; HL7's tools have extensions of their own; those of
 * Subscriptions (core/subscriptions) and of questions are followed here without definitions.
 */
const elsewhereInHl7 =
  /^http:\/\/hl7\.org\/fhir\/(?:\d\.\d\/StructureDefinition\/extension-|tools\/|uv\/subscriptions-backport\/)/;
const isFollowed = (url: string): boolean => elsewhereInHl7.test(url) || isHeeded(url);
const deepestBases = 20;

/** Relative urls that an extension defines, with those of the extensions it stands on; undefined when it is not known. */
function partsOf(definitions: Definitions, extension: string): ReadonlySet<string> | undefined {
  const parts = new Set<string>();
  let definition = definitions.structure(extension);
  if (definition?.type !== 'Extension') return undefined;
  for (let depth = 0; definition && depth < deepestBases; depth++) {
    const { differential, snapshot, baseDefinition = '' }: ProfileDefinition = definition;
    for (const { path, fixedUri } of [...(differential?.element ?? []), ...(snapshot?.element ?? [])]) {
      if (typeof fixedUri === 'string' && path.endsWith('.extension.url')) parts.add(fixedUri);
    }
    definition = definitions.structure(baseDefinition);
  }
  return parts;
}

const isExample = /^https?:\/\/([a-z0-9-]+\.)*(example\.(org|com|net)|acme\.com)\//i;
const keysOf = new WeakMap<Type, Keys>();

class Walk {
  private readonly check: ProfileCheck;
  private readonly definitions: Definitions;
  private readonly model: Model;

  constructor(check: ProfileCheck, definitions: Definitions, model: Model) {
    this.check = check;
    this.definitions = definitions;
    this.model = model;
  }

  resource(resource: Json, at: string): void {
    const type = String(resource.resourceType);
    // What R5 calls so: resources that are published.
    const isPublished = this.keys(type).has('publisher');
    const names = [...this.ancestors(type), ...(isPublished ? ['CanonicalResource', 'MetadataResource'] : [])];
    this.object(resource, { type, names, path: type }, at);
  }

  private object(value: Json, here: Here, at: string): void {
    this.check.spend(1);
    for (const key in value) {
      const inner = value[key];
      if (typeof inner !== 'object' || inner === null) continue;
      if (key === 'extension' || key === 'modifierExtension') this.extensions(inner, key, here, at, value);
      else if (key.startsWith('_')) this.each(value, inner, key.slice(1), here, at);
      else this.each(value, inner, key, here, at);
    }
  }

  private each(holder: Json, inner: object, key: string, here: Here, at: string): void {
    const field = this.keys(here.type).get(key);
    if (!field) return;
    const path = `${here.path}.${field.name}`;
    const inherited = this.ancestors(here.type).flatMap((type) => [`${type}.${field.name}`, `${type}.${key}`]);
    const step = at ? `${at}.${field.name}` : field.name;
    const visit = (item: unknown, place: string) => {
      if (typeof item !== 'object' || item === null) return;
      if ((item as Json).resourceType !== undefined) this.inner(holder, item as Json, field.name, place);
      else this.object(item as Json, this.here(field.type, [field.path, path, ...inherited], path), place);
    };
    if (Array.isArray(inner)) inner.forEach((item, n) => visit(item, `${step}[${n}]`));
    else visit(inner, step);
  }

  private inner(holder: Json, resource: Json, name: string, at: string): void {
    const kind = name === 'contained' ? 'contained' : 'own';
    this.check.within(this.check.innerScope(holder, resource, kind), () => this.resource(resource, at));
  }

  private here(type: string, names: readonly string[], path: string): Here {
    return { type, path, names: [...names, ...this.ancestors(type)] };
  }

  private extensions(list: object, kind: string, here: Here, at: string, holder: Json): void {
    if (!Array.isArray(list)) return;
    list.forEach((extension: unknown, n) => {
      if (typeof extension !== 'object' || extension === null) return;
      const place = `${at ? `${at}.` : ''}${kind}[${n}]`;
      this.extension(extension as Json, kind, here, place, holder);
      const url = String((extension as Json).url ?? '');
      const path = `${here.path}.${kind}`;
      const whole = url.includes(':') ? url : here.whole;
      const names = ['Extension', 'Element', path];
      this.object(
        extension as Json,
        { type: 'Extension', names, path, extension: url, ...(whole === undefined ? {} : { whole }) },
        place,
      );
    });
  }

  private extension(extension: Json, kind: string, here: Here, at: string, holder: Json): void {
    const { url } = extension;
    if (typeof url !== 'string') return;
    if (!url.includes(':')) return this.part(url, here.whole, at);
    const definition = this.definitions.structure(url);
    if (!definition || definition.type !== 'Extension') return this.unknown(url, kind, at);
    // Samples inside of definitions stand for elements elsewhere.
    const isSample = /^StructureDefinition\..*\.(?:example|fixed|pattern|defaultValue)(?:\.|$)/.test(here.path);
    const isElsewhere = moreContexts.get(url)?.some((name) => here.names.includes(name)) ?? false;
    const { context = [] } = definition;
    const fits = context.length === 0 || context.some((one) => this.fits(one, here, holder));
    if (!isSample && !fits && !isElsewhere) {
      const allowed = context.map(({ expression }) => expression).join(', ');
      const says = `The extension ${url} may not stand here (${here.path}). Its definition allows: ${allowed}.`;
      this.check.add('extension', says, at);
    }
    if (!isSample) this.contextRules(definition, extension, { type: here.type, holder, at });
    if (!isSample && isModifier(definition) !== (kind === 'modifierExtension')) {
      const says = `The extension ${url} ${isModifier(definition) ? 'changes the meaning: it' : 'does not change the meaning: it'}`;
      this.check.add(
        'extension',
        `${says} stands as ${isModifier(definition) ? 'modifierExtension' : 'extension'}.`,
        at,
      );
    }
    const from = this.check.issues.length;
    this.check.conform(extension, url, 'Extension');
    this.check.at(from, at);
  }

  private unknown(url: string, kind: string, at: string): void {
    const shown = url.slice(0, 200);
    if (kind === 'modifierExtension') {
      const says = `The modifier extension ${shown} is not known here, so nobody can say what this means.`;
      // HL7's validator lets examples be examples.
      this.check.add('extension', says, at, isExample.test(url) ? 'warning' : 'error');
    } else if (this.definitions.structure(url) ?? this.check.world.coreType(url)) {
      this.check.add('extension', `${shown} is not the definition of an extension.`, at, this.check.lenient());
    } else if (this.check.world.purpose === 'validate' && ofHl7.test(url) && !isFollowed(url)) {
      const says = `The extension ${shown} claims HL7's domain, but no definition of it is known here. Check its spelling,`;
      const severity = this.check.world.demandsKnownExtensions ? 'error' : 'warning';
      this.check.add('extension', `${says} or load the package that defines it.`, at, severity);
    }
  }

  /** A part of a complex extension is one of those that the whole defines. */
  private part(url: string, whole: string | undefined, at: string): void {
    if (whole === undefined || this.check.world.purpose !== 'validate') return;
    const parts = partsOf(this.definitions, whole);
    if (!parts || parts.has(url)) return;
    this.check.add('extension', `The extension ${whole.slice(0, 200)} has no part "${url.slice(0, 100)}".`, at);
  }

  /** https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.contextInvariant */
  private contextRules({ url, contextInvariant }: ProfileDefinition, extension: Json, { type, holder, at }: Spot) {
    for (const rule of Array.isArray(contextInvariant) ? contextInvariant : []) {
      const focus = { holder, type, extension };
      if (typeof rule !== 'string' || keepsContextRule(rule, focus, this.check, this.definitions)) continue;
      // HL7's own examples break such a rule: it is no reason not to store.
      const says = `Where the extension ${url} stands, ${rule.slice(0, 200)} does not hold.`;
      this.check.add('extension', says, at, this.check.lenient());
    }
  }

  private fits({ type, expression }: { type: string; expression: string }, here: Here, holder: Json): boolean {
    if (type === 'extension') return here.extension === expression;
    if (type === 'fhirpath') {
      return evaluateNodes(expression, this.check.resource, this.check, this.definitions).includes(holder);
    }
    // An element of a profile may be one of its slices: the profile's own check tells those apart.
    const path = expression.replace(/^.*#/, '').replaceAll('[x]', '');
    const name = this.check.world.coreType(expression) ?? path.replace(/:[^.]*/g, '');
    return name === 'Element' || name === 'Base' || name === '*' || here.names.includes(name);
  }

  /** The type and what it specializes: `Age`, `Quantity`, `Element`. */
  private ancestors(type: string): string[] {
    const names: string[] = [];
    for (let at: string | undefined = type; at !== undefined; at = this.model.get(at)?.base) names.push(at);
    return names.length > 20 ? names.slice(0, 20) : names;
  }

  private keys(name: string): Keys {
    const type = this.model.get(name);
    if (!type) return new Map();
    let keys = keysOf.get(type);
    if (!keys) {
      const entries = type.fields.flatMap((field) =>
        field.jsonNames.map(({ json, type: of }) => {
          return [json, { name: field.name, type: of.name, path: field.path.replace('[x]', '') }] as const;
        }),
      );
      keys = new Map(entries);
      keysOf.set(type, keys);
    }
    return keys;
  }
}
