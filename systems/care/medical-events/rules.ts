/**
 * What an event must keep, whoever sends it. Pure: facts in, findings out. Each rule says where it comes from; what
 * domain/poland.md does not confirm is marked, and can be changed in one place.
 */
import { polishDay } from '#core/registers/days.ts';
import type { Issue } from '#core/refusal/refusal.ts';
import type { EventFacts } from './reading.ts';

/** A medical worker as the registers know them (CWPM, PESEL). */
export interface Worker {
  readonly npwz: string;
  /** Undefined where the register of people does not know them. */
  readonly givenName?: string;
  readonly familyName?: string;
  readonly status: 'valid' | 'suspended' | 'withdrawn';
  /** The first day on which the right no longer holds. */
  readonly ends: string | null;
}

export interface Known {
  readonly now: Date;
  /** By NPWZ; one that the register does not know is missing. */
  readonly workers: ReadonlyMap<string, Worker>;
  /** Of the Patient whom the event refers to. */
  readonly pesel?: string | undefined;
}

interface Rule {
  /** P1's own number where it is known, else ours. */
  readonly code: string;
  readonly source: string;
}

export const eventRules = {
  diagnosis: { code: 'REG.WER.10857', source: 'domain/poland.md 2.2' },
  names: { code: 'REG.WER.4059', source: 'domain/poland.md 2.2' },
  /** A right that was withdrawn or is over does not record events. Not confirmed as a rule of P1. */
  licence: { code: 'no-right-to-practise', source: 'security/requirements C-15; act on professions' },
  future: { code: 'event-in-future', source: 'ours: what has not happened is a plan, not an event' },
  order: { code: 'event-ends-before-start', source: 'ours' },
  person: { code: 'another-patient', source: 'domain/poland.md 1.1: PESEL caution (CWUb)' },
} as const satisfies Record<string, Rule>;

/** The rules in Polish, for people who see them on a screen. */
export const wordsOfRules: Readonly<Record<string, string>> = {
  [eventRules.diagnosis.code]: 'Zdarzenie musi mieć co najmniej jedno rozpoznanie (REG.WER.10857).',
  [eventRules.names.code]: 'Imię i nazwisko różnią się od zapisanych w rejestrze dla tego NPWZ (REG.WER.4059).',
  [eventRules.licence.code]: 'Prawo wykonywania zawodu nie obowiązywało w dniu zdarzenia.',
  [eventRules.future.code]: 'Zdarzenie jeszcze się nie odbyło. Zapisz je, gdy się odbędzie.',
  [eventRules.order.code]: 'Zdarzenie kończy się przed początkiem. Popraw godziny.',
  [eventRules.person.code]: 'PESEL należy do kogoś innego niż ten pacjent. Sprawdź, czyje to zdarzenie.',
};

/** Clocks of two machines may differ by so much, ms. */
const clockDifference = 15 * 60_000;

const issue = ({ code }: Rule, says: string, expression?: string): Issue => ({
  severity: 'error',
  code: 'business-rule',
  rule: code,
  diagnostics: `${code}: ${says}`,
  ...(expression ? { expression } : {}),
});

/** Everything that is wrong with an event; empty when nothing is. An event that is being cancelled keeps every rule. */
export function judgeEvent(event: EventFacts, { now, workers, pesel }: Known): Issue[] {
  if (event.status === 'entered-in-error') return [];
  const issues: Issue[] = [];
  if (event.start.getTime() > now.getTime() + clockDifference) {
    const says = 'The event has not happened yet. Plan it (status planned, without the profile) and record it then.';
    issues.push(issue(eventRules.future, says, 'Encounter.period.start'));
  }
  if (event.end && event.end < event.start)
    issues.push(issue(eventRules.order, 'The event ends before it begins.', 'Encounter.period.end'));
  if (event.pesel !== undefined && pesel !== undefined && event.pesel !== pesel) {
    const says = 'The PESEL is not that of the patient whom the event refers to. Check whose event this is.';
    issues.push(issue(eventRules.person, says, 'Encounter.subject'));
  }
  const day = polishDay(event.start);
  for (const { npwz, display, at } of event.people) {
    const worker = workers.get(npwz);
    if (!worker) continue;
    if (worker.status !== 'valid' || (worker.ends !== null && worker.ends <= day)) {
      const says = `The right to practise of NPWZ ${npwz} did not hold on ${day}. Name who really took part.`;
      issues.push(issue(eventRules.licence, says, at));
    }
    if (display !== undefined && !isNameOf(display, worker)) {
      const says = `The name is not that of NPWZ ${npwz} in the register (CWPM). Write it as the register has it.`;
      issues.push(issue(eventRules.names, says, `${at}.display`));
    }
  }
  return issues;
}

/** REG.WER.10857 */
export const lacksDiagnosis = (number: string): Issue =>
  issue(
    eventRules.diagnosis,
    `Event ${number} has no diagnosis. Send at least one Condition (ICD-10) with it.`,
    'Encounter',
  );

/** Titles before a name; they are no part of it. */
const titles = /^(lek|dr|hab|n|med|prof|mgr|farm|piel|poł|położna|dent|inż|lic|spec)\.?$/i;
const words = (name: string): string[] =>
  name
    .normalize('NFC')
    .toLocaleLowerCase('pl')
    .split(/[\s,]+/)
    .filter((word) => word !== '' && !titles.test(word))
    .sort();

/** Whether a display says the name of the register: the same words, titles aside. True where the register has none. */
export function isNameOf(display: string, { givenName, familyName }: Worker): boolean {
  if (givenName === undefined || familyName === undefined) return true;
  const wanted = words(`${givenName} ${familyName}`);
  const given = words(display);
  // The register may know a second given name that nobody writes.
  const first = words(`${givenName.split(' ')[0]} ${familyName}`);
  return [wanted, first].some((name) => name.join(' ') === given.join(' '));
}

/** Data of an event reach the system at the latest a day after it. domain/poland.md 3 (known) */
export function isLate(event: Pick<EventFacts, 'start' | 'end'>, recordedAt: Date): boolean {
  const last = new Date(`${polishDay(event.end ?? event.start)}T12:00:00Z`);
  last.setUTCDate(last.getUTCDate() + 1);
  return polishDay(recordedAt) > last.toISOString().slice(0, 10);
}
