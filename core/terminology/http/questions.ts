/** From the input of each operation to the question that terminology answers. */
import type { Call } from '../../access/actor.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { expand } from '../expand.ts';
import { closure } from '../closure.ts';
import { findConceptsByProperties } from '../find-matches.ts';
import { compileValueSet, namedValueSet } from '../compile-value-set.ts';
import type { Terminology } from '../terminology.ts';
import { limits } from '../limits.ts';
import { lookup } from '../lookup.ts';
import { mapOfResource } from '../map-store.ts';
import type { Coding, ValueSetContent } from '../model.ts';
import { valueSetContent } from '../reading-resources.ts';
import { systemOfResource, valueSetOfResource } from '../store.ts';
import { subsumes } from '../subsumes.ts';
import { namedMap, translate, translateBy } from '../translate.ts';
import { sentSystem } from '../sent-system.ts';
import { type ValidateQuestion, validateIn, validateOf, validateSent } from '../validate-code.ts';
import { printable } from '../words.ts';
import type { Inputs } from './inputs.ts';

/** Who asks, and of which resource; its id is empty where the address has none. */
export interface About {
  readonly id: string;
  readonly call: Call;
}

export function lookupOf({ database }: Terminology, inputs: Inputs): Promise<object> {
  inputs.refuse('date');
  return lookup(database, {
    coding: codingIn(inputs),
    languages: inputs.languages(),
    properties: inputs.texts('property'),
  });
}

/** @throws Refusal when both are there: they may differ. */
function codingIn(inputs: Inputs): Coding {
  const coding = inputs.coding('coding');
  if (coding && inputs.has('code')) throw twoCodes();
  return coding ?? codeIn(inputs, 'system');
}

const twoCodes = () => new Refusal('invalid', 'two-codes', 'Give one of code, coding and codeableConcept.');

/** Code, system and version that stand by themselves. */
function codeIn(inputs: Inputs, systemName: string): Coding {
  const [system, version] = [inputs.text1(systemName), inputs.text1('version')];
  const [code, display] = [inputs.text1('code'), inputs.text1('display')];
  return {
    ...(system === undefined ? {} : { system }),
    ...(version === undefined ? {} : { version }),
    ...(code === undefined ? {} : { code }),
    ...(display === undefined ? {} : { display }),
  };
}

function codingsIn(inputs: Inputs, alone: Coding): Coding[] {
  const coding = inputs.coding('coding');
  const all = [
    ...(alone.code === undefined ? [] : [alone]),
    ...(coding ? [coding] : []),
    ...inputs.codings('codeableConcept'),
  ];
  const ways = [alone.code, coding, inputs.has('codeableConcept') || undefined].filter((way) => way !== undefined);
  if (ways.length > 1) throw twoCodes();
  return all;
}

export async function validateCodeOf({ database }: Terminology, inputs: Inputs, { id }: About): Promise<object> {
  inputs.refuse('date');
  const sent = id === '' ? inputs.resource('codeSystem', 'CodeSystem') : undefined;
  if (sent) {
    const { system, conceptOf } = sentSystem(sent);
    const own: Coding = { system: system.url, ...(system.version === '' ? {} : { version: system.version }) };
    const codings = codingsIn(inputs, codeIn(inputs, 'url')).map((coding) => ofInstance(own, coding));
    return validateSent(database, system, conceptOf, { ...validateQuestion(inputs), codings });
  }
  const common = await commonSystem(database, inputs, id);
  const codings = codingsIn(inputs, codeIn(inputs, 'url')).map((coding) =>
    id === '' ? { ...common, ...coding } : ofInstance(common, coding),
  );
  return validateOf(database, { ...validateQuestion(inputs), codings });
}

/** What the codings leave out: the system in the address, or the one that the url names. */
async function commonSystem(database: Terminology['database'], inputs: Inputs, id: string): Promise<Coding> {
  if (id !== '') {
    const system = await systemOfResource(database, id);
    if (!system) throw unknownResource('CodeSystem', id);
    return { system: system.url, ...(system.version === '' ? {} : { version: system.version }) };
  }
  const [system, version] = [inputs.text1('url') ?? inputs.text1('system'), inputs.text1('version')];
  return { ...(system === undefined ? {} : { system }), ...(version === undefined ? {} : { version }) };
}

/** @throws Refusal when a coding is of another system than the one in the address. */
function ofInstance(own: Coding, coding: Coding): Coding {
  if (coding.system === undefined || coding.system === own.system) return { ...coding, ...own };
  throw new Refusal(
    'invalid',
    'other-system',
    `The code is of '${printable(coding.system)}', the address is that of ${own.system}.`,
  );
}

const validateQuestion = (inputs: Inputs): Omit<ValidateQuestion, 'codings'> => ({
  languages: inputs.languages(),
  abstract: inputs.flag('abstract'),
  inferSystem: inputs.flag('inferSystem'),
});

export async function subsumesOf({ database }: Terminology, inputs: Inputs, { id }: About): Promise<object> {
  const common = await commonSystem(database, inputs, id);
  const side = (letter: 'A' | 'B'): Coding => {
    const coding = inputs.coding(`coding${letter}`);
    const code = inputs.text1(`code${letter}`);
    const asked = { ...common, ...(code === undefined ? {} : { code }), ...coding };
    return id === '' ? asked : ofInstance(common, asked);
  };
  return subsumes(database, side('A'), side('B'));
}

/** The value set that is asked: in the address, by url, or sent along. */
async function askedValueSet({ database }: Terminology, inputs: Inputs, id: string): Promise<ValueSetContent> {
  if (id !== '') {
    const found = await valueSetOfResource(database, id);
    if (!found) throw unknownResource('ValueSet', id);
    return found.content;
  }
  const sent = inputs.resource('valueSet', 'ValueSet');
  if (sent) return valueSetContent(sent);
  const url = inputs.text1('url');
  if (url === undefined) {
    throw new Refusal(
      'invalid',
      'no-value-set',
      'Say which value set: its url, its id in the address, or valueSet itself.',
    );
  }
  return namedValueSet(database, url, inputs.text1('valueSetVersion'));
}

export async function expandOf(terminology: Terminology, inputs: Inputs, { id }: About): Promise<object> {
  inputs.refuse('context', 'contextDirection', 'date');
  const content = await askedValueSet(terminology, inputs, id);
  const { database, runtime } = terminology;
  const asked = {
    filter: inputs.text1('filter'),
    offset: inputs.number('offset', 100_000_000),
    count: inputs.number('count', limits.page),
    activeOnly: inputs.flag('activeOnly'),
    excludeNested: inputs.flag('excludeNested'),
    excludeNotForUI: inputs.flag('excludeNotForUI'),
    includeDesignations: inputs.flag('includeDesignations'),
    designations: inputs.texts('designation'),
    includeDefinition: inputs.flag('includeDefinition'),
    languages: inputs.languages(),
    versions: inputs.versions(),
  };
  return expand(database, content, asked, { identifier: `urn:uuid:${runtime.newId()}`, at: runtime.now() });
}

export async function validateMemberOf(terminology: Terminology, inputs: Inputs, { id }: About): Promise<object> {
  inputs.refuse('context', 'date');
  const { database } = terminology;
  const content = await askedValueSet(terminology, inputs, id);
  const expression = await compileValueSet(database, content, inputs.versions());
  const system = inputs.text1('system');
  const version = inputs.text1('systemVersion');
  const [code, display] = [inputs.text1('code'), inputs.text1('display')];
  const alone: Coding = {
    ...(system === undefined ? {} : { system }),
    ...(version === undefined ? {} : { version }),
    ...(code === undefined ? {} : { code }),
    ...(display === undefined ? {} : { display }),
  };
  const name = content.url ?? content.name ?? 'sent along';
  return validateIn(database, { name, expression }, { ...validateQuestion(inputs), codings: codingsIn(inputs, alone) });
}

export async function translateOf({ database }: Terminology, inputs: Inputs, { id }: About): Promise<object> {
  const common = {
    codings: codingsIn(inputs, codeIn(inputs, 'system')),
    source: inputs.text1('source'),
    target: inputs.text1('target'),
    targetSystem: inputs.text1('targetsystem') ?? inputs.text1('targetSystem'),
    reverse: inputs.flag('reverse'),
    dependencies: inputs.dependencies(),
  };
  const sent = id === '' ? inputs.resource('conceptMap', 'ConceptMap') : undefined;
  if (sent) return translateBy(database, sent, common);
  const url = inputs.text1('url');
  if (id !== '') {
    const map = await mapOfResource(database, id);
    if (!map) throw unknownResource('ConceptMap', id);
    return translate(database, { ...common, map });
  }
  const map = url === undefined ? undefined : await namedMap(database, url, inputs.text1('conceptMapVersion'));
  return translate(database, { ...common, map });
}

const unknownResource = (type: string, id: string) =>
  new Refusal('not-found', 'unknown-resource', `There is no ${type}/${printable(id)} with codes here. Check the id.`);

export async function findMatchesOf({ database }: Terminology, inputs: Inputs, { id }: About): Promise<object> {
  if (inputs.flag('compositional')) {
    throw new Refusal('rule-broken', 'no-composition', 'Expressions are not made here: ask without compositional.');
  }
  const common = id === '' ? codeIn(inputs, 'system') : await commonSystem(database, inputs, id);
  const exact = !inputs.has('exact') || inputs.flag('exact');
  return findConceptsByProperties(database, common, inputs.properties(), exact);
}

export function closureOf({ database, runtime }: Terminology, inputs: Inputs, { call }: About): Promise<object> {
  if (call.actor.role !== 'machine' && call.actor.role !== 'platform') {
    throw new Refusal('forbidden', 'machines-only', 'Closure tables are kept for machine clients.');
  }
  const name = inputs.text1('name');
  if (name === undefined) throw new Refusal('invalid', 'bad-parameter', 'Say the name of the closure table.');
  const [concepts, version] = [inputs.allCodings('concept'), inputs.text1('version')];
  return closure(database, { owner: call.actor.id, name, concepts, version, at: runtime.now() });
}
