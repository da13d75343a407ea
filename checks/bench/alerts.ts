/**
 * How long alerts take: `npm run bench:alerts`. The demonstration's Anna (some 5,000 entries), one request after the
 * other over HTTP; wall time and processor time of this process (PostgreSQL not counted) are printed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import { demonstrationToken } from '#systems/oversight/accounts/index.ts';

const times = Number(process.argv[2] ?? 100);
const anna = 'p-1-1';
const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-alerts-'));
const settings = readSettings({ EZDROWIE_HOME: home, PORT: '0', EZDROWIE_DEMO_PATIENTS: '3', LOG_LEVEL: 'error' });
const started = await startPlatform({ settings, say: () => undefined });
try {
  const token = await demonstrationToken({ baseUrl: started.url, home, profile: 'demo', client: 'demo-provider' });
  await measureAll(token);
} finally {
  await started.close();
  rmSync(home, { recursive: true, force: true });
}

async function measureAll(token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const ask = async (where: string, body?: object) => {
    const sent = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    const answer = await fetch(`${started.url}${where}`, sent);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${where}: ${answer.status} ${text.slice(0, 200)}`);
    return JSON.parse(text) as { services?: { id: string; prefetch: Record<string, string> }[] };
  };
  const { services = [] } = await ask('/api/cds-services');
  const prefetch: Record<string, unknown> = {};
  for (const [key, template] of Object.entries(services[0]?.prefetch ?? {}))
    prefetch[key] = await ask(`/fhir/R4/${template.replace('{{context.patientId}}', anna)}`);
  const view = {
    ...{ hook: 'patient-view', hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea' },
    context: { userId: 'Practitioner/1', patientId: anna },
  };
  const service = '/api/cds-services/ezdrowie-patient-view';
  await measure('alerts page', () => ask(`/api/alerts/${anna}`));
  await measure('alerts document', () => ask('/api/alerts/document', { patient: anna }));
  await measure('patient-view, no prefetch', () => ask(service, view));
  await measure('patient-view, prefetched', () => ask(service, { ...view, prefetch }));
}

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < 10; round++) await work();
  const walls: number[] = [];
  const before = process.cpuUsage();
  for (let round = 0; round < times; round++) {
    const began = performance.now();
    await work();
    walls.push(performance.now() - began);
  }
  const { user, system } = process.cpuUsage(before);
  walls.sort((a, b) => a - b);
  const at = (share: number) => (walls[Math.floor(walls.length * share)] ?? 0).toFixed(0);
  const processor = ((user + system) / 1000 / times).toFixed(1);
  console.log(`${name.padEnd(28)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  processor ${processor} ms a request`);
}
