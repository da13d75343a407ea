/**
 * @ezdrowie/client as a vendor has it: its types are those of the API (`npm run client:types` makes them anew), and
 * what `npm pack` makes of it, installed elsewhere, works against a real server and is checked by a compiler.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedPlatform, startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import { clientTypes, typeOf } from '../packages/client/generator.ts';
import { vendorScript } from './client-package/vendor-script.ts';

const golden = fileURLToPath(new URL('../packages/client/src/generated/api.ts', import.meta.url));
const folder = fileURLToPath(new URL('../packages/client', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-client-'));
const vendor = mkdtempSync(path.join(tmpdir(), 'ezdrowie-vendor-'));
let started: StartedPlatform;

beforeAll(async () => {
  const settings = readSettings({ EZDROWIE_HOME: home, PORT: '0', EZDROWIE_DEMO_PATIENTS: '3', LOG_LEVEL: 'silent' });
  started = await startPlatform({ settings, say: () => undefined });
}, 180_000);
afterAll(async () => {
  await started?.close();
  for (const one of [home, vendor]) rmSync(one, { recursive: true, force: true });
}, 60_000);

/** Not in step with this process, which is the server. */
const run = async (command: string, args: string[], cwd: string): Promise<string> =>
  (await promisify(execFile)(command, args, { cwd, encoding: 'utf8', timeout: 60_000 })).stdout;

describe('the types of the client', () => {
  it('are those of the API', async () => {
    const document = await (await fetch(`${started.url}/api/openapi.json`)).json();
    const types = clientTypes(document as Parameters<typeof clientTypes>[0]);
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, types);
    expect(readFileSync(golden, 'utf8')).toBe(types);
  });

  it.each([
    [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, '{ readonly a: string; }'],
    [{ type: 'array', items: { enum: ['x', 'y'] } }, `readonly ("x" | "y")[]`],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, '{ readonly [name: string]: number }'],
    [{ anyOf: [{ const: 1 }, { type: 'boolean' }] }, '1 | boolean'],
    [{}, 'unknown'],
  ])('say of %j: %s', (schema, type) => {
    expect(typeOf(schema)).toBe(type);
  });
});

describe('the package', { timeout: 120_000 }, () => {
  it('is built, packed, installed, compiled against and used as a vendor would', async () => {
    const packed = JSON.parse(await run('npm', ['pack', '--json', '--silent', '--pack-destination', vendor], folder));
    const [{ filename, files }] = packed as [{ filename: string; files: { path: string }[] }];
    expect(files.map((one) => one.path)).toContain('dist/index.d.ts');
    expect(files.map((one) => one.path).filter((one) => one.startsWith('src/'))).toEqual([]);
    writeFileSync(path.join(vendor, 'package.json'), '{ "type": "module" }');
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', `./${filename}`], vendor);
    writeFileSync(path.join(vendor, 'vendor.ts'), vendorScript);
    const key = readFileSync(path.join(home, 'demo', 'demo-provider.key.json'), 'utf8');
    writeFileSync(path.join(vendor, 'key.json'), key);
    const compile = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom'];
    const types = ['--types', 'node', '--typeRoots', path.join(root, 'node_modules/@types')];
    await run(
      path.join(root, 'node_modules/.bin/tsc'),
      [...compile, ...types, '--resolveJsonModule', 'vendor.ts'],
      vendor,
    );
    const said = await run(process.execPath, ['vendor.ts', started.url], vendor);
    expect(JSON.parse(said)).toEqual({
      ...{ price: 'number', problem: [404, 'no-such-package', true], changes: 400, once: true },
      ...{ patients: 'Bundle', outcome: 404, token: 'invalid_client', retried: ['503', '409'] },
    });
  });
});
