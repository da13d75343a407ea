/** Operations of other parts of the platform that stand in a batch too: questions, which change nothing. */
import type { Call } from '../access/actor.ts';

export interface BundleOperation {
  readonly type: string;
  /** Empty where the address has none. */
  readonly id: string;
  readonly name: string;
  readonly query: string;
  /** What was sent with a POST. */
  readonly body: unknown;
}

/** Answers an operation; undefined where there is none of that name. */
export type Operate = (call: Call, operation: BundleOperation) => Promise<object> | undefined;

/** `Type/$name`, `Type/id/$name`, `$name`. */
const address = /^(?:([A-Za-z]+)\/(?:([A-Za-z0-9\-.]{1,64})\/)?)?\$([a-z][a-z-]{0,40})(?:\?(.*))?$/s;

/** An address taken apart; undefined when it is not that of an operation. */
export function operationOf(url: string): Omit<BundleOperation, 'body'> | undefined {
  const [whole, type = '', id = '', name = '', query = ''] = address.exec(url) ?? [];
  return whole === undefined ? undefined : { type, id, name, query };
}
