/**
 * Whose turn it is: one process at a time works a lane of a consumer, by advisory locks held in one connection of this
 * process, which also listens for the bell. When the connection is lost, so are the turns; another process takes them.
 * https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS
 */
import pg from 'pg';
import { type Bell, channel } from './bell.ts';

export class Turns {
  private readonly url: string;
  private readonly bell: Bell;
  private client: pg.Client | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(url: string, bell: Bell) {
    this.url = url;
    this.bell = bell;
  }

  /** Takes the turn of a lane. Undefined while another process has it; the signal is aborted when it is lost. */
  async take(lane: string): Promise<AbortSignal | undefined> {
    return this.inTurn(async () => {
      const client = this.client ?? (await this.connect());
      const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 7202613)) as taken', [
        lane,
      ]);
      return rows[0]?.taken ? lost.get(client)?.signal : undefined;
    });
  }

  /** Gives back what `take` took; locks of a connection that was lost are gone already. */
  async giveBack(lane: string, turn: AbortSignal): Promise<void> {
    if (turn.aborted) return;
    const unlock = 'select pg_advisory_unlock(hashtextextended($1, 7202613))';
    await this.inTurn(async () => this.client?.query(unlock, [lane])).catch(() => undefined);
  }

  /** The lanes share one connection, which does one thing at a time. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'ezdrowie-feed',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    const controller = new AbortController();
    lost.set(client, controller);
    const drop = (): void => {
      if (this.client === client) this.client = undefined;
      controller.abort(new Error('The connection that held the turn was lost.'));
      void client.end().catch(() => undefined);
    };
    client.on('error', drop);
    client.on('end', drop);
    client.on('notification', () => this.bell.heard());
    await client.connect();
    await client.query(`listen ${channel}`);
    this.client = client;
    return client;
  }
}

const lost = new WeakMap<pg.Client, AbortController>();
