/**
 * HL7's FHIRPath Patch cases for R4, and cases of JSON Patch: input and patch give the output, or the patch is refused.
 * https://github.com/FHIR/fhir-test-cases
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { applyFhirPathPatch } from '#core/record/interactions/fhirpath-patch.ts';
import { applyPatch } from '#core/record/interactions/json-patch.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { parseJson, stringify } from '#libs/fhir/json.ts';
import { parseXml } from '#libs/fhir/xml.ts';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

interface JsonPatchCase {
  comment?: string;
  doc: unknown;
  patch: unknown;
  expected?: unknown;
  error?: string;
  disabled?: boolean;
}

export async function applyPatches({ folder }: Pick<SuiteNeeds, 'folder'>): Promise<SuiteResult> {
  const failures: SuiteResult['failures'] = [];
  let total = 0;
  const judge = (what: string, expected: unknown, work: () => unknown) => {
    total++;
    const given = outcome(work);
    if (!isDeepStrictEqual(given, expected)) failures.push({ what, why: stringify(given).slice(0, 300) });
  };
  const xml = path.join(folder, 'fhir-patch-tests.xml');
  if (existsSync(xml)) fhirPathCases(readFileSync(xml, 'utf8'), judge);
  const json = path.join(folder, 'json-patch-tests.json');
  const cases = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as JsonPatchCase[]) : [];
  for (const { comment = 'without a name', doc, patch, expected, error, disabled } of cases) {
    if (!disabled)
      judge(comment, error === undefined ? (expected ?? doc) : 'refused', () =>
        applyPatch(structuredClone(doc), patch),
      );
  }
  return { total, failures };
}

function outcome(work: () => unknown): unknown {
  try {
    return JSON.parse(stringify(work()));
  } catch (error) {
    if (error instanceof Refusal) return 'refused';
    throw error;
  }
}

function fhirPathCases(xml: string, judge: (what: string, expected: unknown, work: () => unknown) => void): void {
  const document = XmlDocument.fromString(xml.replace(/^\ufeff/, ''));
  try {
    for (const node of document.find('//case')) {
      const one = node as XmlElement;
      const part = (name: string) => {
        const resource = one.get(`${name}/*`);
        return resource ? parseXml(resource.toString(), { anyOrder: true }) : undefined;
      };
      const [input, diff, output] = [part('input'), part('diff'), part('output')];
      if (!input || !diff) continue;
      const expected = output === undefined ? 'refused' : JSON.parse(stringify(output));
      judge(one.attr('name')?.value ?? '', expected, () => {
        // Keys in the order of the definitions do not matter, and equal is what XML would say again.
        return parseJson(stringify(applyFhirPathPatch(input, diff)));
      });
    }
  } finally {
    document.dispose();
  }
}
