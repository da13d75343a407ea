/** Starts and stops a whole platform: folder, database, migrations, demonstration, background work, HTTP. */
import { networkInterfaces } from 'node:os';
import type { AddressInfo } from 'node:net';
import type { RecordTrail } from '#core/audit/index.ts';
import { defaultStatementTimeout, openDatabase } from '#core/db/database.ts';
import { demandSessionSettings, sessionSettings } from '#core/db/session.ts';
import { migrate } from '#core/db/migrate.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { loadShipped } from '#core/terminology/index.ts';
import { buildWhatIsStale } from '../build.ts';
import { prepareDemonstration } from '../demonstration.ts';
import { holdInstance } from '../instance.ts';
import { assemble, type Platform, startDatabase } from '../platform.ts';
import type { Settings } from '../settings.ts';
import { buildApi } from './server.ts';
import { isLoopbackHost } from '../transport.ts';
import { listenByTls } from './tls.ts';

export interface StartedPlatform {
  url: string;
  platform: Platform;
  /** Drains requests, ends background work, closes the database. Safe to call twice. */
  close(): Promise<void>;
}

export interface StartOptions {
  settings: Settings;
  /** Told what is going on, line by line. */
  say(line: string): void;
  /** Called when the platform cannot go on (its database ended). */
  onFault?(says: string): void;
  /** Instead of the trail, for the bench alone (apps/systems.ts). */
  trailForBench?: RecordTrail;
}

/** Brings a platform up. What had been started is stopped again when a later step fails. */
export async function startPlatform({ settings, say, onFault, trailForBench }: StartOptions): Promise<StartedPlatform> {
  const undo: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= (async () => {
      for (const step of undo.reverse()) await step();
    })();
    return closing;
  };
  try {
    await buildWhatIsStale(say);
    const hold = await holdInstance(settings.home);
    undo.push(() => hold.release());
    say(settings.databaseUrl ? 'Connecting to the database …' : 'Starting PostgreSQL …');
    const started = await startDatabase(settings, (says) => !closing && onFault?.(says));
    undo.push(() => started.stop());
    const applied = await migrate(started.url, { partitions: settings.partitions });
    if (applied.length > 0) say(`Applied ${applied.length} migrations`);
    const database = openDatabase(started.url, {
      connections: settings.connections,
      pooler: settings.poolerUrl,
      prepare: settings.prepare,
      replica: settings.replicaUrl,
    });
    undo.push(() => database.close());
    if (settings.poolerUrl) await demandSessionSettings(database, sessionSettings(defaultStatementTimeout));
    const port = settings.port === 0 ? await freePort() : settings.port;
    const baseUrl = settings.port === 0 ? settings.baseUrl.replace(/:0$/, `:${port}`) : settings.baseUrl;
    const tls = settings.tls && { ...settings.tls, port: settings.tls.port || (await freePort()) };
    const platform = assemble({ ...settings, port, baseUrl, tls }, database, trailForBench);
    const shipped = await loadShipped(database, systemRuntime);
    if (shipped) say(`Loaded HL7's vocabularies: ${shipped.systems} code systems, ${shipped.valueSets} value sets`);
    if (settings.profile === 'demo') await prepareDemonstration(platform, say);
    for (const system of platform.systems) {
      const stop = await system.start?.();
      if (stop) undo.push(stop);
    }
    const stopBackground = await platform.startBackground(say);
    undo.push(stopBackground);
    const server = await buildApi(platform, async () => !closing && (await database.query('select 1')).rowCount === 1);
    await server
      // Plain HTTP is for this machine only, whoever else is served.
      .listen({ port, host: isLoopbackHost(settings.host) ? settings.host : '127.0.0.1' })
      .catch((error: NodeJS.ErrnoException) => refuseAddress(error, settings));
    undo.push(() => server.close());
    if (tls) undo.push(await listenByTls(server, { ...tls, host: settings.host, home: settings.home }));
    hold.announce({ pid: process.pid, databaseUrl: started.url, baseUrl });
    return { url: baseUrl, platform, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function refuseAddress(error: NodeJS.ErrnoException, { host, port }: Settings): never {
  if (error.code === 'EADDRINUSE') {
    throw new Refusal(
      'conflict',
      'port-taken',
      `Port ${port} is taken by another program. Give another one: PORT=8081 npm start`,
    );
  }
  if (error.code === 'EACCES')
    throw new Refusal('forbidden', 'port-denied', `This user may not listen on port ${port}.`);
  const known = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((one) => one.address));
  throw new Refusal('invalid', 'no-such-host', `Cannot listen on ${host}: this machine has ${known.join(', ')}.`);
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
