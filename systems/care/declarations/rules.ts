/** Who may choose whom, and what it costs. Pure: facts in, decision out. */
import { ageOn } from '#core/registers/days.ts';
import type { Declaration, FreeReason, Kind, Money, NextChoice, Standing, State, Submitter } from './model.ts';
import type { Policy } from './policy.ts';
import type { RefusalCode } from './refusals.ts';

/** A former or present choice, as the ledger has it. */
export interface Choice {
  readonly kind: Kind;
  readonly state: State;
  readonly facility: string;
  readonly person: string;
  readonly submittedAt: Date;
  readonly accepted: boolean;
  readonly freeReason: FreeReason | null;
  readonly by: Submitter;
}

export interface Chooser {
  /** `2020-04-09`; undefined or partial: nobody knows the age. */
  readonly birth: string | undefined;
  readonly female: boolean;
  readonly dead: boolean;
  /** How whoever acts stands to the patient; `trusted`: by the patient's delegation. */
  readonly by: Submitter | 'trusted';
}

export interface Wanted {
  readonly kind: Kind;
  readonly facility: string;
  readonly person: string;
  /** What the register of medical workers says now; undefined: may not practise. */
  readonly profession: string | undefined;
  readonly worksThere: boolean;
  readonly freeReason?: FreeReason;
  /** The fee that the patient has agreed to pay, in PLN. */
  readonly feeAgreed?: number;
}

const isDay = (day: string | undefined): day is string => day?.length === 10;

/** Whether whoever acts may choose for this person at all. Domain facts 7.1 and 7.3 (minors decide nothing). */
export function mayChoose({ birth, dead, by }: Chooser, today: string, { ofAge }: Policy): RefusalCode | undefined {
  if (dead) return 'not-living';
  if (!isDay(birth)) return 'no-birth-date';
  const isMinor = ageOn(birth, today) < ofAge;
  if (by === 'trusted') return 'not-by-trust';
  if (by === 'patient' && isMinor) return 'too-young';
  if (by === 'parent' && !isMinor) return 'of-age';
  return undefined;
}

/** Kinds that a person may choose: midwives care for women. */
export const kindsFor = ({ female }: Pick<Chooser, 'female'>): Kind[] =>
  female ? ['doctor', 'nurse', 'midwife'] : ['doctor', 'nurse'];

/**
 * Which choice of its kind the next one is in the year of `today`, and its fee. What was rejected or taken back before
 * it was accepted, and what was changed for a free reason, does not count.
 */
export function nextChoice(kind: Kind, choices: readonly Choice[], day: Day, policy: Policy): NextChoice {
  const counted = choices.filter(
    (one) =>
      one.kind === kind &&
      one.freeReason === null &&
      (one.accepted || one.state === 'submitted') &&
      day.of(one.submittedAt).startsWith(day.today.slice(0, 4)),
  );
  const number = counted.length + 1;
  return { kind, number, ...(number > policy.freePerYear ? { fee: policy.fee } : {}) };
}

/** Days in Poland. */
export interface Day {
  readonly today: string;
  of(at: Date): string;
}

export type Verdict =
  | { readonly refused: RefusalCode }
  | { readonly number: number; readonly fee?: Money; readonly freeReason?: FreeReason };

/** Whether a choice may be submitted, as which of the year and for what fee. */
export function judged(
  chooser: Chooser,
  wanted: Wanted,
  choices: readonly Choice[],
  day: Day,
  policy: Policy,
): Verdict {
  const { kind, facility, person, profession, worksThere, freeReason, feeAgreed } = wanted;
  const not = mayChoose(chooser, day.today, policy);
  if (not) return { refused: not };
  if (!kindsFor(chooser).includes(kind)) return { refused: 'midwife-for-women' };
  if (profession === undefined) return { refused: 'not-entitled' };
  if (!policy.professions[kind].includes(profession)) return { refused: 'wrong-profession' };
  if (!worksThere) return { refused: 'works-elsewhere' };
  const own = choices.filter((one) => one.kind === kind);
  if (own.some(({ state }) => state === 'submitted')) return { refused: 'already-waiting' };
  const present = own.find(({ state }) => state === 'accepted');
  const isSame = present?.facility === facility && present.person === person;
  // Somebody who came of age may confirm in their own name whom a parent chose.
  if (present && isSame && !(present.by === 'parent' && chooser.by !== 'parent')) return { refused: 'same-choice' };
  if (freeReason !== undefined && !holds(freeReason, present, own)) return { refused: 'reason-does-not-hold' };
  const { number, fee } = nextChoice(kind, choices, day, policy);
  if (freeReason !== undefined) return { number, freeReason };
  if (fee && feeAgreed !== fee.value) return { refused: 'fee-applies' };
  return { number, ...(fee ? { fee } : {}) };
}

/** Reasons that the platform itself can see must be so; the others are the patient's word. */
function holds(reason: FreeReason, present: Choice | undefined, own: readonly Choice[]): boolean {
  if (reason === 'came-of-age') return present?.by === 'parent';
  return present !== undefined || own.some(({ accepted }) => accepted);
}

/**
 * A parent's declaration stays after the 18th birthday; if the doctor treats children only, it stays as the choice of
 * the provider (domain facts 7.1, notes of the form).
 */
export function standingOf(
  { by, kind, state }: Pick<Declaration, 'by' | 'kind' | 'state'>,
  birth: string | undefined,
  specialities: readonly string[],
  today: string,
  { ofAge, children }: Policy,
): Standing {
  const cameOfAge = by === 'parent' && isDay(birth) && ageOn(birth, today) >= ofAge;
  const onlyChildren = specialities.length > 0 && specialities.every((one) => children.includes(one));
  return state === 'accepted' && kind === 'doctor' && cameOfAge && onlyChildren ? 'provider-only' : 'full';
}
