/**
 * The sockets of this process: who may open one, and who is woken when there is something to tell. Several processes
 * hear of events by NOTIFY; each tells its own sockets.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { WebSocketServer } from 'ws';
import { sendRefusal } from '../../record/http/answer.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { SubscriptionNeeds } from '../needs.ts';
import { numbersOf } from '../store.ts';
import { Connection } from './connection.ts';
import { type SocketLimits, socketLimits } from './limits.ts';

const channel = 'subscription_event';

export interface Sockets {
  /** Serves `<prefix>/websocket`. */
  readonly routes: (server: FastifyInstance) => Promise<void>;
  /** There is something new for a Subscription: here and in other processes. */
  readonly ring: (subscription: string) => void;
}

export function sockets(needs: SubscriptionNeeds, limits: SocketLimits = socketLimits): Sockets {
  const holder = new Holder(needs, limits);
  return {
    routes: (server) => holder.serve(server),
    ring(subscription) {
      holder.wake(subscription);
      // Lost rings cost the wait until the next look.
      void needs.database
        .query({ name: 'subscription-ring', text: 'select pg_notify($1, $2)', values: [channel, subscription] })
        .catch(() => undefined);
    },
  };
}

class Holder {
  private readonly needs: SubscriptionNeeds;
  private readonly limits: SocketLimits;
  private readonly connections = new Set<Connection>();
  private readonly server: WebSocketServer;
  private listener: pg.Client | undefined;
  private isConnecting = false;
  private isClosing = false;
  private looked = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(needs: SubscriptionNeeds, limits: SocketLimits) {
    this.needs = needs;
    this.limits = limits;
    this.server = new WebSocketServer({
      ...{ noServer: true, maxPayload: limits.message, perMessageDeflate: false, clientTracking: false },
    });
  }

  async serve(server: FastifyInstance): Promise<void> {
    const path = `${server.prefix}/websocket`;
    server.get('/websocket', (_request, reply) => {
      const says = 'This address is for WebSockets. Ask Subscription/$get-ws-binding-token, then connect.';
      reply.header('upgrade', 'websocket').header('connection', 'upgrade');
      return sendRefusal(reply, new Refusal('invalid', 'websocket-only', says));
    });
    server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      const refused = this.refusal(request, path);
      if (refused !== undefined) {
        socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      this.server.handleUpgrade(request, socket, head, (opened) => {
        const source = request.socket.remoteAddress ?? 'unknown';
        const { needs, limits } = this;
        const connection = new Connection(opened, source, { needs, limits, admits: (owner) => this.admits(owner) });
        this.connections.add(connection);
        opened.on('error', () => opened.terminate());
        opened.on('close', () => {
          connection.bound.clear();
          this.connections.delete(connection);
        });
        this.startTimer();
      });
    });
    // The platform stops: sockets are told before the server waits for its connections to end.
    server.addHook('preClose', async () => this.close());
  }

  /** Why a socket is not opened, as an HTTP status. */
  private refusal({ url = '', headers, socket }: IncomingMessage, path: string): string | undefined {
    if (url.split('?')[0] !== path) return '404 Not Found';
    // Browsers say whose page asks: pages of others may not use a socket here, whatever they know.
    const { origin } = headers;
    if (origin !== undefined && origin !== new URL(this.needs.record.settings.baseUrl).origin) return '403 Forbidden';
    if (this.isClosing || this.connections.size >= this.limits.sockets) return '503 Service Unavailable';
    const unbound = [...this.connections].filter(
      ({ owner, source }) => owner === undefined && source === (socket.remoteAddress ?? 'unknown'),
    );
    return unbound.length >= this.limits.unboundOfAddress ? '429 Too Many Requests' : undefined;
  }

  private admits(owner: string): boolean {
    return [...this.connections].filter((connection) => connection.owner === owner).length < this.limits.ofClient;
  }

  wake(subscription: string): void {
    for (const connection of this.connections) connection.wake(subscription);
  }

  private startTimer(): void {
    this.timer ??= setInterval(() => this.tick(), Math.min(1_000, this.limits.lookEvery)).unref();
  }

  private tick(): void {
    if (this.connections.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    for (const connection of this.connections) connection.tick();
    if (!this.listener && !this.isConnecting) void this.listen();
    const now = this.needs.runtime.now().getTime();
    if (now - this.looked < this.limits.lookEvery) return;
    this.looked = now;
    void this.look().catch(() => undefined);
  }

  /** Finds what no bell told of: one statement for all sockets. */
  private async look(): Promise<void> {
    const ids = new Set([...this.connections].flatMap(({ bound }) => [...bound.keys()]));
    if (ids.size === 0) return;
    const numbers = await numbersOf(this.needs.database, [...ids]);
    for (const connection of this.connections) {
      for (const { id, at } of connection.bound.values()) if (numbers.get(id) !== at) connection.wake(id);
    }
  }

  private async listen(): Promise<void> {
    this.isConnecting = true;
    const client = new pg.Client({
      ...{ connectionString: this.needs.database.url, application_name: 'ezdrowie-sockets', keepAlive: true },
      connectionTimeoutMillis: 5_000,
    });
    const drop = (): void => {
      if (this.listener === client) this.listener = undefined;
      void client.end().catch(() => undefined);
    };
    client.on('error', drop);
    client.on('end', drop);
    client.on('notification', ({ payload = '' }) => this.wake(payload));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      if (this.isClosing) drop();
      else this.listener = client;
    } catch {
      drop();
    } finally {
      this.isConnecting = false;
    }
  }

  private async close(): Promise<void> {
    this.isClosing = true;
    clearInterval(this.timer);
    for (const connection of this.connections) connection.goAway();
    const { listener } = this;
    this.listener = undefined;
    await listener?.end().catch(() => undefined);
  }
}
