/**
 * CDS Hooks messages of HL7's validator: good requests get 200 with cards by our schema, bad ones 4xx; services and
 * responses of others are judged by our schema as HL7 judges them.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { cdsSchemas } from '#systems/care/alerts/index.ts';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

interface Case {
  readonly file: string;
  readonly kind: 'CDSHooksServices' | 'CDSHooksRequest' | 'CDSHooksResponse';
  readonly expectErrors: readonly string[] | null;
}

const schemas = { CDSHooksServices: cdsSchemas.services, CDSHooksResponse: cdsSchemas.response } as const;

export async function sendHooks({ folder, base, token }: SuiteNeeds): Promise<SuiteResult> {
  const cases = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as Case[];
  const ajv = new Ajv({ strict: false, allErrors: true });
  const failures: SuiteResult['failures'] = [];
  for (const { file, kind, expectErrors } of cases) {
    const message = JSON.parse(readFileSync(path.join(folder, 'cases', file), 'utf8')) as { hook?: string };
    const isGood = expectErrors === null || expectErrors.length === 0;
    if (kind === 'CDSHooksRequest') {
      const address = `${base.replace('/fhir/R4', '')}/api/cds-services/ezdrowie-${message.hook}`;
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(message) });
      const text = await answer.text();
      const isRight = isGood
        ? answer.status === 200 && ajv.validate(cdsSchemas.response, JSON.parse(text))
        : answer.status >= 400 && answer.status < 500;
      if (!isRight) failures.push({ what: file, why: `${answer.status} ${text.slice(0, 200)} ${ajv.errorsText()}` });
    } else if (ajv.validate(schemas[kind], message) !== isGood) {
      failures.push({ what: file, why: isGood ? ajv.errorsText() : 'accepted' });
    }
  }
  return { total: cases.length, failures };
}
