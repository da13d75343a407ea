/**
 * Extensions by their definitions: may this one stand here, and is it what its definition says? A modifier extension
 * that nobody here knows is refused, because its meaning may turn that of the element around; other unknown ones are
 * left alone, as R4 demands. https://hl7.org/fhir/R4/extensibility.html
 */
import { moreContexts } from '../compiler/errata.ts';
import type { Model, Type } from '../compiler/model.ts';
import type { Definitions } from '../profiles/definitions.ts';
import type { ProfileDefinition } from '../profiles/profile.ts';
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
    this.object(resource, { type, names: this.ancestors(type), path: type }, at);
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
    const inherited = this.ancestors(here.type).map((type) => `${type}.${field.name}`);
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
      this.object(
        extension as Json,
        { type: 'Extension', names: ['Extension', 'Element', path], path, extension: url },
        place,
      );
    });
  }

  private extension(extension: Json, kind: string, here: Here, at: string, holder: Json): void {
    const { url } = extension;
    // Parts of a complex extension have relative urls: the definition of the whole sees to them.
    if (typeof url !== 'string' || !url.includes(':')) return;
    const definition = this.definitions.structure(url);
    if (!definition || definition.type !== 'Extension') {
      if (kind === 'modifierExtension') {
        const says = `The modifier extension ${url.slice(0, 200)} is not known here, so nobody can say what this means.`;
        // HL7's validator lets examples be examples.
        this.check.add('extension', says, at, isExample.test(url) ? 'warning' : 'error');
      }
      return;
    }
    // Samples inside of definitions stand for elements elsewhere.
    const isSample = /^StructureDefinition\..*\.(?:example|fixed|pattern|defaultValue)(?:\.|$)/.test(here.path);
    const isElsewhere = moreContexts.get(url)?.some((name) => here.names.includes(name)) ?? false;
    const fits = definition.context?.some((context) => this.fits(context, here, holder)) ?? true;
    if (!isSample && !fits && !isElsewhere) {
      const allowed = (definition.context ?? []).map(({ expression }) => expression).join(', ');
      const says = `The extension ${url} may not stand here (${here.path}). Its definition allows: ${allowed}.`;
      this.check.add('extension', says, at);
    }
    if (!isSample) this.contextRules(definition, extension, { holder, type: here.type }, at);
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

  /** https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.contextInvariant */
  private contextRules(
    { url, contextInvariant }: ProfileDefinition,
    extension: Json,
    on: { holder: Json; type: string },
    at: string,
  ): void {
    for (const rule of Array.isArray(contextInvariant) ? contextInvariant : []) {
      if (typeof rule !== 'string' || keepsContextRule(rule, on, extension, this.check, this.definitions)) continue;
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
    const name = expression.replace(/^.*#/, '').replaceAll('[x]', '');
    return name === 'Element' || name === '*' || here.names.includes(name);
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
