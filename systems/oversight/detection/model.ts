/** Detection's words: an alert, what it is about, what was done about it. */
import type { Facts, Queue, Severity, SubjectKind } from './rule.ts';
import type { AlertState } from './states.ts';

/** What the platform does when a rule finds something; `alert` alone only tells. security/requirements.md 4.4 */
export const acts = ['alert', 'throttle', 'step-up', 'end-sessions', 'lock'] as const;
export type Act = (typeof acts)[number];

/** An act that was carried out, or why it was not. */
export interface Done {
  readonly act: Act;
  readonly at: string;
  /** Until when it holds; absent for what happened once. */
  readonly until?: string;
  /** Why it was not done: `emergency-duty`, `nobody-to-act-on`, `exempt`. */
  readonly left?: string;
  /** When somebody took it back. */
  readonly reverted?: string;
}

export interface Alert {
  /** A function of rule, subject and event: the same feed gives the same alert. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly queue: Queue;
  readonly subjectKind: SubjectKind;
  readonly subject: string;
  readonly subjectName: string;
  readonly facility: string;
  readonly source: string;
  /** When the event happened that raised it. */
  readonly at: Date;
  readonly sequence: string;
  readonly raisedAt: Date;
  readonly facts: Facts;
  /** The person was on emergency duty: nothing was done against them. */
  readonly emergency: boolean;
  readonly state: AlertState;
  readonly takenBy: string | null;
  readonly takenAt: Date | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
  readonly reason: string | null;
  readonly done: readonly Done[];
}

const id = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' };
const name = { type: 'string', minLength: 1, maxLength: 60, pattern: '^[a-z-]+$' };

export const shapes = {
  byId: { type: 'object', required: ['id'], properties: { id } },
  listing: {
    type: 'object',
    additionalProperties: false,
    properties: {
      state: { enum: ['open', 'new', 'in-work', 'explained', 'false', 'confirmed'] },
      queue: { enum: ['security', 'privacy'] },
      rule: name,
      after: { type: 'string', maxLength: 80, pattern: '^[0-9TZ:.-]+ [0-9a-f-]{36}$' },
      count: { type: 'string', pattern: '^\\d{1,3}$' },
    },
  },
  closing: {
    type: 'object',
    required: ['verdict', 'reason'],
    additionalProperties: false,
    properties: {
      verdict: { enum: ['explained', 'false', 'confirmed'] },
      reason: { type: 'string', minLength: 10, maxLength: 1000, pattern: '\\S' },
    },
  },
} as const;
