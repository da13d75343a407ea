/**
 * The cases of HL7's validator suite that need nothing but R4: does `$validate` refuse what HL7's validator refuses and
 * accept what it accepts, with R4 alone and against a profile? Supporting definitions are loaded first, as a package
 * is (many are no valid R4 themselves, so they cannot be stored as resources), and taken out again.
 * https://github.com/FHIR/fhir-test-cases
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { KnownDefinitions } from '#core/record/definitions.ts';
import type { Resource } from '#core/record/record.ts';
import { parseJson } from '#libs/fhir/json.ts';
import { parseXml } from '#libs/fhir/xml.ts';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

interface Case {
  name: string;
  file: string;
  supporting: string[];
  expect: { errors: string[] };
  profile?: { source: string; supporting?: string[]; expect: { errors: string[] } };
}

interface Answer {
  status: number;
  issue: { severity: string; diagnostics?: string }[];
}

export async function compareVerdicts({ folder, base, token, platform }: SuiteNeeds): Promise<SuiteResult> {
  const cases = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as Case[];
  const server = new Server(path.join(folder, 'cases'), base, token, platform.record.definitions);
  const failures: SuiteResult['failures'] = [];
  let total = 0;
  for (const { name, file, supporting, expect, profile } of cases) {
    await server.load(supporting);
    total++;
    const plain = difference(expect.errors, await server.validate(file));
    if (plain) failures.push({ what: name, why: plain });
    if (profile) {
      total++;
      await server.load([...supporting, ...(profile.supporting ?? []), profile.source]);
      const url = String(server.read(profile.source).url);
      const why = difference(profile.expect.errors, await server.validate(file, url));
      if (why) failures.push({ what: `${name} (profile)`, why });
    }
  }
  await server.load([]);
  return { total, failures };
}

/** What differs between the two verdicts; undefined when they are the same. */
function difference(expected: readonly string[], answer: Answer): string | undefined {
  const errors = answer.issue.filter(({ severity }) => severity === 'error' || severity === 'fatal');
  if (answer.status >= 500) return `answered ${answer.status}`;
  if (errors.length > 0 === expected.length > 0) return undefined;
  if (errors.length === 0) return `accepted; HL7: ${expected[0]}`;
  return `refused: ${errors
    .slice(0, 3)
    .map(({ diagnostics }) => diagnostics)
    .join(' / ')}`.slice(0, 600);
}

/** The server, and the definitions that it knows. */
class Server {
  private readonly folder: string;
  private readonly base: string;
  private readonly token: string;
  private readonly definitions: KnownDefinitions;

  constructor(folder: string, base: string, token: string, definitions: KnownDefinitions) {
    this.folder = folder;
    this.base = base;
    this.token = token;
    this.definitions = definitions;
  }

  /** Makes these the only definitions besides what is shipped. */
  async load(files: readonly string[]): Promise<void> {
    await this.definitions.load(
      'fhir-test-cases#1',
      files.map((file) => this.read(file)),
    );
  }

  read(file: string): Resource {
    const bytes = readFileSync(path.join(this.folder, file));
    return (file.endsWith('.xml') ? parseXml(bytes) : parseJson(bytes)) as Resource;
  }

  async validate(file: string, profile?: string): Promise<Answer> {
    const query = profile === undefined ? '' : `?profile=${encodeURIComponent(profile)}`;
    const format = file.endsWith('.xml') ? 'application/fhir+xml' : 'application/fhir+json';
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': format, accept: 'application/fhir+json' };
    const body = new Uint8Array(readFileSync(path.join(this.folder, file)));
    const answer = await fetch(`${this.base}/$validate${query}`, { method: 'POST', headers, body });
    const { issue = [] } = (await answer.json()) as { issue?: Answer['issue'] };
    return { status: answer.status, issue };
  }
}
