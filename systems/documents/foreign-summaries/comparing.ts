/**
 * Holds foreign facts against ours. Facts in, verdicts out; nothing is decided for anybody: `same` means that both say
 * the same, `differs` that both speak of the same and not alike, and in what. Equal codes decide (ATC, ICD-10,
 * SNOMED CT, LOINC, and what a concept map leads to); a name alone never makes two facts `same`.
 */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import {
  type Code,
  type Compared,
  type ComparedKind,
  type Decision,
  type Difference,
  type Fact,
  isCompared,
  type Ours,
  type Relation,
} from './model.ts';
import { folded, tokenOf } from './reading.ts';

/** What codes translate to, by `system|code`: tokens of the same form. */
export type Translations = ReadonlyMap<string, readonly string[]>;

const none: Translations = new Map();

interface Verdict {
  readonly relation: Relation;
  readonly differences: readonly Difference[];
  readonly ours: readonly string[];
}

export function compare(fact: Fact, ours: readonly Ours[], translations: Translations = none): Verdict {
  if (!isCompared(fact.kind)) return { relation: 'only-there', differences: [], ours: [] };
  const kind = fact.kind;
  const held = ours
    .filter((one) => one.kind === kind)
    .flatMap((one) => {
      const about = sameThing(fact, one, kind, translations);
      return about === undefined ? [] : [{ one, differences: [...about, ...differ(fact, one, kind)] }];
    })
    .sort((a, b) => a.differences.length - b.differences.length);
  const [best] = held;
  if (!best) return denied(fact, ours);
  const references = held.map(({ one }) => one.reference);
  return {
    relation: best.differences.length === 0 ? 'same' : 'differs',
    differences: best.differences,
    ours: references,
  };
}

/** "No known allergies" there and allergies here, or the other way round: a contradiction, never silence. */
function denied(fact: Fact, ours: readonly Ours[]): Verdict {
  const against = ours.filter((one) => one.kind === fact.kind && Boolean(one.none) !== Boolean(fact.none));
  const contradicts = fact.none ? against : against.filter((one) => one.none);
  if (contradicts.length === 0) return { relation: 'only-there', differences: [], ours: [] };
  return { relation: 'differs', differences: ['says-none'], ours: contradicts.map(({ reference }) => reference) };
}

const tokens = (codes: readonly Code[], translations: Translations): string[] =>
  codes.flatMap((code) => {
    const token = tokenOf(code);
    return token === undefined ? [] : [token, ...(translations.get(token) ?? [])];
  });

/** Undefined: about something else. Else how they speak of the same: by equal codes, by a finer one, by name alone. */
function sameThing(fact: Fact, one: Ours, kind: ComparedKind, translations: Translations): Difference[] | undefined {
  if (fact.none && one.none) return [];
  if (fact.none || one.none) return undefined;
  if (isEventKind(kind) && !sameDay(fact.date, one.date)) return undefined;
  const [there, here] = [tokens(fact.codes, translations), tokens(one.codes, translations)];
  if (there.some((token) => here.includes(token))) return [];
  if (there.some((token) => here.some((other) => isFiner(token, other) || isFiner(other, token)))) return ['code'];
  return sameName(fact.what, one.what, kind) ? ['by-name'] : undefined;
}

const isEventKind = (kind: ComparedKind): boolean =>
  kind === 'results' || kind === 'immunizations' || kind === 'procedures';

const sameDay = (there: string | undefined, here: string | undefined): boolean => {
  if (!there || !here) return false;
  const length = Math.min(there.length, here.length, 10);
  return length >= 4 && there.slice(0, length) === here.slice(0, length);
};

/** I10.0 below I10; C09AA05 below nothing: two medicines of one group are two medicines. */
const isFiner = (finer: string, wider: string): boolean =>
  wider.startsWith(`${codeSystems.icd10}|`) && finer.startsWith(`${wider}.`);

/** How languages spell an international name: hydrochlorothiazide ~ hydrochlorotiazyd. */
const stem = (word: string): string =>
  word
    .replace(/th/g, 't')
    .replace(/ph/g, 'f')
    .replace(/y/g, 'i')
    .replace(/w/g, 'v')
    .replace(/c(?![eih])/g, 'k')
    .replace(/(.)\1/g, '$1')
    .replace(/(um|us|as|ina|ine|in|yna|ide|id|ate|an|at|e|a|o)$/, '');

function sameName(there: string, here: string, kind: ComparedKind): boolean {
  const [a, b] = [folded(there), folded(here)];
  if (a === '' || b === '') return false;
  if (a === b) return true;
  if (kind !== 'medicines') return false;
  const [first = '', second = ''] = [a.split(' ')[0] ?? '', b.split(' ')[0] ?? ''];
  return first.length >= 5 && second.length >= 5 && stem(first) === stem(second);
}

const inactive: ReadonlySet<string> = new Set([
  ...['inactive', 'resolved', 'remission', 'stopped', 'completed', 'cancelled', 'not-taken', 'not-done'],
]);
const stands = (status: string | undefined): boolean | undefined =>
  status === undefined ? undefined : !inactive.has(status);

function differ(fact: Fact, one: Ours, kind: ComparedKind): Difference[] {
  const [there, here] = [stands(fact.status), stands(one.status)];
  const status = !isEventKind(kind) && there !== undefined && here !== undefined && there !== here;
  const partial = isEventKind(kind) && (fact.date ?? '').slice(0, 10) !== (one.date ?? '').slice(0, 10);
  const value = kind === 'results' && fact.detail !== one.detail && !sameNumbers(fact.detail, one.detail);
  const dose = kind === 'medicines' && doseDiffers(fact, one);
  return [
    ...(status ? (['status'] as const) : []),
    ...(partial ? (['date'] as const) : []),
    ...(value ? (['value'] as const) : []),
    ...(dose ? (['dose'] as const) : []),
  ];
}

const numbersIn = (words: string | undefined): number[] =>
  (words?.match(/\d+(?:[.,]\d+)?/g) ?? []).map((one) => Number(one.replace(',', '.')));
const sameNumbers = (there: string | undefined, here: string | undefined): boolean => {
  const [a, b] = [numbersIn(there), numbersIn(here)];
  return a.length > 0 && a.length === b.length && a.every((one, at) => one === b[at]);
};

/** Strengths and doses as numbers; where one side says none there is nothing to differ. */
function doseDiffers(fact: Fact, one: Ours): boolean {
  const strength = [numbersIn(fact.what), numbersIn(one.what)] as const;
  if (strength.every((all) => all.length > 0) && strength[0][0] !== strength[1][0]) return true;
  const dose = [numbersIn(fact.detail), numbersIn(one.detail)] as const;
  return dose.every((all) => all.length > 0) && !sameNumbers(fact.detail, one.detail);
}

/** Facts that nobody may take over as they are: they say nothing, deny, or are about somebody else. */
const never: ReadonlySet<string> = new Set(['refuted', 'entered-in-error', 'other-patient', 'future-date']);
export const isAcceptable = (fact: Fact): boolean =>
  isCompared(fact.kind) && fact.what !== '–' && !fact.none && !fact.notes.some((note) => never.has(note));

export function compared(
  fact: Fact,
  ours: readonly Ours[],
  decision: Decision | undefined,
  translations: Translations = none,
): Compared {
  // What was taken over from this very fact is its own match, whatever became of it since.
  const own = decision?.resource;
  const verdict = compare(
    fact,
    ours.filter(({ reference }) => reference !== own),
    translations,
  );
  return { ...fact, ...verdict, acceptable: isAcceptable(fact), ...(decision ? { decision } : {}) };
}
