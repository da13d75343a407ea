/**
 * The cases of HL7's validator suite that need nothing but R4: does `$validate` refuse what HL7's validator refuses and
 * accept what it accepts, with R4 alone and against a profile? Supporting definitions are put into the record first, as
 * a client would, and taken out again. https://github.com/FHIR/fhir-test-cases
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
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

export async function compareVerdicts({ folder, base, token }: SuiteNeeds): Promise<SuiteResult> {
  const cases = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as Case[];
  const server = new Server(path.join(folder, 'cases'), base, token);
  const failures: SuiteResult['failures'] = [];
  let total = 0;
  const unread: string[] = [];
  for (const { name, file, supporting, expect, profile } of cases) {
    if ((await server.validate(file)).status === 415) {
      unread.push(name);
      continue;
    }
    const loaded = await server.load(supporting);
    total++;
    const plain = difference(expect.errors, await server.validate(file));
    if (plain) failures.push({ what: name, why: plain });
    if (profile) {
      total++;
      const more = await server.load([...(profile.supporting ?? []), profile.source]);
      loaded.push(...more);
      const why = difference(profile.expect.errors, await server.validate(file, server.urlOf(profile.source)));
      if (why) failures.push({ what: `${name} (profile)`, why });
    }
    await server.unload(loaded);
  }
  if (unread.length > 0) console.log(`SKIPPED ${unread.length} cases: this server does not read their format`);
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

/** Answers with what the server said, in the words of an OperationOutcome. */
class Server {
  private readonly folder: string;
  private readonly base: string;
  private readonly token: string;

  constructor(folder: string, base: string, token: string) {
    this.folder = folder;
    this.base = base;
    this.token = token;
  }

  async validate(file: string, profile?: string): Promise<Answer> {
    const query = profile === undefined ? '' : `?profile=${encodeURIComponent(profile)}`;
    return this.send('POST', `$validate${query}`, file);
  }

  /** Puts definitions into the record; returns their addresses. What the record refuses is simply not there. */
  async load(files: readonly string[]): Promise<string[]> {
    const loaded: string[] = [];
    for (const file of files) {
      const { type, id } = this.identify(file);
      if (!type) continue;
      const address = `${type}/${id ?? path.basename(file).replace(/[^A-Za-z0-9.-]/g, '-')}`;
      const { status, issue } = await this.send('PUT', address, file);
      if (status < 300) loaded.push(address);
      else console.log(`    ${file} was not loaded: ${status} ${issue[0]?.diagnostics ?? ''}`.slice(0, 300));
    }
    return loaded;
  }

  async unload(addresses: readonly string[]): Promise<void> {
    const headers = { authorization: `Bearer ${this.token}` };
    for (const address of addresses) await fetch(`${this.base}/${address}`, { method: 'DELETE', headers });
  }

  urlOf(file: string): string | undefined {
    const text = this.text(file);
    if (file.endsWith('.json')) return (JSON.parse(text) as { url?: string }).url;
    return /<url value="([^"]*)"/.exec(text)?.[1];
  }

  private identify(file: string): { type?: string; id?: string } {
    const text = this.text(file);
    if (file.endsWith('.json')) {
      const { resourceType: type, id } = JSON.parse(text) as { resourceType?: string; id?: string };
      return { type, id };
    }
    const type = /<([A-Z][A-Za-z]+)[\s>]/.exec(text)?.[1];
    return { type, id: /<id value="([^"]*)"/.exec(text)?.[1] };
  }

  private text(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  private async send(method: string, address: string, file: string): Promise<Answer> {
    const format = file.endsWith('.xml') ? 'application/fhir+xml' : 'application/fhir+json';
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': format,
      accept: 'application/fhir+json',
    };
    const body = new Uint8Array(readFileSync(path.join(this.folder, file)));
    const answer = await fetch(`${this.base}/${address}`, { method, headers, body });
    const { issue = [] } = (await answer.json()) as { issue?: Answer['issue'] };
    return { status: answer.status, issue };
  }
}
