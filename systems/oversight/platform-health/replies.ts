/** What the operations of the platform's health answer, as JSON schemas. */
import type { Schema } from '#core/http/operation.ts';
import {
  chainShape,
  instantOrNull,
  instantText,
  listOf,
  number,
  oneOf,
  shape,
  text,
  textOrNull,
  whole,
} from '#core/http/shapes.ts';
import type { JobState } from '#core/jobs/index.ts';

export const jobStates = ['waiting', 'running', 'retrying', 'parked'] as const satisfies readonly JobState[];

const follower = shape({
  consumer: text,
  seconds: { ...number, description: 'Age of the oldest change that was not handed over yet; 0 when there is none.' },
  waiting: { ...whole, description: 'Changes that are tried again, and that stand behind those.' },
  parked: { ...whole, description: 'Changes that were given up; repeat-parked-changes hands them over again.' },
});
const total: Schema = { type: ['integer', 'null'], description: 'null where counting takes too long.' };
const run = shape({
  ...{ id: text, state: oneOf(['waiting', 'running', 'done', 'failed']), requested: instantText },
  types: { ...whole, description: 'How many types of resources are indexed anew.' },
  ...{ total, done: whole, failures: whole, failure: textOrNull, finished: instantOrNull },
});
const job = shape({
  ...{ id: text, name: text, key: textOrNull, state: oneOf(jobStates), attempts: whole, maxAttempts: whole },
  ...{ runAt: instantText, createdAt: instantText },
  reason: { ...textOrNull, description: 'Why the last try failed.' },
});

export const replies = {
  state: shape({
    now: instantText,
    jobs: listOf(shape({ name: text, state: oneOf(jobStates), jobs: whole })),
    followers: listOf(follower),
    chain: chainShape,
    reindexing: listOf(run),
  }),
  jobs: shape({
    jobs: listOf(job),
    most: { ...whole, description: 'More are not listed.' },
  }),
  repeated: shape({ repeated: whole }),
} as const satisfies Record<string, Schema>;
