/** What the operations of rule cards answer, as far as it is shown (cards.ts). */
import type { Audience, Kind, RuleFile, Stage, Tier, Words } from '../../model.ts';

interface Rates {
  readonly shown: number;
  readonly interrupted: number;
  readonly accepted: number;
  readonly overridden: number;
  readonly acceptance?: number;
}

export interface RuleLine {
  readonly id: string;
  readonly version: string;
  readonly tier: Tier;
  readonly fileTier: Tier;
  readonly live: boolean;
  readonly title: Words;
  readonly date: string;
  readonly owner: string;
  readonly validated: boolean;
  readonly kind: Kind;
  readonly audience: readonly Audience[];
  readonly stage: Stage;
  readonly measured: Rates;
  /** Of the list alone. */
  readonly openReviews?: number;
  readonly reviewDue?: string;
  readonly shadow?: {
    readonly at: string;
    readonly visits: number;
    readonly alerts: number;
    readonly per100Visits: number;
    readonly predictedValue?: number;
  };
}

export interface RuleCardReply extends RuleLine, Pick<RuleFile, 'purpose' | 'source' | 'words' | 'actions' | 'tests'> {
  readonly inputs: readonly { readonly input: string; readonly query: string }[];
  readonly condition: string;
  readonly unless: RuleFile['unless'];
  readonly bySpeciality: readonly (Rates & { readonly speciality: string })[];
  readonly overrides: readonly { readonly reason: string; readonly times: number }[];
  readonly reviews: readonly {
    readonly kind: string;
    readonly opened: string;
    readonly due: string;
    readonly closed: string | null;
    readonly why: string;
    readonly conclusion: string | null;
  }[];
  readonly history: readonly {
    readonly at: string;
    readonly live: boolean;
    readonly tier: number;
    readonly why: string;
  }[];
}
