/**
 * The platform's process is killed while requests that name an Idempotency-Key are under way. Sent again to the next
 * process, each has happened once: not lost, not doubled, whatever the moment.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, createClient, Problem, type Request } from '../packages/client/src/index.ts';
import { freePort } from './own-platform.ts';
import { type SandboxProcess, startSandbox } from './sandbox-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-killed-'));
const home = path.join(folder, 'sandbox');
let port: number;
let running: SandboxProcess;

beforeAll(async () => {
  port = await freePort();
  running = await startSandbox(home, port);
}, 200_000);
afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

function clientOf({ sandbox }: SandboxProcess): Client {
  const { baseUrl, clientId, scope, keyFiles } = sandbox;
  const as = { clientId, scope, privateKey: readFileSync(keyFiles.pem, 'utf8') };
  return createClient({ baseUrl, as, retries: 0 });
}

async function issued(client: Client): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of client.pages('list-issued-referrals')) ids.push(...page.referrals.map(({ id }) => id));
  return ids;
}

/** What became of a request: the referral it made, that it was done though the answer is lost, or nothing. */
const outcome = (client: Client, request: Request<'issue-referral'>): Promise<string> =>
  client.call('issue-referral', request).then(
    ({ id }) => id,
    (error) => (error instanceof Problem ? error.code : 'no answer'),
  );

it('nothing is lost and nothing doubled, whenever it dies', { timeout: 400_000 }, async () => {
  let interrupted = 0;
  for (const delay of [15, 60, 150]) {
    const client = clientOf(running);
    const before = await issued(client);
    const { patients, practitioner } = running.sandbox;
    const requests = Array.from(
      { length: 24 },
      (_, at): Request<'issue-referral'> => ({
        idempotencyKey: randomUUID(),
        body: {
          ...{ kind: 'clinic', urgency: 'R', speciality: { code: '1100' }, diagnoses: [{ code: 'I10' }] },
          ...{ pesel: patients[at % patients.length]?.pesel ?? '', practitioner: practitioner.id },
        },
      }),
    );
    const first = requests.map((request) => outcome(client, request));
    await new Promise((resolve) => setTimeout(resolve, delay));
    await running.stop('SIGKILL');
    const heard = await Promise.all(first);
    interrupted += heard.filter((one) => one === 'no answer').length;
    running = await startSandbox(home, port);
    const again = clientOf(running);
    const second: string[] = [];
    for (const request of requests) second.push(await outcome(again, request));
    const made = (await issued(again)).filter((id) => !before.includes(id));
    expect(made).toHaveLength(requests.length);
    second.forEach((said, at) => {
      if (said !== 'answer-not-kept') expect(made).toContain(said);
      if (made.includes(heard[at] ?? '')) expect(said).toBe(heard[at]);
    });
  }
  expect(interrupted).toBeGreaterThan(0);
});
