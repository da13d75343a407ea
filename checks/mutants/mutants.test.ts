/** Every mutant still finds its place, and its test is still there: cheap, so that the list stays true in every run. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutants } from './mutants.ts';

describe('mutants', () => {
  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s: finds its place once', (_, mutant) => {
    expect(readFileSync(mutant.file, 'utf8').split(mutant.from)).toHaveLength(2);
    const tests = readFileSync(mutant.test, 'utf8');
    const [whole = '', part = whole] = [mutant.named, mutant.named.replace(/^judges one that is /, '')];
    expect(tests.includes(whole) || tests.includes(part), mutant.named).toBe(true);
  });
});
