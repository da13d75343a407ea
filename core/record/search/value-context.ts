/** What is known where the value of a search parameter is read. */
import type { SearchParameter } from '#libs/fhir/search/parameters.ts';
import type { Refusal } from '#core/refusal/refusal.ts';
import { badParameter, printable } from './limits.ts';
import type { Terminology } from './terminology.ts';

export interface ValueContext {
  /** As in the query, for messages. */
  readonly name: string;
  readonly type: string;
  readonly parameter: SearchParameter;
  readonly modifier: string | undefined;
  /** Addresses of this server, ending with `/`: absolute references below them are local ones. */
  readonly base: readonly string[];
  readonly now: () => Date;
  readonly terminology: Terminology | undefined;
}

export function unknownModifier({ name, modifier, parameter }: ValueContext): Refusal {
  const says = `the modifier ':${printable(modifier ?? '')}' is not supported for this ${parameter.type} parameter.`;
  return badParameter(name, says, 'unsupported-modifier');
}
