/**
 * What the patient profile (ePP) answers, in words that its screens share. Dates are FHIR dates as recorded
 * (`2026-03`, `2026-03-18`, `2026-03-18T09:00:00+01:00`): a screen never shows more precision than was recorded.
 */

import type { Dispute } from './disputes/model.ts';
import type { EventLink } from './link.ts';
import type { OutsideSource } from './ports.ts';

export type { EventLink } from './link.ts';
export type { OutsideSource } from './ports.ts';

/** The lanes of the life line, top to bottom. */
export const lanes = ['problems', 'stays', 'visits', 'medicines', 'tests', 'documents'] as const;
export type Lane = (typeof lanes)[number];

/** Who says so: every derived fact carries it. */
export interface Source {
  facility?: string;
  author?: string;
}

export interface Identity {
  id: string;
  name: string;
  birthDate?: string;
  /** Whole years; at death when deceased. Absent without a full birth date. */
  age?: number;
  sex: 'male' | 'female' | 'other' | 'unknown';
  pesel?: string;
  city?: string;
  /** True when dead, or the date of death. */
  deceased?: string | true;
}

export interface Allergy {
  link: EventLink;
  what: string;
  critical: boolean;
  reaction?: string;
  recorded?: string;
  source: Source;
}

export interface Problem {
  link: EventLink;
  what: string;
  code?: string;
  active: boolean;
  since?: string;
  until?: string;
  source: Source;
}

/** A dose as recorded: in the author's words, in numbers, or both. The screen makes words of the numbers. */
export interface Dose {
  text?: string;
  amount?: number;
  unit?: string;
  /** `times` doses per `every` units of time (UCUM h, d, wk, mo). */
  times?: number;
  every?: number;
  period?: string;
  asNeeded?: boolean;
}

export interface Medicine {
  link: EventLink;
  what: string;
  code?: string;
  /** Its ATC code, where one was recorded: by it the rules tell families and groups. */
  atc?: string;
  dose?: Dose;
  prescribed?: string;
  /** The earliest prescription of the last year: a medicine that is new began after the last visit. */
  started?: string;
  /** The last time that a pharmacy gave it out against this prescription, or a word that it did not. */
  dispensed: { state: 'yes'; on?: string } | { state: 'no' };
  source: Source;
}

export type Flag = 'low' | 'normal' | 'high' | 'unknown';

export interface Point {
  date: string;
  value: number;
}

export interface KeyResult {
  link: EventLink;
  what: string;
  code: string;
  /** A number, or two joined (blood pressure), or words. */
  value: { number?: number; second?: number; text?: string; unit?: string };
  date?: string;
  range?: { low?: number; high?: number; text?: string };
  flag: Flag;
  /** Against the point before it; absent without one. */
  trend?: 'up' | 'down' | 'same';
  /** Oldest first, at most 12, the last one included. */
  series: Point[];
  source: Source;
}

export interface DocumentLine {
  link: EventLink;
  what: string;
  date?: string;
  discharge: boolean;
  source: Source;
}

export interface Carer {
  name: string;
  /** What for: `poz` (general practitioner), `specialist` … or the recorded words. */
  role?: string;
  facility?: string;
  lastSeen?: string;
}

export type News =
  | {
      kind: 'discharge';
      date?: string;
      what: string;
      facility?: string;
      link: EventLink;
    }
  | { kind: 'result'; date?: string; result: KeyResult; link: EventLink }
  | { kind: 'medicine'; date?: string; what: string; link: EventLink }
  | { kind: 'problem'; date?: string; what: string; link: EventLink };

/** The same in the languages of the portals. */
export interface Words {
  pl: string;
  en: string;
  uk: string;
}

/** A rule by which the profile derives a fact: everybody may read it (`GET /api/patient-profile/rules`). */
export interface RuleCard {
  readonly id: string;
  /** What it says, as on the screen. */
  readonly title: Words;
  /** When it says so. */
  readonly when: Words;
  /** Standard, legal act or text that it stands on. */
  readonly source: string;
  readonly owner: string;
  /** Of its present wording. */
  readonly date: string;
  /** Until a clinical owner has answered for it. */
  readonly notForClinicalUse: true;
}

/** Why a fact is shown: the id of a rule, and the entries that it stands on as `Type/id`. */
export type Why = [rule: string, ...inputs: string[]];

/** An entry that a derived fact stands on. */
export interface InputShown {
  link: EventLink;
  version: number;
  what: string;
  /** When it happened, as recorded. */
  date?: string;
  source: Source;
  /** Since when the record knows it, and who brought it in. */
  known: string;
  by?: string;
  /** When this version came. */
  changed?: string;
  /** Whether one can say here that it is wrong. */
  disputable: boolean;
  /** Whether it opens as an event. */
  opens: boolean;
}

/** Why a fact is shown (`GET /api/patient-profile/:patient/why`): asked for when somebody opens it. */
export interface Explained {
  rules: RuleCard[];
  inputs: InputShown[];
}

/** An input of a gap, as a line names it. */
export interface GapLink extends EventLink {
  /** Words as recorded. */
  what?: string;
  date?: string;
}

/** What is missing or contradicts itself. `kind` is the id of its rule (gaps/catalogue.ts). */
export interface Gap {
  kind: string;
  /** 1: may harm if nobody looks. 2: to be cleared up. 3: good to know. */
  danger: 1 | 2 | 3;
  title: Words;
  /** What it stands on; the first one opens. */
  links: GapLink[];
  /** How many there are when more than the links. */
  count?: number;
  since?: string;
  days?: number;
  /** Facilities or sources, with the last day that they sent something. */
  places?: { name: string; last: string }[];
}

/**
 * A source of the profile. `none`: it answered and has nothing. `down`: it did not answer, and nothing can be said.
 * `partial`: there is more than was read or sent. `unasked`: a source outside of the record that nobody has asked yet.
 */
export interface SourceState {
  id: string;
  name: string;
  state: 'ok' | 'none' | 'partial' | 'down' | 'unasked';
  /** The day of the last entry. */
  last?: string;
  /** How many entries; absent when it is not known. */
  count?: number;
  /** Since when it is down or partial. */
  since?: string;
}

/** A facility that sent data, and the date of the last contact that we know. */
export interface DataSource {
  name: string;
  last: string;
}

/**
 * The life line: for every lane all entries as `[starts, lasts, type, id]`, oldest first. `starts`: seconds since
 * 1970, null when no date was recorded (counted apart by the screen). `lasts`: seconds, 0 for a moment, null while
 * it lasts. `type` is an index into `types`. Short, because five thousand of them travel at once.
 */
export interface LifeLine {
  types: string[];
  lanes: Record<Lane, LifeLineEntry[]>;
  total: number;
}
export type LifeLineEntry = [starts: number | null, lasts: number | null, type: number, id: string];

export interface Overview {
  patient: Identity;
  /** When this was read: "dane do". */
  asOf: string;
  /** `stated-none`: somebody recorded that there are none; `no-data`: nobody recorded anything. Never shown alike. */
  allergies: { state: 'known' | 'stated-none' | 'no-data'; list: Allergy[] };
  news: {
    since: string;
    basis: 'last-visit-here' | 'last-year';
    lines: News[];
    more: number;
  };
  gaps: Gap[];
  problems: Problem[];
  medicines: Medicine[];
  results: KeyResult[];
  documents: { list: DocumentLine[]; total: number };
  careTeam: Carer[];
  /** Facilities that the patient was seen in. */
  sources: DataSource[];
  /** Sources outside of the record, also those that do not answer. */
  outside: OutsideSource[];
  /** Systems and registers that the profile draws on, each with how much it has and up to when. */
  sourceStates: SourceState[];
  /** How many entries of types that neither the life line nor a list shows: nothing is dropped in silence. */
  notShown: { [type: string]: number };
  /** Facts that somebody says are wrong, with the answers. */
  disputes: Dispute[];
  lifeLine: LifeLine;
  /** Lists that are longer than what was read, by name: the screen says so. */
  cut: string[];
}

export interface TimelineRow {
  link: EventLink;
  lane: Lane;
  starts?: string;
  ends?: string;
  what: string;
  /** A result's value, a document's kind: the second column of words. */
  detail?: string;
  source: Source;
}

export interface TimelinePage {
  rows: TimelineRow[];
  /** Entries that match the filter, on all pages. */
  total: number;
  next?: string;
}

/** Level 2: one event with what came of it. */
export interface EventDetail {
  patient: Identity;
  /** Never further away than the identity. */
  allergies: Overview['allergies'];
  link: EventLink;
  lane: Lane;
  what: string;
  starts?: string;
  ends?: string;
  status?: string;
  who: string[];
  where?: string;
  why: string[];
  /** Problems recorded, procedures done, medicines prescribed, plans: `lane`-like groups, each entry opens. */
  done: EventLine[];
  decided: EventLine[];
  followUps: EventLine[];
  results: KeyResult[];
  documents: EventLine[];
  /** The text of the event itself when it is a document, and notes. */
  text?: string;
  dose?: Dose;
  result?: KeyResult;
  /** The visit or stay that it belongs to, when it is not one itself. */
  encounter?: EventLine;
  source: Source;
}

export interface EventLine {
  link: EventLink;
  what: string;
  date?: string;
  detail?: string;
}

export interface FoundPatient extends Identity {}

export interface FindReply {
  patients: FoundPatient[];
  /** More than the 50 shown match: the screen asks for more letters. */
  more: boolean;
  by: 'pesel' | 'name';
}

/** Days (`YYYY-MM-DD`, Warsaw) on which something came in, was changed or deleted, the newest first, with counts. */
export interface Knowledge {
  /** The day on which the record first knew this person. */
  first?: string;
  days: [day: string, number: number][];
  /** Older days than these there were, too. */
  cut: boolean;
}

/** One value of a facet, and how many entries have it under the other filters. */
export interface FacetValue {
  /** Opaque in addresses: a lane, the id of an Organization, the code of a specialty. */
  id: string;
  /** As recorded; lanes have none. */
  name?: string;
  count: number;
}

/** What can be filtered by, with counts. */
export interface Facets {
  total: number;
  matching: number;
  lanes: FacetValue[];
  /** The most frequent first, at most 100 of each. */
  facilities: FacetValue[];
  specialties: FacetValue[];
  /** `Type/id` of what matches, where facilities or specialties were asked for: the life line cannot know these. */
  keys?: string[];
}

/** A piece of recorded text, and where in it the found words stand: offsets, never markup. */
export interface Excerpt {
  text: string;
  hits: [from: number, to: number][];
  /** There is more text on this side. */
  before?: true;
  after?: true;
}

export interface SearchHit extends TimelineRow {
  excerpts: Excerpt[];
}

export interface SearchLane {
  lane: Lane;
  total: number;
  hits: SearchHit[];
  next?: string;
}

export interface SearchReply {
  total: number;
  /** Among how many entries it was searched. */
  searched: number;
  lanes: SearchLane[];
  /** Documents whose words cannot be read, by reason. */
  silent: { picture: number; pdf: number; elsewhere: number; other: number };
}
