/**
 * Who may do what is one file in review: checks/access-matrix.txt lists every operation and every interaction of the
 * record against every role. A change of rights is a diff. `UPDATE_GOLDEN=1 npm test -- checks/access-matrix` writes
 * it anew. A second test calls every operation as a stranger.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApi } from '#apps/api/server.ts';
import { assemble, type Platform } from '#apps/platform.ts';
import { readSettings } from '#apps/settings.ts';
import { authorize, interactions } from '#core/access/index.ts';
import { type Actor, type Role, roles } from '#core/access/actor.ts';
import { demandDoor, restrictedDoors } from '#core/access/gate.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import type { Operation, OperationAccess } from '#core/http/operation.ts';

const golden = new URL('./access-matrix.txt', import.meta.url).pathname;

/** An actor of each role with everything that the role can have. */
const actorOf = (role: Role): Actor => ({
  role,
  id: role,
  name: role,
  purpose: 'TREAT',
  scopes: role === 'machine' ? ['system/*.cruds'] : [],
  ...(role === 'patient' ? { patient: 'p1' } : {}),
  ...(role === 'physician' || role === 'pharmacist' ? { practitioner: 'd1', facility: 'f1', facilityName: 'F' } : {}),
});

/** One type of each kind: the patient's own, clinical, shared, the trail. */
const types = ['Patient', 'Observation', 'Practitioner', 'AuditEvent'];

function mayInteract(role: Role, interaction: (typeof interactions)[number], type: string): string {
  try {
    return authorize(actorOf(role), interaction, type).rule;
  } catch {
    return '·';
  }
}

const cells = (values: string[]) =>
  values
    .map((value) => value.padEnd(16))
    .join('')
    .trimEnd();

function matrix(operations: readonly Operation[]): string {
  const rows = operations.map(({ name, method, path: address, access, audit }) => {
    const may = roles.map((role) => (access === 'anyone' ? 'anyone' : access.roles.includes(role) ? '✔' : '·'));
    const said = typeof audit === 'string' ? audit : audit.action;
    const { acr, within }: Partial<OperationAccess> = access === 'anyone' ? {} : access;
    const strength = [acr, within && `${within} min`].filter(Boolean).map((each) => `  ${each}`);
    return `${method.padEnd(7)}/api${address.padEnd(52)}${cells(may)}  ${said}  ${name}${strength.join('')}`;
  });
  const record = interactions.flatMap((interaction) =>
    types.map((type) => {
      const may = roles.map((role) => mayInteract(role, interaction, type));
      return `${interaction.padEnd(20)}${type.padEnd(43)}${cells(may)}`;
    }),
  );
  const head = `${'operation'.padEnd(63)}${cells([...roles])}`;
  return [
    head,
    ...rows.sort(),
    '',
    `${'interaction of the record, type'.padEnd(63)}${cells([...roles])}`,
    ...record,
    '',
    ...ofRestricted(operations),
    '',
  ].join('\n');
}

/** What software of providers may call that has not passed the compliance gate: everything else is refused to it. */
function ofRestricted(operations: readonly Operation[]): string[] {
  const gate = { state: 'declared', limit: 'restricted', ends: 86_400_000 } as const;
  const actor: Actor = { ...actorOf('machine'), provider: 'f1', gate };
  const tried = <T>(work: () => T) => {
    try {
      return work();
    } catch {
      return undefined;
    }
  };
  const called = operations
    .filter(({ access }) => access !== 'anyone' && access.roles.includes('machine'))
    .filter(({ method, path: address }) => tried(() => demandDoor(actor, method, `/api${address}`, 0) ?? true));
  const interacted = interactions.flatMap((interaction) =>
    [...types, 'MedicationRequest', 'ServiceRequest', 'Group'].flatMap((type) => {
      const allow = tried(() => authorize(actor, interaction, type));
      return allow ? [`${interaction.padEnd(20)}${type.padEnd(43)}${allow.rule}, ${allow.visibility.kind}`] : [];
    }),
  );
  return [
    'what a machine may call whose software has not passed the compliance gate',
    ...restrictedDoors.map(([method, form]) => `${method.padEnd(7)}${form.source}`),
    ...called.map(({ method, path: address, name }) => `${method.padEnd(7)}/api${address.padEnd(52)}${name}`),
    ...interacted,
  ];
}

describe('access', () => {
  let database: TestDatabase;
  let platform: Platform;
  let server: FastifyInstance;
  const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-matrix-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    platform = assemble(readSettings({ EZDROWIE_HOME: home, PORT: '8099', LOG_LEVEL: 'silent' }), database);
    server = await buildApi(platform, async () => true);
  });
  afterAll(async () => {
    await server.close();
    await database.drop();
    rmSync(home, { recursive: true, force: true });
  });

  it('is what the golden file says', () => {
    const now = matrix(platform.systems.flatMap(({ operations }) => operations));
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, now);
    expect(now).toBe(readFileSync(golden, 'utf8'));
  });

  it('is refused to a stranger by every operation', async () => {
    const operations = platform.systems.flatMap(({ operations }) => operations);
    expect(operations.length).toBeGreaterThan(10);
    const open: string[] = [];
    for (const { method, path: address, access, name } of operations) {
      if (access === 'anyone') continue;
      const url = `/api${address.replaceAll(/:\w+/g, 'x1')}`;
      const answer = await server.inject({ method, url, ...(method === 'GET' ? {} : { payload: {} }) });
      if (answer.statusCode !== 401 && answer.statusCode !== 400) open.push(`${name}: ${answer.statusCode}`);
      if (answer.statusCode === 400) expect(answer.json().code).toBeDefined();
    }
    expect(open).toEqual([]);
  });

  it('is refused to a stranger by every face of the record', async () => {
    const asked: [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string][] = [
      ['GET', '/fhir/R4/Patient'],
      ['GET', '/fhir/R4/Patient/x'],
      ['GET', '/fhir/R4/Patient/x/_history'],
      ['GET', '/fhir/R4/Patient/x/_history/1'],
      ['GET', '/fhir/R4/Patient/x/$everything'],
      ['GET', '/fhir/R4/_history'],
      ['GET', '/fhir/R4/AuditEvent'],
      ['POST', '/fhir/R4'],
      ['POST', '/fhir/R4/Patient'],
      ['POST', '/fhir/R4/Patient/_search'],
      ['PUT', '/fhir/R4/Patient/x'],
      ['PATCH', '/fhir/R4/Patient/x'],
      ['DELETE', '/fhir/R4/Patient/x'],
    ];
    for (const [method, url] of asked) {
      const headers = { 'content-type': 'application/fhir+json' };
      const payload = method === 'GET' || method === 'DELETE' ? {} : { payload: '{"resourceType":"Patient"}' };
      const answer = await server.inject({ method, url, headers: method === 'GET' ? {} : headers, ...payload });
      expect([method, url, answer.statusCode]).toEqual([method, url, 401]);
    }
  });
});
