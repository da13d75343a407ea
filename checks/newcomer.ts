/**
 * The README's `npm start` as a newcomer runs it, on an empty folder: it becomes ready, says where, serves, refuses a
 * second start on the same folder, stops on SIGTERM, leaves no process behind, and starts again on the same folder.
 * What `npm run build` makes is taken away first: a newcomer has not built anything.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-newcomer-'));
const environment = { ...process.env, EZDROWIE_HOME: path.join(home, 'var'), PORT: '8093', NO_COLOR: '1' };
const problems: string[] = [];
const check = (what: string, holds: boolean) => {
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}`);
  if (!holds) problems.push(what);
};

for (const made of ['fhir', 'portals', 'known-passwords']) {
  for (const name of [made, `${made}.stamp`]) rmSync(path.join('build', name), { recursive: true, force: true });
}

interface Started {
  child: ChildProcess;
  said: () => string;
  seconds: number;
}

async function start(limitSeconds: number): Promise<Started> {
  const began = performance.now();
  const child = spawn('npm', ['start'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  while (performance.now() - began < limitSeconds * 1000 && child.exitCode === null) {
    const ready = await fetch('http://127.0.0.1:8093/health/ready').catch(() => undefined);
    if (ready?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const seconds = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { child, said: () => text, seconds };
}

async function stop({ child }: Started): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (child.pid) process.kill(-child.pid, 'SIGTERM');
  return ended;
}

/** The processes that still name the folder, one per line; empty when there is none. */
const leftovers = (): string => {
  try {
    return execFileSync('pgrep', ['-af', home], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
};

/**
 * Waits until nothing is left, at most `limitSeconds`: npm ends at once on the signal, while the platform behind it
 * finishes open requests and lets PostgreSQL write its checkpoint, which takes seconds on a busy machine.
 */
async function nothingLeftWithin(limitSeconds: number): Promise<boolean> {
  const deadline = performance.now() + limitSeconds * 1000;
  while (leftovers() !== '' && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  const left = leftovers();
  if (left) console.log(`still running ${limitSeconds} s after SIGTERM:\n${left}`);
  return left === '';
}

try {
  const first = await start(180);
  console.log(first.said());
  check(`first start is ready (${first.seconds.toFixed(1)} s; goal 90 s)`, /is ready in/.test(first.said()));
  check('it prints the demonstration accounts', /TOTP|kod/i.test(first.said()));
  const second = spawn('npm', ['start'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let refusal = '';
  second.stderr?.on('data', (chunk) => {
    refusal += chunk;
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  check('a second start on the same folder is refused and says why', code !== 0 && refusal.includes('already running'));
  const metadata = await fetch('http://127.0.0.1:8093/fhir/R4/metadata');
  check('/fhir/R4/metadata answers', metadata.ok);
  const page = await fetch('http://127.0.0.1:8093/sign-in');
  check('/sign-in is a page', page.ok && (page.headers.get('content-type') ?? '').includes('text/html'));
  const token = execFileSync('npx', ['ezdrowie', 'token', 'demo-provider'], {
    env: environment,
    encoding: 'utf8',
  }).trim();
  const patients = await fetch('http://127.0.0.1:8093/fhir/R4/Patient?_count=1&_total=accurate', {
    headers: { authorization: `Bearer ${token}` },
  });
  const { total } = (await patients.json()) as { total: number };
  check(`a machine client finds the demonstration patients (${total})`, patients.ok && total > 100);
  const verified = execFileSync('npx', ['ezdrowie', 'verify-audit', '--json'], { env: environment, encoding: 'utf8' });
  check('the audit trail verifies', JSON.parse(verified).ok === true);
  await stop(first);
  check('nothing is left running after SIGTERM', await nothingLeftWithin(20));
  const again = await start(60);
  check(
    `a start on the prepared folder is ready (${again.seconds.toFixed(1)} s; goal 20 s)`,
    /is ready in/.test(again.said()),
  );
  await stop(again);
} finally {
  try {
    execFileSync('pkill', ['-KILL', '-f', home]);
  } catch {
    // Nothing was left: as it should be.
  }
  rmSync(home, { recursive: true, force: true });
}
console.log(`${problems.length === 0 ? 'newcomer: all checks hold' : `newcomer: ${problems.length} checks failed`}`);
process.exit(problems.length > 0 ? 1 : 0);
