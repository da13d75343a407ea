/**
 * How many requests somebody may make: token buckets in the database, shared by all processes. No request waits for
 * them: each process counts by itself and settles with the database once a second; who took too much meanwhile is in
 * debt, so that in the long run the rate holds however many processes there are. security/requirements.md 2.4
 */
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { gateHeader } from '../access/gate.ts';
import type { Database } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Authenticator } from './operation.ts';
import { createThrottles } from './throttles.ts';

export interface Rate {
  readonly perMinute: number;
  /** At once, after a while of rest. */
  readonly burst: number;
}

const rate = (perMinute: number, burst = perMinute / 5): Rate => ({ perMinute, burst });

/** Of one network address, one person, one client, all clients of one provider. */
export const rates = {
  source: rate(6_000),
  account: rate(1_200),
  client: rate(600),
  provider: rate(6_000),
  /** All clients of one provider whose software has not passed the compliance gate. */
  restricted: rate(30, 5),
} as const;
export type RateKind = keyof typeof rates;

interface Bucket extends Rate {
  tokens: number;
  /** When `tokens` were counted, ms. */
  at: number;
  /** Taken since the last settlement. */
  taken: number;
}

/** Buckets kept in memory at most. */
const mostBuckets = 50_000;
const settleEvery = 1_000;
/** A new bucket, and one from which much was taken, are settled sooner. */
const settleSoon = 20;
const idleFor = 120_000;

export interface RatesNeed {
  database: Database;
  runtime: Runtime;
  /** Sources that are not limited: in the demonstration everything comes from this machine. */
  free: (source: string) => boolean;
}

export type Rates = ReturnType<typeof createRates>;

export function createRates({ database, runtime, free }: RatesNeed) {
  const buckets = createBuckets(database, runtime);
  const throttles = createThrottles({ database, runtime });
  const states = new WeakMap<FastifyRequest['raw'], Taken>();
  const gates = new WeakMap<FastifyRequest['raw'], string>();
  const take = (request: FastifyRequest, asked: readonly Asked[]): void => {
    const { scarcest, refused } = buckets.take(slowed(throttles, asked));
    if (scarcest) states.set(request.raw, scarcest);
    if (refused) throw tooMany(refused);
  };
  return {
    settle: buckets.settle,
    throttles,
    /** Before anything is read of a request: the rate of the address from which it comes. */
    ofSource(request: FastifyRequest): void {
      const source = request.ip;
      if (!free(source)) take(request, [['source', networkOf(source), rates.source]]);
    },
    /** The rates of whoever asks. */
    ofActor(request: FastifyRequest, actor: Actor): void {
      const { role, id, app, perMinute = rates.client.perMinute, provider, gate } = actor;
      const client = role === 'machine' ? id : app?.client;
      // Without end, but for one that is throttled.
      if (perMinute === 0 && !(client && throttles.of('client', client))) return;
      if (gate && gate.limit !== 'none') gates.set(request.raw, gateHeader(gate, runtime.now().getTime()));
      take(request, [
        ...(role === 'machine' ? [] : [['account', id, rates.account] as const]),
        ...(client === undefined ? [] : [['client', client, rate(perMinute || rates.client.perMinute)] as const]),
        ...(provider === undefined ? [] : [['provider', provider, rates.provider] as const]),
        ...(gate?.limit === 'restricted' ? [['restricted', provider ?? id, rates.restricted] as const] : []),
      ]);
    },
    /** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ of the scarcest of what was taken from. */
    headersOf(request: FastifyRequest): Record<string, string> | undefined {
      const state = states.get(request.raw);
      const gate = gates.get(request.raw);
      const standing: Record<string, string> = gate === undefined ? {} : { 'compliance-gate': gate };
      if (!state) return gate === undefined ? undefined : standing;
      const { name, bucket } = state;
      const left = Math.max(0, Math.floor(bucket.tokens));
      const full = Math.ceil(((bucket.burst - bucket.tokens) / bucket.perMinute) * 60);
      return {
        ...standing,
        'ratelimit-policy': `"${name}";q=${bucket.perMinute};w=60`,
        ratelimit: `"${name}";r=${left};t=${Math.max(0, full)}`,
      };
    },
    start(): () => Promise<void> {
      const timer = setInterval(() => void buckets.settle(), settleEvery);
      const sweep = setInterval(() => void forget(database, runtime).catch(() => undefined), 60_000);
      const stopHearing = throttles.start();
      timer.unref();
      sweep.unref();
      return async () => {
        clearInterval(timer);
        clearInterval(sweep);
        stopHearing();
        await buckets.settle();
      };
    },
  };
}

/** What is asked, with less for whoever is throttled: one at a time, not in bursts. */
const slowed = (throttles: ReturnType<typeof createThrottles>, asked: readonly Asked[]): readonly Asked[] =>
  asked.map(([kind, who, usual]) => {
    const perMinute = throttles.of(kind, who);
    return [kind, who, perMinute === undefined || perMinute > usual.perMinute ? usual : rate(perMinute, 1)];
  });

type Asked = readonly [RateKind, string, Rate];
interface Taken {
  readonly name: RateKind;
  readonly bucket: Bucket;
}

/** The buckets of one process. */
function createBuckets(database: Database, runtime: Runtime) {
  const buckets = new Map<string, Bucket>();
  let waiting: NodeJS.Timeout | undefined;
  let settling: Promise<void> = Promise.resolve();
  /** One after the other, so that what was taken meanwhile is counted once. */
  const settle = (): Promise<void> => {
    settling = settling.then(() => settleWith(database, buckets, runtime.now().getTime()));
    return settling;
  };
  const soon = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      void settle();
    }, settleSoon).unref();
  };

  function bucketOf(key: string, { perMinute, burst }: Rate, now: number): Bucket {
    const known = buckets.get(key);
    if (known && known.perMinute === perMinute) return known;
    if (buckets.size >= mostBuckets) buckets.delete(buckets.keys().next().value as string);
    const bucket = { perMinute, burst, tokens: burst, at: now, taken: 0 };
    buckets.set(key, bucket);
    soon();
    return bucket;
  }

  return {
    settle,
    /** Takes one from each, or none when one of them is empty. */
    take(asked: readonly Asked[]): { scarcest?: Taken; refused?: Taken } {
      const now = runtime.now().getTime();
      const all = asked.map(([name, who, limit]) => ({ name, bucket: bucketOf(`${name} ${who}`, limit, now) }));
      let scarcest: Taken | undefined;
      for (const one of all) {
        const share = filled(one.bucket, now) / one.bucket.burst;
        if (one.bucket.tokens < 1) return { scarcest: one, refused: one };
        if (!scarcest || share < scarcest.bucket.tokens / scarcest.bucket.burst) scarcest = one;
      }
      for (const { bucket } of all) {
        bucket.tokens--;
        if (++bucket.taken > bucket.burst / 4) soon();
      }
      return scarcest ? { scarcest } : {};
    },
  };
}

/** What a bucket holds now. */
function filled(bucket: Bucket, now: number): number {
  bucket.tokens = Math.min(bucket.burst, bucket.tokens + ((now - bucket.at) / 60_000) * bucket.perMinute);
  bucket.at = now;
  return bucket.tokens;
}

/** Tells the database what was taken, and hears what is left. */
async function settleWith(database: Database, buckets: Map<string, Bucket>, now: number): Promise<void> {
  const used = [...buckets].filter(([, { taken }]) => taken > 0).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [key, { at, taken }] of buckets) if (taken === 0 && now - at > idleFor) buckets.delete(key);
  if (used.length === 0) return;
  const values = [
    used.map(([key]) => key),
    used.map(([, { taken }]) => taken),
    used.map(([, { burst }]) => burst),
    used.map(([, { perMinute }]) => perMinute / 60),
  ];
  for (const [, bucket] of used) bucket.taken = 0;
  const { rows } = await database
    .query<{ key: string; tokens: number }>({ name: 'rates-settle', text: settlement, values })
    .catch(() => ({ rows: [] })); // Without the database each process goes on by its own count.
  for (const { key, tokens } of rows) {
    const bucket = buckets.get(key);
    if (bucket) Object.assign(bucket, { tokens: tokens - bucket.taken, at: now });
  }
}

/** Debt is remembered for a minute's worth at most: whoever is refused does not pay for ever. */
const settlement = `insert into rates.bucket as b (key, tokens, burst, rate, at)
  select k, burst - taken, burst, rate, clock_timestamp()
  from unnest($1::text[], $2::float8[], $3::float8[], $4::float8[]) u(k, taken, burst, rate)
  on conflict (key) do update set burst = excluded.burst, rate = excluded.rate, at = excluded.at,
    tokens = greatest(-60 * excluded.rate,
      least(excluded.burst, b.tokens + extract(epoch from excluded.at - b.at) * excluded.rate)
      - (excluded.burst - excluded.tokens))
  returning key, tokens`;

const forget = (database: Database, runtime: Runtime) =>
  database.query({
    name: 'rates-forget',
    text: `with throttles as (delete from rates.throttle where until < $1)
      delete from rates.bucket where ctid = any (array(select ctid from rates.bucket where at < $1 limit 10000))`,
    values: [new Date(runtime.now().getTime() - 60 * 60_000)],
  });

function tooMany({ name, bucket }: Taken): Refusal {
  const retryAfter = Math.max(1, Math.ceil(((1 - bucket.tokens) / bucket.perMinute) * 60));
  const message = `Too many requests of this ${name}: it may make ${bucket.perMinute} a minute. Wait ${retryAfter} s.`;
  return new Refusal('busy', 'too-many-requests', { message, retryAfter });
}

/** Of IPv6 the network: one subscriber has all the addresses in it. */
function networkOf(source: string): string {
  if (isIP(source) !== 6) return source;
  const [head = '', tail] = source.split('::');
  const groups = head.split(':').filter(Boolean);
  const behind = (tail ?? '').split(':').filter(Boolean);
  const all =
    tail === undefined ? groups : [...groups, ...Array(8 - groups.length - behind.length).fill('0'), ...behind];
  return `${all.slice(0, 4).join(':')}::/64`;
}

/** Every way in is counted: by address before anything else, by whoever asks once that is known. */
export function rateRequests(server: FastifyInstance, limits: Rates): void {
  server.addHook('onRequest', (request, _reply, done) => {
    try {
      if (!request.url.startsWith('/health/')) limits.ofSource(request);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  server.addHook('onSend', (request, reply, _payload, done) => {
    const headers = limits.headersOf(request);
    if (headers) reply.headers(headers);
    done();
  });
}

/** An authenticator that also counts. @throws Refusal `too-many-requests` */
export const rated = ({ authenticate }: Authenticator, limits: Rates): Authenticator => ({
  async authenticate(request) {
    const actor = await authenticate(request);
    if (actor) limits.ofActor(request, actor);
    return actor;
  },
});
