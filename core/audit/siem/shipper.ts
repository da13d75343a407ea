/**
 * Ships the sealed trail to a receiver outside: in the order of the seals, so without gaps, and at least once. Syslog
 * knows no receipts: bytes that the system took may still be lost with the connection. So the place moves only when the
 * connection has outlived them for a while; after a break everything since then is sent again.
 */
import pg from 'pg';
import type { Database } from '../../db/database.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { ocsfEvent } from './ocsf.ts';
import { nextSeal } from './sealed.ts';
import { openSyslog, type SyslogConnection, syslogFrame, type SyslogTarget } from './syslog.ts';

export interface ShipperOptions {
  readonly database: Pick<Database, 'url'>;
  readonly runtime: Runtime;
  readonly target: SyslogTarget;
  /** What the messages call this platform. */
  readonly host: string;
  readonly onFailure: (error: Error) => void;
  /** Pause between looks, and between attempts, ms. */
  readonly every?: number;
  /** How long a connection must outlive what it was given, ms. */
  readonly settle?: number;
}

export interface Shipper {
  stop(): Promise<void>;
}

/** One shipper per database; other processes wait for the lock. */
const shipperLock = 7_202_613;

/** Starts shipping in the background; a receiver that is away is tried again for ever. */
export function startShipper(options: ShipperOptions): Shipper {
  const { every = 1000, onFailure } = options;
  const stop = new AbortController();
  let told = '';
  const work = (async () => {
    while (!stop.signal.aborted) {
      await shipUntilBroken(options, stop.signal).catch((error: Error) => {
        // A receiver that stays away is said once, not every second.
        if (error.message !== told && !stop.signal.aborted) onFailure(error);
        told = error.message;
      });
      await pause(every, stop.signal);
    }
  })();
  return {
    async stop() {
      stop.abort();
      await work;
    },
  };
}

async function shipUntilBroken(options: ShipperOptions, signal: AbortSignal): Promise<void> {
  const { database, target, every = 1000 } = options;
  const client = new pg.Client({ connectionString: database.url, application_name: 'ezdrowie-siem' });
  client.on('error', () => undefined); // the next query says it
  let connection: SyslogConnection | undefined;
  try {
    await client.connect();
    const { rows } = await client.query('select pg_try_advisory_lock($1) as leads', [shipperLock]);
    if (!rows[0]?.leads) return;
    connection = await openSyslog(target);
    const journey = new Journey(client, connection, options, await placeOf(client, receiverOf(target)));
    while (!signal.aborted) {
      if (!(await journey.step())) await pause(every, signal);
    }
    await journey.settle();
  } finally {
    connection?.close();
    await client.end().catch(() => undefined);
  }
}

const receiverOf = ({ host, port }: SyslogTarget): string => `syslog+tls://${host}:${port}`;

async function placeOf(client: pg.Client, receiver: string): Promise<string> {
  const { rows } = await client.query<{ seal: string }>('select seal from audit.shipped where receiver = $1', [
    receiver,
  ]);
  return rows[0]?.seal ?? '0';
}

/** What was handed over by one connection, and how much of it the connection has outlived. */
class Journey {
  private readonly client: pg.Client;
  private readonly connection: SyslogConnection;
  private readonly options: ShipperOptions;
  private sent: string;
  private waiting: { seal: string; at: number }[] = [];

  constructor(client: pg.Client, connection: SyslogConnection, options: ShipperOptions, place: string) {
    this.client = client;
    this.connection = connection;
    this.options = options;
    this.sent = place;
  }

  /** Ships the next seal. False when there is none. */
  async step(): Promise<boolean> {
    const { runtime, host } = this.options;
    const events = await nextSeal(this.client, this.sent);
    const [first] = events;
    if (first) {
      const frames = events.map((event) => syslogFrame(ocsfEvent(event, event), event, host));
      await this.connection.send(frames);
      this.sent = first.seal;
      this.waiting.push({ seal: first.seal, at: runtime.now().getTime() });
    }
    await this.settle();
    return first !== undefined;
  }

  /** Moves the place over what the connection has outlived. */
  async settle(): Promise<void> {
    const { runtime, target, settle = 5000 } = this.options;
    this.connection.check();
    const now = runtime.now();
    const outlived = this.waiting.filter(({ at }) => now.getTime() - at >= settle);
    const last = outlived.at(-1);
    if (!last) return;
    this.waiting = this.waiting.slice(outlived.length);
    await this.client.query(
      `insert into audit.shipped values ($1, $2, $3)
       on conflict (receiver) do update set seal = excluded.seal, at = excluded.at`,
      [receiverOf(target), last.seal, now],
    );
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
