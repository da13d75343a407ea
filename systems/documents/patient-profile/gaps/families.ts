/**
 * Families of medicines that allergies are about, by ATC. A synthetic table of well-known families, not for clinical
 * use (WHO Collaborating Centre for Drug Statistics Methodology: single codes for illustration). Cross-reactions
 * between families are medication-safety's business; here a family meets itself.
 */

export interface Family {
  readonly id: string;
  /** Beginnings of ATC codes. */
  readonly atc: readonly string[];
  /** Whole codes in use, by which dispensings are searched for. */
  readonly codes: readonly string[];
  /** Stems of names, for entries without a code. */
  readonly stems: readonly string[];
}

export const families: readonly Family[] = [
  {
    id: 'penicillins',
    atc: ['J01C'],
    codes: 'J01CA01 J01CA04 J01CE01 J01CE02 J01CE08 J01CF02 J01CR01 J01CR02 J01CR04 J01CR05'.split(' '),
    stems: 'penicyl penicill amoksy amoxi ampicyl ampicill piperacyl piperacill kloksacyl cloxacill'.split(' '),
  },
  {
    id: 'cephalosporins',
    atc: ['J01DB', 'J01DC', 'J01DD', 'J01DE'],
    codes: 'J01DB01 J01DB05 J01DC02 J01DC04 J01DD01 J01DD04 J01DD08'.split(' '),
    stems: 'cefuroks cefurox cefadroks cefalex cefaleks ceftriaks ceftriax cefaklor cefalospor'.split(' '),
  },
  {
    id: 'salicylates-and-nsaids',
    atc: ['M01A', 'N02BA', 'B01AC06'],
    codes: 'M01AB05 M01AC06 M01AE01 M01AE02 M01AE03 M01AE17 M01AX17 N02BA01 B01AC06'.split(' '),
    stems: 'aspiryn aspirin acetylosalic acetylsalic ibuprofen ketoprofen naproks diklofenak nlpz nsaid'.split(' '),
  },
  { id: 'pyrazolones', atc: ['N02BB'], codes: ['N02BB02', 'N02BB52'], stems: ['metamizol', 'pyralgin'] },
  {
    id: 'sulfonamides',
    atc: ['J01E', 'A07EC01'],
    codes: ['J01EE01', 'J01EC02', 'A07EC01'],
    stems: ['sulfonamid', 'sulfameto', 'sulfasala', 'biseptol', 'trimetoprim'],
  },
  {
    id: 'macrolides',
    atc: ['J01FA'],
    codes: 'J01FA01 J01FA02 J01FA06 J01FA09 J01FA10'.split(' '),
    stems: ['makrolid', 'azytromyc', 'klarytromyc', 'erytromyc'],
  },
  {
    id: 'fluoroquinolones',
    atc: ['J01MA'],
    codes: 'J01MA01 J01MA02 J01MA06 J01MA12 J01MA14'.split(' '),
    stems: ['cyprofloks', 'lewofloks', 'moksyfloks', 'chinolon'],
  },
  { id: 'codeine', atc: ['R05DA04', 'N02AJ06'], codes: ['R05DA04', 'N02AJ06'], stems: ['kodein', 'codein'] },
  {
    id: 'ace-inhibitors',
    atc: ['C09A', 'C09B'],
    codes: 'C09AA01 C09AA02 C09AA03 C09AA04 C09AA05 C09AA06 C09AA10 C09BA05 C09BB04'.split(' '),
    stems: ['ramipryl', 'peryndopryl', 'enalapryl', 'lizynopryl', 'kaptopryl'],
  },
  {
    id: 'heparins',
    atc: ['B01AB'],
    codes: ['B01AB01', 'B01AB04', 'B01AB05', 'B01AB06'],
    stems: ['heparyn', 'enoksaparyn', 'nadroparyn', 'dalteparyn'],
  },
];

/** A medicine or an allergen as far as it is known: by ATC code, by name, or by both. */
export interface Substance {
  readonly atc?: string | undefined;
  readonly name: string;
}

const isAtc = /^[A-Z]\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?$/;
/** An ATC code or the beginning of one; undefined for any other code. */
export const atcOf = (found: readonly string[]): string | undefined => found.find((code) => isAtc.test(code));

/** By code where there is one; by name only for what was not coded: a code is never overruled by words. */
export const isOf = (family: Family, { atc, name }: Substance): boolean =>
  atc === undefined
    ? family.stems.some((stem) => name.toLocaleLowerCase('pl').includes(stem))
    : family.atc.some((start) => atc.startsWith(start) || start.startsWith(atc));

/** The families that an allergen names. */
export const familiesOf = (allergen: Substance): Family[] => families.filter((family) => isOf(family, allergen));

/** True when a medicine belongs to what somebody is allergic to: the same substance or group, or a family of the table. */
export function meets(allergen: Substance, medicine: Substance): boolean {
  // A group of the fourth level and down (`J01CA`) says what it means by itself.
  if (allergen.atc && allergen.atc.length >= 4 && medicine.atc?.startsWith(allergen.atc)) return true;
  return familiesOf(allergen).some((family) => isOf(family, medicine));
}
