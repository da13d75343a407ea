/** Asks the ten questions about a patient through the page, and holds the answers against what is true. */
import type { Page } from 'playwright-core';
import type { Facts } from './facts.ts';
import { handOn } from './hand.ts';
import { questions } from './questions.ts';

export interface Asked {
  readonly patient: string;
  readonly question: string;
  readonly right: boolean;
  /** What should have been read and was not. */
  readonly missing: readonly string[];
  readonly acts: number;
  /** Of the machine, from the open overview to the answer; by the keystroke-level model; both together. */
  readonly machine: number;
  readonly hand: number;
}

/** What the page says is compared in small letters, with single spaces, and without the dots of the year. */
const plain = (text: string): string => text.replace(/[\s\u00a0\u202f]+/g, ' ').toLocaleLowerCase('pl');

/** Every question begins on the open overview, as for somebody who has just opened the patient. */
export async function askAbout(page: Page, url: string, facts: Facts): Promise<Asked[]> {
  const answers: Asked[] = [];
  for (const { asked, truth, answer } of questions) {
    const expected = truth(facts);
    if (!expected) continue;
    await page.goto(`${url}/gabinet/pacjent/${facts.id}`);
    await page.locator('#pp-problems').waitFor();
    const hand = handOn(page);
    const began = performance.now();
    const said = plain(await answer(hand, facts).catch((error: Error) => `no answer: ${error.message}`));
    const missing = expected.filter((one) => !said.includes(plain(one)));
    answers.push({
      ...{ patient: facts.id, question: asked, right: missing.length === 0, missing },
      ...{ acts: hand.acts(), machine: (performance.now() - began) / 1000, hand: hand.seconds() },
    });
  }
  return answers;
}

const medianOf = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** The table of the questions, and a last line for all of them. */
export function reportOf(answers: readonly Asked[]): string {
  const rows = [...questions.map(({ asked }) => asked), undefined].map((name) => {
    const of = answers.filter(({ question }) => name === undefined || question === name);
    const right = of.filter((one) => one.right).length;
    const acts = of.map((one) => one.acts);
    const seconds = of.map(({ machine, hand }) => machine + hand);
    const cells = [
      name ?? '**all**',
      `${right} of ${of.length}`,
      `${medianOf(acts)} (${Math.max(...acts)})`,
      medianOf(of.map(({ machine }) => machine)).toFixed(1),
      `${medianOf(seconds).toFixed(1)} (${Math.max(...seconds).toFixed(1)})`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| question | right | acts: median (most) | seconds of the machine | seconds with the hand: median (most) |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}
