/** The words of the vaccination calendar: series and doses as data, what is known of a person, and what follows. */
/** What a course protects against; one vaccine may hold several. */
export const antigens = ['BCG', 'HepB', 'DTP', 'IPV', 'Hib', 'PCV', 'RV', 'MMR', 'HPV'] as const;
export type Antigen = (typeof antigens)[number];

/** A span of time as calendars write it: `{ weeks: 6 }`. */
export interface Span {
  readonly days?: number;
  readonly weeks?: number;
  readonly months?: number;
  readonly years?: number;
}

export interface DoseRule {
  /** The youngest age at which the dose counts. */
  readonly from: Span;
  /** The age from which the calendar wants it, and the age at which it is late. */
  readonly due: Span;
  readonly until: Span;
  /** The least time after the dose before; missing for the first. */
  readonly gap?: Span;
}

export interface Series {
  readonly antigen: Antigen;
  readonly doses: readonly DoseRule[];
  /** False: free of charge and advised, not compulsory. */
  readonly compulsory: boolean;
  /** The age from which the programme gives it no longer. */
  readonly closes: Span;
  /** Only for those born on this day or later. */
  readonly bornFrom?: string;
  /** Who begins at this age or later needs so many doses, with this gap; the oldest age first. */
  readonly shortened?: readonly { readonly from: Span; readonly doses: number; readonly gap?: Span }[];
  /** Vaccines (ATC) whose course has one dose more or less than `doses`, and until which age it is given. */
  readonly products?: { readonly [atc: string]: { readonly doses: number; readonly closes: Span } };
  /** What no source confirmed yet. */
  readonly unconfirmed?: readonly string[];
}

/** One edition of the Program Szczepień Ochronnych. */
export interface Calendar {
  readonly version: string;
  /** The first day on which it holds. */
  readonly validFrom: string;
  /** A draft is shown to those who ask for it and is never applied. */
  readonly confirmed: boolean;
  readonly source: string;
  readonly owner: string;
  /** The day on which its rows were last compared with the source. */
  readonly checked: string;
  readonly series: readonly Series[];
}

/** A vaccination that was given. */
export interface Given {
  /** Logical id of the Immunization. */
  readonly id: string;
  readonly day: string;
  readonly antigens: readonly Antigen[];
  /** ATC of the vaccine, where it is known. */
  readonly atc?: string;
  readonly name: string;
  readonly lot?: string;
  readonly by?: string;
}

export const exceptionKinds = ['contraindication', 'deferral', 'refusal', 'immune'] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/** Why a dose was not given: an Immunization `not-done`. */
export interface Exception {
  readonly id: string;
  readonly day: string;
  readonly antigens: readonly Antigen[];
  readonly kind: ExceptionKind;
  /** Of a deferral: the first day on which it may be given again. */
  readonly until?: string;
  readonly reason?: string;
}

export interface Facts {
  /** `2020-04-09` */
  readonly birth: string;
  readonly given: readonly Given[];
  readonly exceptions: readonly Exception[];
}

/**
 * `done` and `uncounted` (too early or too near: a doctor decides) are past; `due`, `overdue`, `future` are to come;
 * `deferred`, `contraindicated`, `refused`, `immune` say why not; `closed`: the programme gives it no longer.
 */
export const lineStates = [
  'done',
  'uncounted',
  'due',
  'overdue',
  'future',
  'deferred',
  'contraindicated',
  'refused',
  'immune',
  'closed',
] as const;
export type LineState = (typeof lineStates)[number];

export interface Line {
  readonly antigen: Antigen;
  /** The dose's place in the course, from 1; missing on what was not counted. */
  readonly dose?: number;
  readonly of: number;
  readonly compulsory: boolean;
  readonly state: LineState;
  /** When it was given, or the first day on which it may and should be given. */
  readonly day?: string;
  /** The last day of the calendar's window. */
  readonly until?: string;
  readonly given?: Given;
  readonly exception?: Exception;
  /** Why it was not counted. */
  readonly fault?: 'too-young' | 'too-soon' | 'beyond';
}

export interface CalendarShown {
  readonly version: string;
  readonly validFrom: string;
  readonly confirmed: boolean;
  readonly source: string;
  readonly checked: string;
  readonly unconfirmed: readonly string[];
}

export interface VaccinationReply {
  readonly notForClinicalUse: true;
  readonly patient: { readonly id: string; readonly name: string; readonly birth: string };
  readonly today: string;
  readonly calendar: CalendarShown;
  readonly lines: readonly Line[];
  /** Vaccinations outside the calendar (influenza …), newest first. */
  readonly others: readonly Given[];
  /** May whoever asks write down why a dose is not given. */
  readonly mayRecord: boolean;
}
