/**
 * Whether the person of a document is this patient. PESEL decides alone; else birth date and names together. The
 * rule, a synthetic one for demonstration (owner: e-Zdrowie, 2026-11-26, not for clinical use): a different PESEL, or a
 * different birth date with a different family name, is somebody else; equal birth date, family and given name are the
 * same; all between is unsure and needs a person who says how they know.
 */
import { isPesel } from '#libs/polish-identifiers/pesel.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import type { ForeignPerson, IdentityMatch, IdentityVerdict, Trait, TraitVerdict } from './model.ts';
import { dateIn, folded, type Json, objects, text, texts } from './reading.ts';

/** Our Patient, as far as it is compared. */
export interface OurPerson {
  readonly family: string;
  readonly given: readonly string[];
  readonly birthDate?: string;
  readonly gender?: string;
  readonly pesel?: string;
}

export function ourPerson(patient: Json): OurPerson {
  const names = objects(patient.name);
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  const [birthDate, gender] = [dateIn(patient.birthDate), text(patient.gender)];
  const pesel = objects(patient.identifier).find(({ system }) => system === identifierSystems.pesel)?.value;
  return {
    ...{ family: texts(name?.family).join(' '), given: texts(name?.given) },
    ...(birthDate ? { birthDate } : {}),
    ...(gender ? { gender } : {}),
    ...(text(pesel) ? { pesel: String(pesel) } : {}),
  };
}

/** Letters that countries write differently: ß/ss, ø/o, æ/ae, đ/d; Greek and Cyrillic are not transliterated. */
const spelled = (words: string): string =>
  folded(words).replace(/ø/g, 'o').replace(/æ/g, 'ae').replace(/œ/g, 'oe').replace(/đ/g, 'd').replace(/þ/g, 'th');
const wordsIn = (words: string): string[] => spelled(words).split(' ').filter(Boolean);

const verdictOf = (there: string | undefined, here: string | undefined): TraitVerdict =>
  !there || !here ? 'missing' : there === here ? 'agrees' : 'differs';

/** Names agree when all words of the shorter are among those of the longer: Maria ~ Maria Anna. */
function namesAgree(there: string, here: string): TraitVerdict {
  const [a, b] = [wordsIn(there), wordsIn(here)];
  if (a.length === 0 || b.length === 0) return 'missing';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.every((word) => long.includes(word)) ? 'agrees' : 'differs';
}

/** The foreign name is one text in the end, in whatever order: any word of ours in it agrees. */
function nameTraits(person: ForeignPerson, ours: OurPerson): { family: TraitVerdict; given: TraitVerdict } {
  const there = wordsIn(person.name);
  const family = wordsIn(ours.family);
  const given = ours.given.flatMap(wordsIn);
  if (there.length === 0) return { family: 'missing', given: 'missing' };
  const has = (words: readonly string[]): TraitVerdict =>
    words.length === 0 ? 'missing' : words.some((word) => there.includes(word)) ? 'agrees' : 'differs';
  const isWhole = namesAgree(person.name, [...ours.given, ours.family].join(' ')) === 'agrees';
  return { family: isWhole ? 'agrees' : has(family), given: isWhole ? 'agrees' : has(given) };
}

export function matchOf(person: ForeignPerson, ours: OurPerson): IdentityMatch {
  const pesel = person.identifiers.find(({ isPesel: is }) => is)?.value;
  const { family, given } = nameTraits(person, ours);
  const verdicts: readonly (readonly [Trait, TraitVerdict, string | undefined, string | undefined])[] = [
    ['pesel', pesel && isPesel(pesel) ? verdictOf(pesel, ours.pesel) : 'missing', pesel, ours.pesel],
    ['birth-date', birthVerdict(person.birthDate, ours.birthDate), person.birthDate, ours.birthDate],
    ['family-name', family, person.name, ours.family],
    ['given-name', given, person.name, ours.given.join(' ')],
    ['gender', verdictOf(known(person.gender), known(ours.gender)), person.gender, ours.gender],
  ];
  const of = (trait: Trait) => verdicts.find(([one]) => one === trait)?.[1] ?? 'missing';
  return {
    verdict: decide(of),
    traits: verdicts.map(([trait, verdict, there, here]) => ({
      ...{ trait, verdict },
      ...(there ? { there } : {}),
      ...(here ? { here } : {}),
    })),
  };
}

const known = (gender: string | undefined) => (gender === 'male' || gender === 'female' ? gender : undefined);

/** A birth date of which a part is not said agrees as far as it goes, and then is not enough to be sure. */
function birthVerdict(there: string | undefined, here: string | undefined): TraitVerdict {
  if (!there || !here) return 'missing';
  if (there.slice(0, 10) === here.slice(0, 10)) return there.length >= 10 ? 'agrees' : 'missing';
  return there.startsWith(here) || here.startsWith(there) ? 'missing' : 'differs';
}

function decide(of: (trait: Trait) => TraitVerdict): IdentityVerdict {
  if (of('pesel') === 'differs') return 'different';
  if (of('birth-date') === 'differs' && of('family-name') === 'differs') return 'different';
  const all = (['birth-date', 'family-name', 'given-name'] as const).every((trait) => of(trait) === 'agrees');
  if (of('gender') === 'differs') return 'unsure';
  if (of('pesel') === 'agrees') return of('birth-date') === 'differs' ? 'unsure' : 'same';
  return all ? 'same' : 'unsure';
}
