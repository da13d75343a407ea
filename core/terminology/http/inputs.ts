/** What an operation was asked, from the query of a GET or the Parameters of a POST. https://hl7.org/fhir/R4/operations.html#request */
import { validate } from '#libs/fhir/validate.ts';
import { refuseErrors } from '../../record/checks.ts';
import { demandFhir } from '../../record/http/negotiation.ts';
import { parseBody } from '../../record/http/body.ts';
import type { Asked } from '../../record/http/operation.ts';
import type { Resource } from '../../record/record.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { SystemVersions } from '../compile-value-set.ts';
import { languagesOf } from '../language.ts';
import type { Dependency } from '../translate.ts';
import { canonical, type Coding } from '../model.ts';
import { printable } from '../words.ts';

interface Given {
  readonly name?: unknown;
  readonly resource?: unknown;
  readonly [value: string]: unknown;
}

const bad = (name: string, says: string) => new Refusal('invalid', 'bad-parameter', `The parameter '${name}' ${says}.`);

export class Inputs {
  private readonly given: readonly Given[];
  private readonly acceptLanguage: string | undefined;
  /** For the trail. */
  readonly text: string;

  private constructor(given: readonly Given[], acceptLanguage: string | undefined) {
    this.given = given;
    this.acceptLanguage = acceptLanguage;
    this.text = said(given);
  }

  /** @throws Refusal for a POST without Parameters. */
  static of({ request, query }: Asked): Inputs {
    const language = request.headers['accept-language'];
    if (request.method !== 'POST') return Inputs.from(query.text, undefined, language);
    demandFhir(request);
    return Inputs.from(query.text, parseBody(request.body) ?? {}, language);
  }

  /** `body`: of a POST, parsed. @throws Refusal for one that is no Parameters. */
  static from(text: string, body: unknown, language: string | undefined): Inputs {
    const fromQuery = [...new URLSearchParams(text)].map(([name, value]) => ({ name, valueString: value }));
    if (body === undefined) return new Inputs(fromQuery, language);
    const { resourceType, parameter = [] } = (body ?? {}) as { resourceType?: unknown; parameter?: unknown };
    if (resourceType !== 'Parameters' || !Array.isArray(parameter)) {
      throw new Refusal('invalid', 'no-parameters', 'Send the input of the operation as a Parameters resource.');
    }
    const fromBody = parameter.filter((one): one is Given => typeof one === 'object' && one !== null);
    return new Inputs([...fromBody, ...fromQuery], language);
  }

  has(name: string): boolean {
    return this.given.some((one) => one.name === name);
  }

  /** Texts under a name: code, uri, canonical, string and the like. @throws Refusal for another type. */
  texts(name: string): string[] {
    return this.given
      .filter((one) => one.name === name)
      .map((one) => {
        const value = valueOf(one);
        if (typeof value === 'string' && value !== '') return value;
        if (typeof value === 'boolean' || typeof value === 'number') return String(value);
        throw bad(name, 'wants a text');
      });
  }

  /** @throws Refusal when it is there twice. */
  text1(name: string): string | undefined {
    const texts = this.texts(name);
    if (texts.length > 1) throw bad(name, 'may be there once');
    return texts[0];
  }

  flag(name: string): boolean {
    const text = this.text1(name);
    if (text !== undefined && text !== 'true' && text !== 'false')
      throw bad(name, `is true or false, not '${printable(text)}'`);
    return text === 'true';
  }

  number(name: string, most: number): number | undefined {
    const text = this.text1(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text) || Number(text) > most) throw bad(name, `is a whole number from 0 to ${most}`);
    return Number(text);
  }

  coding(name: string): Coding | undefined {
    const [given, second] = this.given.filter((one) => one.name === name);
    if (!given) return undefined;
    if (second) throw bad(name, 'may be there once');
    return asCoding(name, given.valueCoding);
  }

  /** Codings of a name that may be there several times. */
  allCodings(name: string): Coding[] {
    return this.given.filter((one) => one.name === name).map((one) => asCoding(name, one.valueCoding));
  }

  /** `property`: its parts `code` and `value`. */
  properties(): { code: string; value: unknown }[] {
    return this.given
      .filter((one) => one.name === 'property')
      .map(({ part }) => {
        const parts = partsOf(part);
        const of = (name: string) => parts.find((one) => one.name === name);
        if (of('subproperty')) throw bad('subproperty', 'is not looked at here: leave it out');
        const code = valueOf(of('code') ?? {});
        if (typeof code !== 'string') throw bad('property', 'wants a code and a value');
        return { code, value: valueOf(of('value') ?? {}) };
      });
  }

  /** Codings of `codeableConcept`. */
  codings(name: string): Coding[] {
    const given = this.given.find((one) => one.name === name);
    if (!given) return [];
    const { coding } = (given.valueCodeableConcept ?? {}) as { coding?: unknown };
    if (!Array.isArray(coding) || coding.length === 0) throw bad(name, 'wants a CodeableConcept with a coding');
    return coding.map((one) => asCoding(name, one));
  }

  /** A resource sent along. What says only how far it has got may be missing. @throws Refusal when it is no valid one. */
  resource(name: string, type: string): Resource | undefined {
    const given = this.given.find((one) => one.name === name);
    if (!given) return undefined;
    const resource = given.resource as Resource | undefined;
    if (typeof resource !== 'object' || resource === null || resource.resourceType !== type) {
      throw bad(name, `wants a ${type}`);
    }
    refuseErrors(
      validate({ status: 'active', ...(type === 'CodeSystem' ? { content: 'complete' } : {}), ...resource }),
    );
    return resource;
  }

  /** `dependency` of $translate: what holds besides the code. */
  dependencies(): Dependency[] {
    return this.given
      .filter((one) => one.name === 'dependency')
      .map(({ part }) => {
        const parts = partsOf(part);
        const element = valueOf(parts.find(({ name }) => name === 'element') ?? {});
        const concept = parts.find(({ name }) => name === 'concept')?.valueCodeableConcept as
          | { coding?: unknown; text?: unknown }
          | undefined;
        const { coding = [], text } = concept ?? {};
        if (typeof element !== 'string' || !Array.isArray(coding)) throw bad('dependency', 'wants element and concept');
        const codings = coding.map((one) => asCoding('dependency', one));
        return { element, codings, ...(typeof text === 'string' ? { text } : {}) };
      });
  }

  /** Languages wanted, the best first: the parameter goes before the header. */
  languages(): string[] {
    const asked = this.text1('displayLanguage');
    const list = languagesOf(asked ?? this.acceptLanguage);
    if (asked !== undefined && list.length === 0) throw bad('displayLanguage', 'wants a language, such as pl');
    return list;
  }

  versions(): SystemVersions {
    const of = (name: string) =>
      new Map(
        this.texts(name).map((text) => {
          const { url, version } = canonical(text);
          if (version === undefined) throw bad(name, 'wants the form system|version');
          return [url, version] as const;
        }),
      );
    return {
      ...{ byDefault: of('system-version'), forced: of('force-system-version'), checked: of('check-system-version') },
      excluded: new Map(this.texts('exclude-system').map((text) => [canonical(text).url, canonical(text).version])),
    };
  }

  /** @throws Refusal `not-supported` for what would change the answer and is not understood here. */
  refuse(...names: string[]): void {
    for (const name of names) {
      if (!this.has(name)) continue;
      throw new Refusal('rule-broken', 'unsupported-parameter', `The parameter '${name}' is not understood here.`);
    }
  }
}

const partsOf = (part: unknown): Given[] =>
  Array.isArray(part) ? part.filter((one) => typeof one === 'object' && one !== null) : [];

const valueOf = (given: Given): unknown => Object.entries(given).find(([element]) => element.startsWith('value'))?.[1];

function asCoding(name: string, value: unknown): Coding {
  if (typeof value !== 'object' || value === null) throw bad(name, 'wants a Coding');
  for (const element of ['system', 'version', 'code', 'display'] as const) {
    const part = (value as { [element: string]: unknown })[element];
    if (part !== undefined && (typeof part !== 'string' || part === '')) throw bad(name, `wants a text as ${element}`);
  }
  return value as Coding;
}

/** What was asked, as a query: resources sent along are named by their type only. */
function said(given: readonly Given[]): string {
  const asked = new URLSearchParams();
  for (const one of given.slice(0, 50)) {
    const value = valueOf(one);
    const resource = one.resource as { resourceType?: unknown } | undefined;
    const shown =
      typeof value === 'object' && value !== null
        ? JSON.stringify(value)
        : String(value ?? resource?.resourceType ?? '');
    asked.append(String(one.name).slice(0, 64), shown.slice(0, 256));
  }
  return asked.toString();
}
