/** The summary as rows for screens and the short card: what the narrative says, without markup. Pure. */
import { createHash } from 'node:crypto';
import { contradicts } from './choose.ts';
import type { Curated } from './curation.ts';
import type { Exclusion } from './exclusions.ts';
import type { Fhir, Language, LeftOut, Words } from './model.ts';
import { rowOf, saidOf } from './narrative.ts';
import { keyOf } from './reading.ts';
import { type SectionName, type SectionRow, sections } from './sections.ts';
import { reasons } from './words.ts';

export interface Line {
  /** `Type/id`: how a Curation names it. */
  readonly line: string;
  readonly what: string;
  readonly codes: string;
  readonly details: string;
  readonly when: string;
  readonly confirmed: boolean;
}

export interface SheetSection {
  readonly name: SectionName;
  readonly code: string;
  readonly title: string;
  /** `entries`, or why there are none. */
  readonly state: 'entries' | 'nobody-recorded' | 'stated-none' | 'left-out' | 'withheld';
  /** In words, when there are none. */
  readonly says?: string;
  readonly contradiction: boolean;
  readonly lines: readonly Line[];
  readonly leftOut: readonly (LeftOut & { readonly says: string })[];
}

export interface Sheet {
  /** Of what was read: a signature names it, and is refused when it no longer holds. */
  readonly basis: string;
  readonly sections: readonly SheetSection[];
  /** What the law keeps out of every summary. */
  readonly exclusions: readonly string[];
}

interface Around {
  readonly language: Language;
  readonly now: Date;
  readonly names: ReadonlyMap<string, Fhir>;
  readonly exclusions: readonly Exclusion[];
}

/** Changes when an entry that stands in the summary comes, goes or gets another version. */
export function basisOf(curated: Pick<Curated, 'chosen'>, patient: Fhir): string {
  const lines = [...curated.chosen].flatMap(([name, { entries, statedNone }]) => [
    ...entries.map((one) => `${name} ${versionedOf(one)}`),
    ...(statedNone ? [`${name} none`] : []),
  ]);
  return createHash('sha256')
    .update([versionedOf(patient), ...lines].join('\n'))
    .digest('base64url')
    .slice(0, 22);
}

export const versionedOf = (resource: Fhir): string =>
  `${keyOf(resource)}/${(resource.meta as { versionId?: string } | undefined)?.versionId ?? ''}`;

export function sheetOf(curated: Curated, basis: string, around: Around): Sheet {
  const { language, exclusions } = around;
  return {
    basis,
    sections: [...curated.chosen].map(([name, one]): SheetSection => {
      const row: SectionRow = sections[name];
      const said: Words | undefined = saidOf(one);
      const state = one.closed
        ? 'withheld'
        : one.entries.length > 0
          ? 'entries'
          : one.statedNone
            ? 'stated-none'
            : one.leftOut.length > 0
              ? 'left-out'
              : 'nobody-recorded';
      return {
        ...{ name, code: row.code, title: row.title[language], state },
        ...(said && { says: said[language] }),
        contradiction: contradicts(one),
        lines: one.entries.map((entry): Line => {
          const [what, codes, details, when] = rowOf(entry, language, { ...around, confirmed: curated.confirmed });
          return { line: keyOf(entry), what, codes, details, when, confirmed: curated.confirmed.has(keyOf(entry)) };
        }),
        leftOut: one.leftOut.map((left) => ({ ...left, says: reasons[left.reason][language] })),
      };
    }),
    exclusions: exclusions.filter(({ holds }) => holds).map(({ says }) => says[language]),
  };
}
