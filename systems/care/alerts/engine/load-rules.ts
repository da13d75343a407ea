/** The rules of the installation: every file of `rules/`, compiled at start. A broken one is refused with its place. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRule, type Rule, RuleRefused } from './rule.ts';

const shipped = fileURLToPath(new URL('../rules', import.meta.url));

/** In the order of their ids. @throws RuleRefused for a file that is no rule, or when two files say one id */
export function loadRules(folder: string = shipped): readonly Rule[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
  return files.map((file) => readRule(file, contentOf(path.join(folder, file), file)));
}

function contentOf(place: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(place, 'utf8'));
  } catch (error) {
    throw new RuleRefused(file, [error instanceof Error ? error.message : String(error)]);
  }
}
