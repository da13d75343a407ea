/** What a search is understood by: how strictly, from which address, with which parameters. */
import { Refusal } from '#core/refusal/refusal.ts';
import { type KnownParameters, type SearchParameter, standardParameters } from '#libs/fhir/search/parameters.ts';
import type { Terminology } from './terminology.ts';

export interface ParseOptions {
  /** `Prefer: handling=strict`: what is not understood is refused instead of left out. */
  readonly strict?: boolean;
  /** Addresses of this server, ending with `/`: absolute references below them are local ones. */
  readonly base?: readonly string[];
  /** For the prefix `ap` of dates. */
  readonly now?: () => Date;
  /** For `:in`, `:not-in`, `:above` and `:below` of codes. */
  readonly terminology?: Terminology | undefined;
  /** May be asked to look inside of resources (`_contained`). */
  readonly contained?: boolean;
  /** HL7's alone unless told. */
  readonly parameters?: KnownParameters | undefined;
}

/**
 * The parameter of a type, HL7's or an operator's.
 * @throws Refusal `rule-broken` `parameter-not-ready` for one that resources are still being indexed by: an answer
 *   would look complete, and would not be.
 */
export function parameterOf(
  { parameters = standardParameters }: Pick<ParseOptions, 'parameters'>,
  type: string,
  code: string,
): SearchParameter | undefined {
  const parameter = parameters.parameter(type, code);
  if (parameter?.unready === undefined) return parameter;
  const issue = { severity: 'error', code: 'incomplete', diagnostics: parameter.unready } as const;
  throw new Refusal('rule-broken', 'parameter-not-ready', { issues: [issue] });
}
