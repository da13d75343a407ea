/** Shipping the trail to a real receiver (Debian's rsyslog over TLS), and what leaves: OCSF words and nobody's data. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../../access/actor.ts';
import { createTestDatabase, type TestDatabase } from '../../db/test-database.ts';
import { systemRuntime } from '../../runtime/runtime.ts';
import { type AuditTrail, createAuditTrail, loadAuditKeys, type Sealer, startSealer } from '../index.ts';
import type { AuditEvent } from '../event.ts';
import { ocsfEvent } from './ocsf.ts';
import { sealedAsOcsf } from './sealed.ts';
import { startShipper } from './shipper.ts';
import { syslogTarget } from './syslog.ts';

const actor = { role: 'physician', id: 'acc-1', name: 'lek. Anna Nowak', purpose: 'TREAT', scopes: [] } as const;
const call: Call = { actor, source: '10.1.2.3', trace: 'trace-1' };
const secret = 'TAJNY-PACJENT';

let database: TestDatabase;
let trail: AuditTrail;
let sealer: Sealer;
const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-siem-'));

beforeAll(async () => {
  database = await createTestDatabase();
  const keys = loadAuditKeys(home, systemRuntime);
  trail = createAuditTrail({ database, runtime: systemRuntime, queryKey: keys.queryKey });
  sealer = startSealer({ database, runtime: systemRuntime, keys, every: 50 });
});
afterAll(async () => {
  await sealer?.stop();
  await database?.drop();
  rmSync(home, { recursive: true, force: true });
});

/** Events about one patient, as reads leave them. */
async function happen(count: number): Promise<void> {
  const entry = {
    ...({ call, action: 'R', kind: 'search-type', outcome: 0, rule: 'in-care' } as const),
    ...{ patients: ['77'], patientIds: [secret], entities: [`Observation/${secret}/1`], query: `code=${secret}` },
  };
  await Promise.all(Array.from({ length: count }, () => trail.write({ ...entry, at: systemRuntime.now() })));
  // A seal waits for older transactions of the whole server, other tests' too.
  for (let tries = 0; tries < 300 && (await unsealed()); tries++) {
    await sealer.sealNow();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function unsealed(): Promise<boolean> {
  let sealed = 0;
  for await (const _ of sealedAsOcsf(database, '0')) sealed++;
  const { rows } = await database.query<{ all: number }>('select count(*)::int as all from audit.event');
  return sealed < (rows[0]?.all ?? 0);
}

describe('what leaves', () => {
  it('is OCSF API Activity: who, from where, what kind, how much; never whose or which', async () => {
    await happen(1);
    const events = [];
    for await (const event of sealedAsOcsf(database, '0')) events.push(event);
    expect(events[0]).toMatchObject({
      ...{ class_uid: 6003, category_uid: 6, activity_id: 2, type_uid: 600302, severity_id: 1, status_id: 1 },
      actor: { user: { uid: 'acc-1', type: 'physician' } },
      src_endpoint: { ip: '10.1.2.3' },
      api: { operation: 'search-type' },
      unmapped: { patients: 1, resources: { Observation: 1 }, rule: 'in-care' },
    });
    expect(JSON.stringify(events)).not.toContain(secret);
    expect(JSON.stringify(events)).not.toContain('Nowak');
  });

  it('is Authentication for signing in, and says why it failed', () => {
    const event: AuditEvent = {
      ...{ sequence: '5', at: new Date(0), action: 'E' as const, kind: 'sign-in', outcome: 4, reason: 'wrong-code' },
      rule: null,
      ...{ actor: 'acc-1', actorName: 'A', actorPatient: null, role: 'patient', purpose: 'PATRQT', facility: null },
      ...{ facilityName: null, source: '10.0.0.9', trace: 't', patientIds: null, entities: null, query: null },
      ...{ patientCount: 0, app: null, appName: null, actingFor: null, acr: null, gate: null },
    };
    expect(ocsfEvent(event, { seal: '3', place: 1 })).toMatchObject({
      ...{ class_uid: 3002, activity_id: 1, status_id: 2, status_code: 'wrong-code', severity_id: 3 },
      user: { uid: 'acc-1' },
    });
  });

  it('goes on behind the seal where it ended', async () => {
    const all = [];
    for await (const event of sealedAsOcsf(database, '0')) all.push(event);
    const last = all.at(-1)?.metadata.log_name.replace('seal ', '') ?? '';
    await happen(3);
    const rest = [];
    for await (const event of sealedAsOcsf(database, last)) rest.push(event);
    expect(rest).toHaveLength(3);
  });
});

const hasReceiver = (): boolean => {
  const has = () =>
    spawnSync('rsyslogd', ['-v']).status === 0 &&
    globSync('/usr/lib/{,*/}rsyslog/lmnsd_gtls.so').length > 0 &&
    spawnSync('openssl', ['version']).status === 0;
  if (!has() && process.getuid?.() === 0) {
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'rsyslog', 'rsyslog-gnutls', 'openssl']);
  }
  return has();
};
const receiverIsHere = hasReceiver();
if (!receiverIsHere) {
  console.warn('SKIPPED: shipping to rsyslog. It needs: apt-get install rsyslog rsyslog-gnutls openssl (and root).');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as { port: number };
  await new Promise((closed) => probe.close(closed));
  return port;
}

describe.skipIf(!receiverIsHere)('rsyslog as the receiver', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-rsyslog-'));
  const file = (name: string) => path.join(folder, name);
  let port: number;
  let daemon: ChildProcess | undefined;

  function certificates(): void {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
    const days = ['-days', '2', '-nodes', '-newkey', 'rsa:2048'];
    for (const name of ['ca', 'other-ca']) {
      openssl(
        'req',
        '-x509',
        ...days,
        '-subj',
        `/CN=${name}`,
        '-keyout',
        file(`${name}.key`),
        '-out',
        file(`${name}.pem`),
      );
    }
    writeFileSync(file('names'), 'subjectAltName=DNS:localhost');
    openssl('req', ...days.slice(2), '-subj', '/CN=localhost', '-keyout', file('siem.key'), '-out', file('siem.csr'));
    const signed = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('names')];
    openssl('x509', '-req', '-days', '2', '-in', file('siem.csr'), ...signed, '-out', file('siem.pem'));
  }

  function startReceiver(): void {
    writeFileSync(
      file('rsyslog.conf'),
      `global(workDirectory="${folder}" maxMessageSize="64k" defaultNetstreamDriver="gtls"
  defaultNetstreamDriverCAFile="${file('ca.pem')}" defaultNetstreamDriverCertFile="${file('siem.pem')}"
  defaultNetstreamDriverKeyFile="${file('siem.key')}")
module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
input(type="imtcp" port="${port}" address="127.0.0.1")
template(name="raw" type="string" string="%syslogfacility-text% %app-name% %structured-data% %msg:::sp-if-no-1st-sp%%msg%\\n")
action(type="omfile" file="${file('received')}" template="raw")
`,
    );
    daemon = spawn('rsyslogd', ['-n', '-f', file('rsyslog.conf'), '-i', file('pid')], { stdio: 'ignore' });
  }
  const stopReceiver = async () => {
    const gone = new Promise((ended) => daemon?.once('exit', ended));
    daemon?.kill('SIGKILL');
    await gone;
  };
  /** Whole lines: the last may still be on its way. */
  const received = () =>
    existsSync(file('received')) ? readFileSync(file('received'), 'utf8').split('\n').slice(0, -1) : [];
  const uids = () => received().map((line) => JSON.parse(line.slice(line.indexOf('{'))).metadata.uid as string);
  const until = async (holds: () => boolean) => {
    for (let tries = 0; tries < 300 && !holds(); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(holds()).toBe(true);
  };
  const written = async () =>
    (await database.query<{ sequence: string }>('select sequence from audit.event')).rows.map(
      ({ sequence }) => sequence,
    );
  const ship = (ca: string, onFailure: (error: Error) => void = () => undefined) => {
    const target = syslogTarget(`syslog+tls://localhost:${port}`, file(ca));
    if (!target) throw new Error('no target');
    return startShipper({ database, runtime: systemRuntime, target, host: 'test', onFailure, every: 100, settle: 300 });
  };

  beforeAll(async () => {
    port = await freePort();
    certificates();
    startReceiver();
  });
  afterAll(async () => {
    await stopReceiver();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gets every event in the order of the seals', async () => {
    const shipper = ship('ca.pem');
    await happen(40);
    const all = await written();
    // At least once: what was under way when a connection broke comes again.
    const inOrder = () => [...new Set(uids())];
    await until(() => inOrder().length >= all.length);
    expect(inOrder().sort()).toEqual([...all].sort());
    expect(received()[0]).toMatch(/^(audit|authpriv|security|13|.*) e-zdrowie \[place@32473 seal="1" place="1"\]/);
    await shipper.stop();
  });

  it('misses nothing when it dies and comes back: what was under way is sent again', async () => {
    const shipper = ship('ca.pem');
    await happen(20);
    await stopReceiver();
    await happen(20);
    await new Promise((resolve) => setTimeout(resolve, 500));
    startReceiver();
    const all = await written();
    await until(() => new Set(uids()).size === all.length);
    expect([...new Set(uids())].sort()).toEqual([...all].sort());
    await shipper.stop();
  });

  it('is told nothing when its certificate is of another authority', async () => {
    const before = received().length;
    const failures: string[] = [];
    const shipper = ship('other-ca.pem', (error) => failures.push(error.message));
    await happen(5);
    await until(() => failures.length > 0);
    expect(failures.join()).toMatch(/certificate/i);
    await shipper.stop();
    expect(received()).toHaveLength(before);
  });
});
