/** The HTTP operations of the platform's health: the queue, the feed, the chain and the index, seen and helped on. */
import { chainState } from '#core/audit/index.ts';
import type { Feed } from '#core/feed/index.ts';
import { type Operation, operation, type Schema } from '#core/http/operation.ts';
import { type JobState, jobs } from '#core/jobs/index.ts';
import { nothing, oneOf } from '#core/http/shapes.ts';
import { recentRuns } from '#core/record/reindex/runs.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { jobStates, replies } from './replies.ts';

export interface PlatformHealthNeeds {
  readonly feed: Pick<Feed, 'lag' | 'repeatParked'>;
}

const operators = { roles: ['operator'], purpose: 'HOPERAT' } as const;
const mostJobs = 200;
const object = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const byId = object({ id: { type: 'string', pattern: '^[0-9]{1,18}$' } });
const byConsumer = object({ consumer: { type: 'string', minLength: 1, maxLength: 100 } });

export const operations = (needs: PlatformHealthNeeds): Operation[] => [
  ...readingOperations(needs),
  ...helpingOperations(needs),
];

/** Nobody's data are touched: what the queue and the feed hold are names and numbers. */
const readingOperations = ({ feed }: PlatformHealthNeeds): Operation[] => [
  operation({
    name: 'read-platform-health',
    method: 'GET',
    path: '/platform-health/state',
    summary: 'Jobs by state, how far each follower of the feed is, how far the trail is sealed, what is reindexed.',
    access: operators,
    audit: 'own',
    reply: replies.state,
    handle: async (_input, { tx, now }) => {
      const [queued, followers, chain, reindexing] = [
        await jobs.count(tx),
        await feed.lag(),
        await chainState(tx),
        await recentRuns(tx, 5),
      ];
      return { now: now(), jobs: queued, followers, chain, reindexing: reindexing.map(shown) };
    },
  }),
  operation({
    name: 'list-jobs',
    method: 'GET',
    path: '/platform-health/jobs',
    summary: 'What is in the queue, the oldest first; parked jobs wait for a person.',
    access: operators,
    audit: 'own',
    query: object({ state: oneOf(jobStates), name: { type: 'string', minLength: 1, maxLength: 100 } }, []),
    reply: replies.jobs,
    handle: async ({ query }, { tx }) => {
      const state = query.state as JobState | undefined;
      const asked = { ...(state && { state }), ...(query.name && { name: query.name }), limit: mostJobs };
      return { jobs: await jobs.list(tx, asked), most: mostJobs };
    },
  }),
];

const shown = ({ id, state, requested, types, total, done, failures, failure, finished }: ReindexRun) => ({
  ...{ id, state, requested, types: types.length, total, done, failures, failure, finished },
});
type ReindexRun = Awaited<ReturnType<typeof recentRuns>>[number];

const helpingOperations = ({ feed }: PlatformHealthNeeds): Operation[] => [
  operation({
    name: 'repeat-job',
    method: 'POST',
    path: '/platform-health/jobs/:id/repeat',
    summary: 'Gives a parked job its tries back.',
    access: operators,
    audit: { action: 'U' },
    params: byId,
    reply: nothing,
    handle: async ({ params }, { tx }) => {
      if (!(await jobs.repeat(tx, String(params.id)))) throw noSuchJob();
      return null;
    },
  }),
  operation({
    name: 'remove-job',
    method: 'POST',
    path: '/platform-health/jobs/:id/removal',
    summary: 'Gives a job up; what it was to do is not done.',
    access: operators,
    audit: { action: 'D' },
    params: byId,
    reply: nothing,
    handle: async ({ params }, { tx }) => {
      if (!(await jobs.remove(tx, String(params.id)))) throw noSuchJob();
      return null;
    },
  }),
  operation({
    name: 'repeat-parked-changes',
    method: 'POST',
    path: '/platform-health/followers/:consumer/repeat',
    summary: 'Hands a follower of the feed what it had given up.',
    access: operators,
    audit: { action: 'U' },
    params: byConsumer,
    reply: replies.repeated,
    handle: async ({ params }) => ({ repeated: await feed.repeatParked(String(params.consumer)) }),
  }),
];

const noSuchJob = () =>
  new Refusal('not-found', 'no-such-job', 'There is no such job in the queue, or a worker has it just now.');
