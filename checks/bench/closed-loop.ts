/**
 * A closed loop: `workers` callers, each sends its next request when the last one was answered. Times in milliseconds.
 */
import http from 'node:http';
import { type Usage, usageOf } from './usage.ts';

export interface Result {
  phase: string;
  workers: number;
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  failures: number;
  firstFailure?: string;
  usage: Usage;
  /** Of phases with goals (speed.ts). */
  answer?: { readonly bytes: number; readonly statements: number | undefined; readonly goal: number };
}

export type Job = (count: number) => Promise<void>;

/** Runs `job` for `seconds` after `warm` seconds that do not count. */
export async function measure(
  phase: string,
  workers: number,
  job: Job,
  { seconds = 8, warm = 2, pids = [] as number[] } = {},
): Promise<Result> {
  const times: number[] = [];
  let count = 0;
  let failures = 0;
  let firstFailure: string | undefined;
  let counting = false;
  const end = performance.now() + (seconds + warm) * 1000;
  const worker = async () => {
    while (performance.now() < end) {
      const began = performance.now();
      try {
        await job(count++);
      } catch (error) {
        failures++;
        firstFailure ??= error instanceof Error ? error.message : String(error);
      }
      if (counting) times.push(performance.now() - began);
    }
  };
  const usage = usageOf(pids);
  const running = Array.from({ length: workers }, worker);
  await new Promise((resolve) => setTimeout(resolve, warm * 1000));
  counting = true;
  usage.begin();
  const began = performance.now();
  await Promise.all(running);
  const elapsed = (performance.now() - began) / 1000;
  times.sort((left, right) => left - right);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    ...{ phase, workers, failures, firstFailure },
    perSecond: times.length / elapsed,
    ...{ p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    usage: usage.end(elapsed),
  };
}

export interface Answer {
  status: number;
  text: string;
}

/** A client that keeps its connections; throws when the status is not one of those expected. */
export function httpClient(base: string, token: string, connections: number, mediaType = 'application/fhir+json') {
  const address = new URL(base);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections, scheduling: 'lifo' });
  const send = (method: string, path: string, body?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers: Record<string, string | number> = {
        authorization: `Bearer ${token}`,
        accept: mediaType,
      };
      if (body !== undefined) {
        headers['content-type'] = mediaType;
        headers['content-length'] = Buffer.byteLength(body);
      }
      const request = http.request(
        {
          agent,
          method,
          headers,
          host: address.hostname,
          port: address.port,
          path: address.pathname + path,
          timeout: 60_000,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const answer = { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
            if (answer.status < 300) resolve(answer);
            else reject(new Error(`${method} ${path.slice(0, 80)}: ${answer.status} ${answer.text.slice(0, 300)}`));
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error('no answer for 60 s')));
      request.on('error', reject);
      request.end(body);
    });
  return { send, close: () => agent.destroy() };
}
