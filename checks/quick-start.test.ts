/** docs/quick-start.md as a vendor follows it: the sandbox is started, every command is run, in the order of the page. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './own-platform.ts';
import { ezdrowie, type SandboxProcess, startSandbox } from './sandbox-process.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-quick-start-'));
const home = path.join(folder, 'sandbox');
const blocks = [...readFileSync('docs/quick-start.md', 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].map(
  ([, commands = '']) => commands,
);
let sandbox: SandboxProcess;
let port: number;

const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, [ezdrowie, ...args], { timeout: 60_000 }).then(
    ({ stdout }) => stdout,
    (error: { stderr: string; code: number }) => `exit ${error.code}: ${error.stderr}`,
  );

beforeAll(async () => {
  port = await freePort();
  sandbox = await startSandbox(home, port);
}, 200_000);
afterAll(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** The page's words, with this sandbox's folder and port. */
const here = (commands: string): string =>
  commands
    .replaceAll('127.0.0.1:8090', `127.0.0.1:${port}`)
    .replaceAll('$PWD/var/sandbox', home)
    .replaceAll('npx ezdrowie sandbox token', `'${process.execPath}' '${ezdrowie}' sandbox token --home '${home}'`)
    .replaceAll('mkdir -p my-practice', `mkdir -p '${folder}/my-practice'`)
    .replaceAll('--pack-destination my-practice', `--pack-destination '${folder}/my-practice'`)
    .replaceAll('cd my-practice', `cd '${folder}/my-practice'`);

/** Of the referral that the quick start issues. */
let issuedNumber = '';

describe('the quick start', { timeout: 180_000 }, () => {
  it('begins with the sandbox, which prints what is needed and keeps its key for its owner', () => {
    expect(blocks[0]).toBe('npm ci\nnpx ezdrowie sandbox\n');
    const told = JSON.parse(readFileSync(path.join(home, 'sandbox.json'), 'utf8'));
    for (const value of [told.clientId, told.tokenEndpoint, told.facility.name, told.patients[0].pesel])
      expect(sandbox.said()).toContain(value);
    expect(statSync(told.keyFiles.pem).mode & 0o077).toBe(0);
    expect(readFileSync(path.join(home, 'requests.http'), 'utf8')).toContain('### search-medicinal-products');
  });

  it('works, command by command, in well under 15 minutes', async () => {
    const script = ['set -eu', ...blocks.slice(1).map(here)].join('\n');
    const began = performance.now();
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: root, timeout: 150_000 });
    expect(performance.now() - began).toBeLessThan(5 * 60_000);
    expect(stdout).toContain('"products":[{');
    expect(stdout).toContain('"resourceType":"Bundle"');
    const numbers = [...stdout.matchAll(/"number":"(\d{22})"/g)].map(([, number]) => number);
    expect(numbers.length).toBe(2);
    expect(numbers[0]).toBe(numbers[1]);
    expect(stdout.match(/idempotent-replayed: true/g)).toHaveLength(1);
    expect(stdout).toMatch(/"code":"bad-gtin".*"detailPl":"[^"]+"/);
    expect(stdout).toMatch(/issued \d{22}, code for the patient \d{4}/);
    // Those of the demonstration, and two of ours.
    expect(Number(/(\d+) referrals of this practice/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(2);
    issuedNumber = numbers[0] ?? '';
    expect(stdout).toMatch(/refused: [a-z-]+: .+/);
  });
});

describe('the sandbox', { timeout: 240_000 }, () => {
  it('removes nothing that it has not made, and nothing that runs', async () => {
    expect(await command('sandbox', '--reset', '--home', home)).toContain('is running');
    expect(await command('sandbox', '--reset', '--home', folder)).toContain('is no sandbox');
    expect(await command('sandbox', '--home', folder)).toContain('is no sandbox');
    expect(await command('sandbox', 'nonsense')).toContain('exit 1');
    expect(existsSync(path.join(home, 'sandbox.json'))).toBe(true);
  });

  it('begins anew by --reset: another key, nothing of what was issued', async () => {
    const key = readFileSync(path.join(home, 'credentials/client-key.pem'), 'utf8');
    await sandbox?.stop();
    sandbox = await startSandbox(home, port, '--reset');
    expect(readFileSync(path.join(home, 'credentials/client-key.pem'), 'utf8')).not.toBe(key);
    const token = (await command('sandbox', 'token', '--home', home)).trim();
    const issued = await fetch(`http://127.0.0.1:${port}/api/e-referral/issued`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { referrals } = (await issued.json()) as { referrals: { number: string }[] };
    expect(issuedNumber).toMatch(/^\d{22}$/);
    expect(referrals.map(({ number }) => number)).not.toContain(issuedNumber);
  });
});
