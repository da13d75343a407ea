/**
 * `npm run fuzz`: requests made from the definitions themselves against a platform of its own; no answer may be a 5xx,
 * an answer without words, or none. Options: --requests 200000 --seed 1 --workers 8, and --only N to send one request
 * of a run again and see it whole (where it needs what earlier requests left, run up to it).
 */
import http from 'node:http';
import { parseArgs } from 'node:util';
import { demonstrationToken } from '#systems/oversight/accounts/index.ts';
import { startOwnPlatform } from '../own-platform.ts';
import { Chance } from './chance.ts';
import { faultOf, type FuzzAnswer } from './judge.ts';
import { type FuzzRequest, makeRequest } from './requests.ts';
import { Resources } from './resources.ts';

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '8' },
    only: { type: 'string' },
  },
});
const seed = Number(options.seed);
const resources = new Resources();
const requestOf = (number: number): FuzzRequest => makeRequest(new Chance(seed, number), resources);

const platform = await startOwnPlatform('fuzz', { LOG_LEVEL: 'error' });
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const faults: string[] = [];
const statuses = new Map<number, number>();
try {
  const { baseUrl } = platform.instance;
  const token = await demonstrationToken({ baseUrl, home: platform.home, profile: 'demo', client: 'demo-provider' });
  const numbers = options.only === undefined ? undefined : [Number(options.only)];
  await sendAll(`${baseUrl}/fhir/R4`, token, numbers);
  const alive = await fetch(`${baseUrl}/health/ready`);
  if (!alive.ok || platform.ended() !== null) note('the platform is not ready any more');
} finally {
  agent.destroy();
  await platform.stop();
}
const sent = [...statuses.values()].reduce((sum, count) => sum + count, 0);
const byStatus = [...statuses].sort(([one], [other]) => one - other).map(([status, count]) => `${count} × ${status}`);
console.log(`fuzz: seed ${seed}, ${sent} requests, ${faults.length} faults (${byStatus.join(', ')})`);
process.exit(faults.length > 0 ? 1 : 0);

async function sendAll(base: string, token: string, only: number[] | undefined): Promise<void> {
  const last = only ? only.length : Number(options.requests);
  let next = 0;
  const worker = async () => {
    while (next < last && faults.length < 200) {
      const number = only ? (only[next++] as number) : next++;
      await sendOne(base, token, number, only !== undefined);
      if (number > 0 && number % 10_000 === 0) console.log(`  ${number} sent, ${faults.length} faults`);
    }
  };
  await Promise.all(Array.from({ length: Number(options.workers) }, worker));
}

async function sendOne(base: string, token: string, number: number, whole: boolean): Promise<void> {
  const request = requestOf(number);
  const shown = `${request.method} ${request.path.slice(0, 300)}`;
  if (whole) console.log(shown, request.headers, request.body?.toString().slice(0, 20_000));
  try {
    const answer = await send(base, token, request);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (whole) console.log(answer.status, answer.text.slice(0, 5_000));
    const fault = faultOf(answer, request.method);
    if (fault) note(`seed ${seed} request ${number}: ${fault}: ${shown}\n    ${answer.text.slice(0, 300)}`);
  } catch (error) {
    note(`seed ${seed} request ${number}: no answer (${(error as Error).message}): ${shown}`);
  }
}

/** Said at once too: a long run that is cut off has told what it found. */
function note(fault: string): void {
  faults.push(fault);
  if (faults.length <= 20) console.error(fault);
}

function send(base: string, token: string, { method, path, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.request(
      base + path,
      { agent, method, headers: { ...headers, authorization: `Bearer ${token}` }, timeout: 60_000 },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0, headers: got } = response;
          const coded = got['content-encoding'] !== undefined;
          const text = coded ? 'OperationOutcome diagnostics' : Buffer.concat(chunks).toString();
          const contentType = String(got['content-type'] ?? '');
          resolve({ status, contentType, text, milliseconds: performance.now() - began });
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error('no answer within a minute')));
    request.on('error', reject);
    request.end(body);
  });
}
