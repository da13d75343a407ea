/**
 * Words in a note that a patient will not understand, or that blame: shown before signing, never changed by the
 * machine. GAB-9. Source: own list of e-Zdrowie, 26 November 2026, to be reviewed by clinicians and patients.
 */

export interface PlainRule {
  readonly pattern: RegExp;
  readonly why: 'blames' | 'unclear';
  /** What could stand instead. */
  readonly instead: string;
}

export const plainRules: readonly PlainRule[] = [
  { pattern: /pacjent(ka)? (twierdzi|utrzymuje)/giu, why: 'blames', instead: 'mówi, zgłasza' },
  { pattern: /niewspółprac\p{L}+/giu, why: 'blames', instead: 'opisz, co się wydarzyło' },
  { pattern: /roszczeniow\p{L}+/giu, why: 'blames', instead: 'opisz, o co prosi' },
  { pattern: /alkoholi(k|czka)\p{L}*|narkoman\p{L}*/giu, why: 'blames', instead: 'osoba z uzależnieniem' },
  { pattern: /otył(y|a) pacjent(ka)?/giu, why: 'blames', instead: 'pacjent z otyłością' },
  { pattern: /nie przestrzega zaleceń/giu, why: 'blames', instead: 'napisz, co utrudnia leczenie' },
  { pattern: /\bb\.?z\.?\b/giu, why: 'unclear', instead: 'bez zmian' },
  { pattern: /\bRR\b/gu, why: 'unclear', instead: 'ciśnienie' },
  { pattern: /\bst\.? ?po\b/giu, why: 'unclear', instead: 'stan po' },
  { pattern: /\bw wyw\.?\b/giu, why: 'unclear', instead: 'w wywiadzie, wcześniej' },
  { pattern: /\bNZK\b/gu, why: 'unclear', instead: 'nagłe zatrzymanie krążenia' },
];

export interface Flag {
  readonly words: string;
  readonly why: PlainRule['why'];
  readonly instead: string;
}

/** What of a text deserves a second look, each once, in the order of the text. */
export function flagged(text: string): Flag[] {
  const found = plainRules.flatMap(({ pattern, why, instead }) =>
    [...text.matchAll(pattern)].map((match) => ({ at: match.index, flag: { words: match[0], why, instead } })),
  );
  const seen = new Set<string>();
  return found
    .sort((a, b) => a.at - b.at)
    .map(({ flag }) => flag)
    .filter(({ words }) => !seen.has(words.toLowerCase()) && seen.add(words.toLowerCase()));
}
