/**
 * `GET /metrics` for Prometheus; answered to this machine only.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { unsealedAge } from '#core/audit/seal-watch.ts';
import type { Database } from '#core/db/database.ts';
import type { Feed } from '#core/feed/index.ts';
import { jobs } from '#core/jobs/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';

const local = /^(127\.|::1$|::ffff:127\.)/;

export function serveMetrics(server: FastifyInstance, database: Database, feed: Feed): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer, by route and status class.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [register],
  });
  new Gauge({
    name: 'database_connections',
    help: 'Connections of this process to PostgreSQL, by state.',
    labelNames: ['state'],
    registers: [register],
    collect() {
      this.set({ state: 'open' }, database.pool.totalCount);
      this.set({ state: 'idle' }, database.pool.idleCount);
      this.set({ state: 'waiting' }, database.pool.waitingCount);
    },
  });
  new Gauge({
    name: 'jobs',
    help: 'Jobs in the queue, by name and state; parked ones wait for a person.',
    labelNames: ['name', 'state'],
    registers: [register],
    async collect() {
      this.reset();
      for (const { name, state, jobs: number } of await jobs.count(database)) this.set({ name, state }, number);
    },
  });
  new Gauge({
    name: 'audit_unsealed_age_seconds',
    help: 'Age of the oldest event of the audit trail that is not sealed; more than 300 is an alarm.',
    registers: [register],
    async collect() {
      this.set((await unsealedAge(database, systemRuntime.now())) / 1000);
    },
  });
  feedGauges(register, feed);
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    durations.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    done();
  });
  server.get('/metrics', async (request, reply) => {
    if (!local.test(request.ip)) throw new Refusal('not-found', 'no-such-address', 'There is nothing at /metrics.');
    return reply.type(register.contentType).send(await register.metrics());
  });
}

function feedGauges(register: Registry, feed: Feed): void {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['consumer'], registers: [register] });
  const waiting = gauge('feed_waiting', 'Changes that a consumer of the change feed failed to take and tries again.');
  const parked = gauge('feed_parked', 'Changes that a consumer gave up; they wait for a person.');
  new Gauge({
    name: 'feed_lag_seconds',
    help: 'Age of the oldest change that a consumer has not been handed.',
    labelNames: ['consumer'],
    registers: [register],
    async collect() {
      for (const one of [this, waiting, parked]) one.reset();
      for (const { consumer, seconds, ...counts } of await feed.lag()) {
        this.set({ consumer }, seconds);
        waiting.set({ consumer }, counts.waiting);
        parked.set({ consumer }, counts.parked);
      }
    },
  });
}
