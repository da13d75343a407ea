/**
 * HL7's FHIRPath tests for R4: each expression over its resource gives the values that are written there, or is refused
 * where it must be. https://github.com/FHIR/fhir-test-cases
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { asBoolean, compileFhirPath, FhirPathRefused, textOf } from '#libs/fhir/fhirpath/index.ts';
import { parseJson } from '#libs/fhir/json.ts';
import { parseXml } from '#libs/fhir/xml.ts';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

interface Case {
  name: string;
  expression: string;
  input: string | undefined;
  isStrict: boolean;
  isPredicate: boolean;
  mustFail: boolean;
  outputs: string[];
}

export async function evaluateExpressions({ folder }: Pick<SuiteNeeds, 'folder'>): Promise<SuiteResult> {
  const cases = casesOf(readFileSync(path.join(folder, 'tests-fhir-r4.xml'), 'utf8'));
  const inputs = new Map<string, unknown>();
  const failures: SuiteResult['failures'] = [];
  for (const one of cases) {
    const { input } = one;
    if (input !== undefined && !inputs.has(input)) inputs.set(input, read(path.join(folder, 'input', input)));
    const why = tried(one, input === undefined ? undefined : inputs.get(input));
    if (why) failures.push({ what: one.name, why });
  }
  return { total: cases.length, failures };
}

function read(file: string): unknown {
  const bytes = readFileSync(file);
  // One of the suite's inputs has its elements out of order, which is not what it asks about.
  return file.endsWith('.xml') ? parseXml(bytes, { anyOrder: true }) : parseJson(bytes);
}

function casesOf(xml: string): Case[] {
  const document = XmlDocument.fromString(xml.replace(/^\ufeff/, ''));
  try {
    return document.find('//test').map((node) => {
      const test = node as XmlElement;
      const expression = test.get('expression') as XmlElement;
      return {
        name: test.attr('name')?.value ?? '',
        expression: expression.content,
        input: test.attr('inputfile')?.value,
        isStrict: test.attr('mode')?.value === 'strict',
        isPredicate: test.attr('predicate')?.value === 'true',
        mustFail: expression.attr('invalid') !== null,
        outputs: test.find('output').map(({ content }) => content),
      };
    });
  } finally {
    document.dispose();
  }
}

/** What is wrong, or undefined. */
function tried({ expression, isStrict, isPredicate, mustFail, outputs }: Case, input: unknown): string | undefined {
  const type = (input as { resourceType: string } | undefined)?.resourceType ?? 'Resource';
  let given: string[];
  try {
    const found = compileFhirPath(expression, { type, isStrict }).evaluate(input, {
      now: '2026-11-25T10:00:00.000+01:00',
    });
    given = isPredicate ? [String(asBoolean(found))] : found.map((item) => textOf(item) ?? item.type);
  } catch (error) {
    if (error instanceof FhirPathRefused) return mustFail ? undefined : `refused: ${error.message}`;
    throw error;
  }
  if (mustFail) return `not refused, but answered ${JSON.stringify(given)}`;
  const wanted = outputs.map((output) => output.replace(/^@T?(?=\d)/, ''));
  return JSON.stringify(given) === JSON.stringify(wanted)
    ? undefined
    : `${JSON.stringify(given)}, not ${JSON.stringify(wanted)}`;
}
