/** A new installation answers for HL7's own vocabularies, and for the codes of the demonstration population. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { population } from '#libs/population/index.ts';
import { systemRuntime } from '../../runtime/runtime.ts';
import { asked, openTestTerminology, type TestTerminology, valueOf } from '../fixtures.ts';
import { loadShipped } from './load.ts';

describe('what is shipped', () => {
  let test: TestTerminology;
  beforeAll(async () => {
    test = await openTestTerminology();
    const loaded = await loadShipped(test.database, systemRuntime);
    expect(loaded?.systems).toBeGreaterThan(900);
    expect(loaded?.valueSets).toBeGreaterThan(1_000);
  }, 60_000);
  afterAll(() => test.close());

  it('is loaded once', async () => {
    expect(await loadShipped(test.database, systemRuntime)).toBeUndefined();
  });

  it('expands and validates value sets of R4', async () => {
    const url = 'http://hl7.org/fhir/ValueSet/administrative-gender';
    const { body } = await test.ask('GET', `/ValueSet/$expand?url=${url}`);
    expect(body.expansion.contains.map(({ code }: { code: string }) => code)).toEqual([
      'male',
      'female',
      'other',
      'unknown',
    ]);
    const check = async (code: string) =>
      valueOf(
        (
          await test.ask(
            'GET',
            `/ValueSet/$validate-code?url=${url}&system=http://hl7.org/fhir/administrative-gender&code=${code}`,
          )
        ).body,
        'result',
      );
    expect([await check('male'), await check('man')]).toEqual([true, false]);
  });

  it('knows the hierarchy of v3 and pages large sets', async () => {
    const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
    const { body } = await test.ask('GET', `/CodeSystem/$subsumes?system=${act}&codeA=_ActEncounterCode&codeB=AMB`);
    expect(valueOf(body, 'outcome')).toBe('subsumes');
    const below = await test.ask(
      'POST',
      '/ValueSet/$expand',
      asked({
        name: 'valueSet',
        resource: {
          resourceType: 'ValueSet',
          status: 'active',
          compose: {
            include: [{ system: act, filter: [{ property: 'concept', op: 'is-a', value: '_ActEncounterCode' }] }],
          },
        },
      }),
    );
    expect(below.body.expansion.total).toBeGreaterThan(8);
  });

  it('leaves no value set of R4 that ends in a fault', async () => {
    const { rows } = await test.database.query<{ url: string }>(
      `select distinct url from terminology.value_set where url like 'http://hl7.org/fhir/%' order by url`,
    );
    expect(rows.length).toBeGreaterThan(500);
    const faults: string[] = [];
    let expanded = 0;
    for (const { url } of rows) {
      const { status } = await test.ask('GET', `/ValueSet/$expand?url=${encodeURIComponent(url)}&count=5`);
      if (status === 200) expanded++;
      // 404: SNOMED CT, LOINC and the like are not shipped.
      else if (![404, 422].includes(status)) faults.push(`${status} ${url}`);
    }
    expect(faults).toEqual([]);
    expect(expanded / rows.length).toBeGreaterThan(0.75);
  }, 120_000);

  it('names every diagnosis, medicine and procedure code of the demonstration', async () => {
    const used = new Map<string, Set<string>>();
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) return value.forEach(visit);
      if (typeof value !== 'object' || value === null) return;
      const { system, code } = value as { system?: string; code?: string };
      if (system && code) used.set(system, (used.get(system) ?? new Set()).add(code));
      Object.values(value).forEach(visit);
    };
    for (const bundle of population({ patients: 60 })) visit(bundle);
    for (const oid of ['6.3', '6.73', '3.4424.11.2.6']) {
      const system = `urn:oid:2.16.840.1.113883.${oid}`;
      const missing: string[] = [];
      for (const code of used.get(system) ?? []) {
        const { status } = await test.ask('GET', `/CodeSystem/$lookup?system=${system}&code=${code}`);
        if (status !== 200) missing.push(code);
      }
      expect([system, missing]).toEqual([system, []]);
    }
  });
});
