/**
 * One socket: the Subscriptions that are bound to it, and what it is told. Whose they are and what they may read is
 * asked anew before everything that is sent.
 */
import type { WebSocket } from 'ws';
import type { Actor, Call } from '../../access/actor.ts';
import { authorize } from '../../access/index.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { SubscriptionNeeds } from '../needs.ts';
import { notificationBundle, type NotificationType, type Told } from '../notification.ts';
import { seen } from '../seen.ts';
import { eventsAfter, findState, findStates, type State } from '../store.ts';
import { type Binding, entryOf, mostBound, redeem } from './binding-token.ts';
import type { SocketLimits } from './limits.ts';

/** https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const codes = { goingAway: 1001, notText: 1003, refused: 1008, fault: 1011, busy: 1013 } as const;

interface Bound {
  readonly id: string;
  readonly until: number;
  readonly scopes: readonly string[];
  /** The last event that was told here. */
  at: string;
  sentAt: number;
  checkedAt: number;
  heartbeat: number | null;
  working: boolean;
  again: boolean;
}

export interface ConnectionNeeds {
  readonly needs: SubscriptionNeeds;
  readonly limits: SocketLimits;
  /** Whether the client may have one more socket here. */
  readonly admits: (owner: string) => boolean;
}

export class Connection {
  readonly source: string;
  owner: string | undefined;
  readonly bound = new Map<string, Bound>();
  private readonly socket: WebSocket;
  private readonly given: ConnectionNeeds;
  private readonly opened: number;
  private pinged: number;
  private alive = true;
  private blockedSince: number | undefined;
  /** A token is being taken: the clock does not judge a socket by what it has not bound yet. */
  private binding = false;
  private recent: number[] = [];
  private messages: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, source: string, given: ConnectionNeeds) {
    this.socket = socket;
    this.source = source;
    this.given = given;
    this.opened = this.now();
    this.pinged = this.opened;
    socket.on('pong', () => {
      this.alive = true;
    });
    socket.on('message', (data, isBinary) => {
      if (isBinary) return this.close(codes.notText, 'Send text.');
      this.recent = [...this.recent.filter((at) => at > this.now() - 60_000), this.now()];
      if (this.recent.length > given.limits.messages) return this.close(codes.refused, 'Too many messages.');
      // One after the other: the order of the answers is that of the messages.
      this.messages = this.messages
        .then(() => this.hear(String(data)))
        .catch(() => this.fault())
        .finally(() => {
          this.binding = false;
        });
    });
  }

  private now(): number {
    return this.given.needs.runtime.now().getTime();
  }

  private get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  close(code: number, reason: string): void {
    this.bound.clear();
    if (this.isOpen) this.socket.close(code, reason);
    // Who does not say goodbye is not waited for.
    const end = setTimeout(() => this.socket.terminate(), 1_000);
    end.unref();
    this.socket.once('close', () => clearTimeout(end));
  }

  goAway(): void {
    this.close(codes.goingAway, 'The platform is stopping. Connect again.');
  }

  private fault(): void {
    this.close(codes.fault, 'Something failed. Connect again.');
  }

  private async hear(text: string): Promise<void> {
    if (!this.isOpen) return;
    const token = /^bind-with-token:?\s+([\w-]{20,100})\s*$/.exec(text)?.[1];
    if (token === undefined) return this.close(codes.refused, 'Send: bind-with-token <token>');
    this.binding = true;
    const { needs, admits } = this.given;
    const binding = await redeem(needs.database, token, needs.runtime.now());
    const actor = binding && (await needs.machineOf(binding.owner));
    const foreign = this.owner !== undefined && this.owner !== binding?.owner;
    if (!binding || !actor || foreign) return this.close(codes.refused, 'The token is not valid. Ask for a new one.');
    if (this.owner === undefined && !admits(binding.owner)) return this.close(codes.busy, 'You have too many sockets.');
    if (this.bound.size + binding.subscriptions.length > mostBound * 2) {
      return this.close(codes.refused, 'Too many Subscriptions for one socket.');
    }
    this.owner = binding.owner;
    await this.bind(actor, binding);
  }

  private async bind(actor: Actor, { subscriptions, until, scopes }: Binding): Promise<void> {
    const { needs } = this.given;
    const call: Call = { actor, source: this.source, trace: 'websocket' };
    const states = (await findStates(needs.database, subscriptions)).filter(
      ({ owner, status, channel }) => owner === actor.id && status === 'active' && channel === 'websocket',
    );
    const ids = states.map(({ id }) => id);
    await needs.audit.write(entryOf(call, needs.runtime.now(), 'bind-with-token', ids));
    if (!this.isOpen) return;
    if (states.length === 0) return this.close(codes.refused, 'None of the Subscriptions is active any more.');
    for (const state of states) {
      const { id, number: at, heartbeat } = state;
      const [sentAt, checkedAt] = [this.now(), this.now()];
      const working = { working: false, again: false };
      this.bound.set(id, { id, until: until.getTime(), scopes, at, heartbeat, sentAt, checkedAt, ...working });
      this.send(state, 'handshake', []);
    }
  }

  /** There may be something new for a Subscription. */
  wake(id: string): void {
    const bound = this.bound.get(id);
    if (bound) void this.work(bound);
  }

  /** One at a time for each Subscription; what comes meanwhile is looked at afterwards. */
  private async work(bound: Bound): Promise<void> {
    bound.again = true;
    if (bound.working) return;
    bound.working = true;
    try {
      while (bound.again && this.holds(bound)) {
        bound.again = false;
        await this.tell(bound);
      }
    } catch {
      // The database is away for a moment: the next look finds what was not told.
    } finally {
      bound.working = false;
    }
  }

  private holds(bound: Bound): boolean {
    return this.isOpen && this.bound.get(bound.id) === bound;
  }

  /** Everything that waits, as long as the reader keeps up. */
  private async tell(bound: Bound): Promise<void> {
    const { needs, limits } = this.given;
    while (this.holds(bound)) {
      const state = await findState(needs.database, bound.id);
      const over = state?.ends && state.ends.getTime() <= this.now();
      if (!state || state.status !== 'active' || state.owner !== this.owner || over) return this.release(bound, state);
      const actor = await needs.machineOf(state.owner);
      if (!actor) return this.close(codes.refused, 'Your access has ended.');
      bound.checkedAt = this.now();
      bound.heartbeat = state.heartbeat;
      if (this.socket.bufferedAmount > limits.waiting) {
        this.blockedSince ??= this.now();
        return;
      }
      const events = await eventsAfter(needs.database, bound.id, bound.at, state.most);
      if (events.length === 0) return this.beat(bound, state);
      const allowed = events.filter(({ type }) => mayRead(actor, bound.scopes, type));
      const { told, last } = await seen(needs, actor, state, allowed);
      if (!this.holds(bound)) return;
      const shown = told.map((one) => ({
        ...one,
        beside: one.beside.filter(({ type }) => mayRead(actor, bound.scopes, type)),
      }));
      if (shown.length > 0) this.send(state, 'event-notification', shown);
      // What was cut off for its size comes in the next round.
      const cut = allowed.length > 0 && last !== allowed.at(-1)?.number;
      bound.at = cut ? last : (events.at(-1)?.number ?? bound.at);
    }
  }

  private beat(bound: Bound, state: State): void {
    if (state.heartbeat === null || this.now() - bound.sentAt < state.heartbeat * 1_000) return;
    this.send(state, 'heartbeat', []);
  }

  /** A Subscription that is off, in error or another's says so once, if it is still there. */
  private release(bound: Bound, state: State | undefined): void {
    this.bound.delete(bound.id);
    if (state && state.owner === this.owner) {
      const off = state.status === 'active' ? { ...state, status: 'off' as const } : state;
      this.send(off, 'heartbeat', []);
    }
    if (this.bound.size === 0) this.close(codes.refused, 'Nothing is bound any more.');
  }

  private send(state: State, kind: NotificationType, told: readonly Told[]): void {
    const { record, runtime } = this.given.needs;
    const ids = { bundleId: runtime.newId(), statusId: runtime.newId() };
    const about = { state, kind, told, content: state.content };
    this.socket.send(notificationBundle({ ...ids, ...about, base: record.settings.baseUrl, at: runtime.now() }));
    const bound = this.bound.get(state.id);
    if (bound) bound.sentAt = this.now();
  }

  /** What time brings: called every second. */
  tick(): void {
    const { limits } = this.given;
    const now = this.now();
    if (this.owner === undefined && !this.binding && now - this.opened > limits.unboundFor) {
      return this.close(codes.refused, 'Nothing was bound.');
    }
    if (now - this.pinged > limits.pingEvery) {
      if (!this.alive) return this.socket.terminate();
      this.alive = false;
      this.pinged = now;
      this.socket.ping();
    }
    if (this.blockedSince !== undefined) {
      const slow = this.socket.bufferedAmount > limits.waiting;
      if (slow && now - this.blockedSince > limits.slowFor) return this.socket.terminate();
      if (!slow) this.blockedSince = undefined;
    }
    for (const bound of [...this.bound.values()]) {
      if (bound.until <= now) this.bound.delete(bound.id);
      else if (this.isDue(bound, now)) void this.work(bound);
    }
    if (this.owner !== undefined && !this.binding && this.bound.size === 0) {
      this.close(codes.refused, 'Your access token has ended. Bind with a new token.');
    }
  }

  private isDue({ checkedAt, sentAt, heartbeat }: Bound, now: number): boolean {
    if (now - checkedAt >= this.given.limits.recheckEvery) return true;
    return heartbeat !== null && now - sentAt >= heartbeat * 1_000;
  }
}

/** By the scopes of the token too, which may be fewer than the client's. */
function mayRead(actor: Actor, scopes: readonly string[], type: string): boolean {
  try {
    authorize({ ...actor, scopes }, 'read', type);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
