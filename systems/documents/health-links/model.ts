/**
 * Words of health links: what a patient gives away, to whom, until when. SMART Health Links, version 1:
 * https://docs.smarthealthit.org/smart-health-links/spec
 */

/** Parts of a summary that a patient may leave out or give; a part is one or more sections of the document. */
export const parts = [
  'allergies',
  'medicines',
  'problems',
  'immunizations',
  'results',
  'procedures',
  'devices',
  'others',
] as const;
export type Part = (typeof parts)[number];

/** What an attempt to open came to. */
export const outcomes = ['opened', 'wrong-pin', 'locked', 'after-end'] as const;
export type Outcome = (typeof outcomes)[number];

export const states = ['active', 'expired', 'revoked', 'locked'] as const;
export type State = (typeof states)[number];

export const languages = ['pl', 'en'] as const;

/** Wrong PINs in the whole life of a link, after which it is closed. */
export const mostTries = 10;
/** A link lives at most so many days. */
export const mostDays = 365;
/** Living links of one patient at once. */
export const mostLinks = 20;
/** A location given in a manifest is good for one fetch within these seconds. */
export const ticketSeconds = 300;

export interface Asked {
  readonly label: string;
  /** Hours until it ends. */
  readonly hours: number;
  readonly pin?: string;
  readonly parts: readonly Part[];
  readonly language: (typeof languages)[number];
  /** Shows the record as it is when opened (flag `L`); else as it is now. */
  readonly keepsUp: boolean;
}

export interface Opening {
  readonly at: string;
  readonly outcome: Outcome;
  /** Who opened it, as they said themselves. */
  readonly recipient: string;
}

export interface Link {
  readonly id: string;
  readonly label: string;
  readonly state: State;
  readonly parts: readonly Part[];
  readonly hasPin: boolean;
  readonly keepsUp: boolean;
  readonly created: string;
  readonly ends: string;
  readonly triesLeft: number;
  /** Newest first, the last hundred. */
  readonly openings: readonly Opening[];
}

/** Given once, when the link is made: the key is nowhere else. */
export interface Made {
  readonly id: string;
  /** `shlink:/…` */
  readonly shlink: string;
  /** The same behind the address of our viewer: what the QR code holds. */
  readonly address: string;
}

/** The system's name: its folder. */
export const system = 'health-links';
