/** @ezdrowie/client: see README.md. */
export {
  type Client,
  type ClientOptions,
  createClient,
  type FhirOptions,
  type MachineKey,
  type Reply,
  type Request,
} from './client.ts';
export type { Operations } from './generated/api.ts';
export { FhirRefusal, type OutcomeIssue, Problem, type ProblemDetails, TokenRefused } from './problem.ts';
