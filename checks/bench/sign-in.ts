/**
 * Signing in with password and code while others read: fifty people a second come whether or not the last ones are in
 * (an open loop), each with an account of their own. The goal: p95 of both steps together 400 ms, and readers not
 * starved.
 */
import { createHmac } from 'node:crypto';
import type { Instance } from '#apps/instance.ts';
import { openDatabase } from '#core/db/database.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { fileVault } from '#core/vault/index.ts';
import { accounts } from '#systems/oversight/accounts/index.ts';
import { httpClient, measure, type Result } from './closed-loop.ts';
import { usageOf } from './usage.ts';

export interface SignInOptions {
  instance: Instance;
  home: string;
  token: string;
  seconds: number;
  warm: number;
  say(line: string): void;
}

const perSecond = 50;
const period = 30;

interface Person {
  login: string;
  password: string;
  seed: Buffer;
}

/** Reads alone, then sign-ins at their rate with the same reads beside them. */
export async function measureSignIn({ instance, home, token, seconds, warm, say }: SignInOptions): Promise<Result[]> {
  const people = await register(instance, home, perSecond * (seconds + warm));
  const client = httpClient(`${instance.baseUrl}/fhir/R4`, token, 8);
  const read = async () => void (await client.send('GET', '/Patient?_count=1'));
  const timing = { seconds, warm, pids: [instance.pid] };
  const alone = await measure('read beside sign-ins: without them', 4, read, timing);
  const [beside, entering] = await Promise.all([
    measure('read beside sign-ins: with 50 a second', 4, read, timing),
    enterAtRate(instance, people, { seconds, warm }),
  ]);
  client.close();
  for (const { phase, perSecond: rate, p95, firstFailure } of [alone, beside, entering])
    say(`${phase}: ${rate.toFixed(0)}/s, p95 ${p95.toFixed(0)} ms${firstFailure ? `, FAILED: ${firstFailure}` : ''}`);
  return [alone, beside, entering];
}

async function register({ databaseUrl, baseUrl }: Instance, home: string, count: number): Promise<Person[]> {
  const database = openDatabase(databaseUrl, { connections: 4 });
  const audit = { insertion: () => ({ text: 'select 1', values: [] }), write: async () => undefined };
  const settings = { baseUrl, home, profile: 'demo' as const, https: false };
  const { registration } = accounts({
    ...{ database, runtime: systemRuntime, audit, settings },
    vault: fileVault(database, home, systemRuntime),
  });
  const people: Person[] = [];
  const mark = systemRuntime.newId().slice(0, 8);
  for (let number = 0; number < count; number++) {
    const person = {
      ...{ login: `mierzony.${mark}.${number}`, password: `Zielone-Rowery-Jadą-${number}` },
      seed: systemRuntime.randomBytes(20),
    };
    const patient = `bench-${mark}-${number}`;
    const positions = [{ role: 'patient' as const, facility: null, facilityName: null }];
    await registration.register({ ...person, name: 'Mierzony', secondFactor: person.seed, patient, positions });
    people.push(person);
  }
  await database.close();
  return people;
}

/** RFC 6238, written once more: the bench asks the platform as a stranger does. */
function codeOf(seed: Buffer): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(systemRuntime.now().getTime() / 1000 / period)));
  const digest = createHmac('sha1', seed).update(counter).digest();
  const at = (digest[19] as number) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function enterAtRate(
  { baseUrl, pid }: Instance,
  people: readonly Person[],
  { seconds, warm }: { seconds: number; warm: number },
): Promise<Result> {
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${baseUrl}/api/accounts${path}`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 200)}`);
    return answer.json() as Promise<{ handle: string }>;
  };
  const times: number[] = [];
  const failures: string[] = [];
  const enter = async ({ login, password, seed }: Person, counts: boolean) => {
    const began = performance.now();
    try {
      const { handle } = await post('/sign-in', { login, password });
      await post('/second-factor', { handle, code: codeOf(seed) });
      if (counts) times.push(performance.now() - began);
    } catch (error) {
      failures.push((error as Error).message);
    }
  };
  const usage = usageOf([pid]);
  const began = performance.now();
  const running: Promise<void>[] = [];
  for (const [number, person] of people.entries()) {
    const due = began + (number * 1000) / perSecond;
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    if (number === warm * perSecond) usage.begin();
    running.push(enter(person, number >= warm * perSecond));
  }
  await Promise.all(running);
  times.sort((left, right) => left - right);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const elapsed = (performance.now() - began) / 1000 - warm;
  return {
    phase: 'sign in with password and code, 50 a second',
    ...{ workers: perSecond, perSecond: times.length / elapsed, p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    failures: failures.length,
    ...(failures[0] ? { firstFailure: failures[0] } : {}),
    usage: usage.end(seconds),
  };
}
