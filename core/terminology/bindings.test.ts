/** Bindings of profiles to code lists that only the database can answer: in writes, in bundles, in FHIRPath rules. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, callBy, entry, machine } from '../record/fixtures.ts';
import { createRecord } from '../record/index.ts';
import type { Resource } from '../record/record.ts';
import { createAuditTrail } from '../audit/index.ts';
import { systemRuntime } from '../runtime/runtime.ts';
import { openTestTerminology, type TestTerminology } from './fixtures.ts';

const base = 'http://example.org/bindings';
const system = `${base}/CodeSystem/many`;
const set = `${base}/ValueSet/even`;
const codes = Array.from({ length: 12_000 }, (_, n) => `c${n}`);

/** More codes than a list in memory may have: every second lies below `even`. */
const many: Resource = {
  resourceType: 'CodeSystem',
  ...{ url: system, status: 'active', content: 'complete', hierarchyMeaning: 'is-a' },
  concept: [
    { code: 'even', concept: codes.filter((_, n) => n % 2 === 0).map((code) => ({ code })) },
    ...codes.filter((_, n) => n % 2 === 1).map((code) => ({ code })),
  ],
};
const evenOnes = (more: Partial<Resource> = {}): Resource => ({
  resourceType: 'ValueSet',
  ...{ url: set, status: 'active' },
  compose: { include: [{ system, filter: [{ property: 'concept', op: 'is-a', value: 'even' }] }] },
  ...more,
});
const profile = (name: string, elements: object[]): Resource => ({
  resourceType: 'StructureDefinition',
  ...{ id: name, url: `${base}/StructureDefinition/${name}`, name, status: 'draft', kind: 'resource', abstract: false },
  ...{ type: 'Observation', baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Observation' },
  derivation: 'constraint',
  differential: { element: elements },
});
const bound = (strength: string, valueSet = set) => [
  { id: 'Observation.code', path: 'Observation.code', binding: { strength, valueSet } },
];
const ruled = (expression: string) => [
  {
    id: 'Observation',
    path: 'Observation',
    constraint: [{ key: 'rule-1', severity: 'error', human: 'as said', expression }],
  },
];
const observation = (name: string, code: string, more: object = {}): Resource => ({
  resourceType: 'Observation',
  meta: { profile: [`${base}/StructureDefinition/${name}`] },
  status: 'final',
  code: { coding: [{ system, code }] },
  ...more,
});

let test: TestTerminology;
beforeAll(async () => {
  test = await openTestTerminology();
  await test.put(many);
  await test.put(evenOnes());
  for (const [name, elements] of [
    ['required', bound('required')],
    ['extensible', bound('extensible')],
    ['member', ruled(`code.memberOf('${set}')`)],
    ['below', ruled(`code.coding.all(%resource.method.coding.subsumes($this))`)],
    ['nowhere', bound('required', `${base}/ValueSet/nowhere`)],
  ] as const) {
    await test.ask('PUT', `/StructureDefinition/${name}`, profile(name, [...elements]));
  }
});
afterAll(() => test.close());

const write = async (resource: Resource) => {
  const { status, body } = await test.ask('POST', '/Observation', resource);
  return status === 201 ? 201 : [status, body.issue[0].code, body.issue[0].expression?.[0]];
};

describe('a binding to a code list that cannot be listed', () => {
  it('is enforced on writes when it is required, for codes and for texts alone', async () => {
    expect(await write(observation('required', 'c2'))).toBe(201);
    expect(await write(observation('required', 'c3'))).toEqual([400, 'code-invalid', 'Observation.code']);
    expect(await write(observation('required', 'x', { code: { text: 'even' } }))).toEqual([
      400,
      'code-invalid',
      'Observation.code',
    ]);
    const elsewhere = {
      coding: [
        { system: 'http://loinc.org', code: '1' },
        { system, code: 'c4' },
      ],
    };
    expect(await write(observation('required', '', { code: elsewhere }))).toBe(201);
  });

  it('is a warning when it is extensible, told by $validate and not by writes', async () => {
    expect(await write(observation('extensible', 'c3'))).toBe(201);
    const { body } = await test.ask('POST', '/Observation/$validate', observation('extensible', 'c3'));
    expect(body.issue[0]).toMatchObject({ severity: 'warning', code: 'code-invalid' });
    const fine = await test.ask('POST', '/Observation/$validate', observation('extensible', 'c4'));
    expect(fine.body.issue[0]).toMatchObject({ severity: 'information' });
  });

  it('is told as not checked, and refuses nothing, when nobody knows the list', async () => {
    expect(await write(observation('nowhere', 'c3'))).toBe(201);
    const { body } = await test.ask('POST', '/Observation/$validate', observation('nowhere', 'c3'));
    expect(body.issue[0]).toMatchObject({ severity: 'warning', code: 'not-supported' });
  });

  it('follows the list as soon as that changes', async () => {
    const id = await test.put(evenOnes({ id: 'moving', url: `${set}-moving` }));
    await test.ask('PUT', '/StructureDefinition/moving', profile('moving', bound('required', `${set}-moving`)));
    expect(await write(observation('moving', 'c3'))).toEqual([400, 'code-invalid', 'Observation.code']);
    await test.ask(
      'PUT',
      `/ValueSet/${id}`,
      evenOnes({ id, url: `${set}-moving`, compose: { include: [{ system }] } }),
    );
    expect(await write(observation('moving', 'c3'))).toBe(201);
  });

  it('holds in transactions and patches, where each code is asked once', async () => {
    const { database, terminology } = test;
    let [rounds, questions] = [0, 0];
    const counting = {
      ...terminology,
      answers: ((asked, tx) => {
        rounds++;
        questions += asked.length;
        return terminology.answers(asked, tx);
      }) as typeof terminology.answers,
    };
    const audit = createAuditTrail({ database, runtime: systemRuntime });
    const record = createRecord({ database, audit, runtime: systemRuntime, terminology: counting });
    const entries = Array.from({ length: 60 }, (_, n) =>
      entry('POST', 'Observation', observation('required', `c${n % 3}`)),
    );
    const call = callBy(machine());
    const odd = record.bundleText(call, bundleOf('transaction', ...entries), 'minimal');
    await expect(odd).rejects.toMatchObject({ kind: 'invalid' });
    expect([rounds, questions]).toEqual([1, 3]);
    await expect(odd.catch(({ issues }) => issues.length)).resolves.toBe(20);
    const { body } = await test.ask('POST', '/Observation', observation('required', 'c2'));
    const patch = [{ op: 'replace', path: '/code/coding/0/code', value: 'c3' }];
    const patching = record.patch(call, 'Observation', body.id, patch);
    await expect(patching).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('costs no more than a request may', async () => {
    const coding = codes.slice(0, 1200).map((_, n) => ({ system, code: `x${n}` }));
    expect(await write(observation('required', '', { code: { coding } }))).toEqual([400, 'too-costly', undefined]);
  });
});

describe('FHIRPath in rules', () => {
  it('asks memberOf() and subsumes() of the vocabularies', async () => {
    expect(await write(observation('member', 'c2'))).toBe(201);
    expect(await write(observation('member', 'c3'))).toEqual([400, 'invariant', 'Observation']);
    const method = { method: { coding: [{ system, code: 'even' }] } };
    expect(await write(observation('below', 'c2', method))).toBe(201);
    expect(await write(observation('below', 'c3', method))).toEqual([400, 'invariant', 'Observation']);
  });
});

describe('a package', () => {
  it('brings code lists of any size, and takes them away', async () => {
    const { definitions } = test.record;
    const own = { system: `${system}-packed`, set: `${set}-packed` };
    const include = [{ system: own.system, filter: [{ property: 'concept', op: 'is-a', value: 'even' }] }];
    const resources = [
      { ...many, url: own.system },
      evenOnes({ url: own.set, compose: { include } }),
      { resourceType: 'CodeSystem', url: `${base}/broken`, concept: 'none' } as unknown as Resource,
      profile('packed', bound('required', own.set)),
    ];
    const packed = (code: string) => observation('packed', '', { code: { coding: [{ system: own.system, code }] } });
    expect(await definitions.load('bindings#1', resources)).toBe(3);
    expect([await write(packed('c2')), await write(packed('c3'))]).toEqual([
      201,
      [400, 'code-invalid', 'Observation.code'],
    ]);
    const answer = await test.terminology.memberOf(own.set, { system: own.system, code: 'c2' });
    await definitions.load('bindings#1', resources);
    expect([answer, await definitions.unload('bindings#1')]).toEqual(['yes', true]);
    expect(await test.terminology.memberOf(own.set, { system: own.system, code: 'c2' })).toBe('unknown');
    expect(await write(packed('c3'))).toBe(201);
  });
});
