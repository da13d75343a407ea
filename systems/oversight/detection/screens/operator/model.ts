/** What the operators' screens are told by /api/detection: an alert with its instants as text. */
import type { Alert } from '../../model.ts';

export type AlertShown = {
  readonly [name in keyof Alert]: Alert[name] extends Date | null ? string | null : Alert[name];
};

export interface AlertPage {
  readonly alerts: readonly AlertShown[];
  readonly next?: string;
}

export interface DetectionShown {
  readonly behindSeconds: number;
  readonly rules: readonly {
    readonly name: string;
    readonly purpose: string;
    readonly source: string;
    readonly date: string;
    readonly owner: string;
    readonly status: string;
    readonly acts: readonly string[];
    readonly last30Days: Readonly<Record<string, number>>;
  }[];
}

/** Detection promises five seconds; a minute behind means that it stands. */
export const longBehind = 60;
