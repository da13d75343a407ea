/** What the operators' screens are told by /api/platform-health. */

export interface Health {
  readonly now: string;
  readonly jobs: readonly { readonly name: string; readonly state: string; readonly jobs: number }[];
  readonly followers: readonly {
    readonly consumer: string;
    readonly seconds: number;
    readonly waiting: number;
    readonly parked: number;
  }[];
  readonly chain: { readonly sealed: number; readonly unsealed: number; readonly lastSeal?: string };
  readonly reindexing: readonly {
    readonly id: string;
    readonly state: string;
    readonly requested: string;
    readonly types: number;
    readonly total: number | null;
    readonly done: number;
    readonly failures: number;
    readonly failure: string | null;
    readonly finished: string | null;
  }[];
}

export interface JobShown {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly runAt: string;
  readonly createdAt: string;
  readonly reason: string | null;
}

/** Behind by more than this, a follower of the feed needs a look (seconds). */
export const longLag = 60;
