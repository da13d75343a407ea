/** Taste that a machine can hold is held by a machine: every source file is read once. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Source {
  file: string;
  lines: string[];
  isTest: boolean;
}

const sources: Source[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'],
  {
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => file && !/(^|\/)(generated|build)\//.test(file))
  .flatMap((file) => {
    try {
      return [{ file, lines: readFileSync(file, 'utf8').split('\n'), isTest: /\.test\.tsx?$/.test(file) }];
    } catch {
      return []; // deleted in the work tree, not yet in the index
    }
  });

/** Lines of a file that break a rule, as `file:line`. */
const offenders = (broken: (line: string, source: Source) => boolean, among = sources) =>
  among.flatMap((source) =>
    source.lines.flatMap((line, at) => (broken(line, source) ? [`${source.file}:${at + 1}`] : [])),
  );

describe('tidiness', () => {
  it('sees the sources', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it('keeps lines within 120 columns', () => {
    // Text that must not be broken: addresses, regular expressions and catalogued sentences.
    expect(
      offenders((line) => line.length > 120 && !/https?:\/\/|['"`/]$|['"`/][,;)]*$|^\s*(it|describe)\(/.test(line)),
    ).toEqual([]);
  });

  it('keeps files within 400 lines, tests included', () => {
    expect(
      sources.filter(({ lines }) => lines.length > 401).map(({ file, lines }) => `${file} ${lines.length}`),
    ).toEqual([]);
  });

  it('keeps functions within 70 lines', () => {
    expect(sources.filter(({ isTest, file }) => !isTest && !file.endsWith('.tsx')).flatMap(longFunctions)).toEqual([]);
  });

  it('asks only core/runtime for the time, ids and chance', () => {
    const exempt =
      /^(core\/runtime\/|packages\/|checks\/|libs\/ui\/|apps\/portals\/|apps\/cli\/|.*\/screens\/|libs\/fhir\/bench)/;
    const among = sources.filter(({ file, isTest }) => !isTest && !exempt.test(file) && !file.includes('test-'));
    const banned = /\bnew Date\(\)|\bDate\.now\(\)|\brandomUUID\(|\bMath\.random\(|\brandomBytes\(/;
    const says = /\bruntime\.|\.randomBytes\(|^\s*(\*|\/\/)/;
    expect(offenders((line) => banned.test(line) && !says.test(line), among)).toEqual([]);
  });

  it('has no file whose name says nothing', () => {
    expect(
      sources
        .filter(({ file }) => /(^|\/)(utils?|helpers?|common|misc)(\.tsx?$|\/)/.test(file))
        .map(({ file }) => file),
    ).toEqual([]);
  });

  it('marks nothing as to be done without the number of an issue', () => {
    expect(offenders((line) => /\b(TODO|FIXME|XXX)\b(?!.*#\d+)/.test(line) && !line.includes('TODO|FIXME'))).toEqual(
      [],
    );
  });

  it('opens every file with a sentence saying what it is', () => {
    const among = sources.filter(({ file, isTest }) => !isTest && !/\.d\.ts$|\.config\.ts$|examples\.tsx?$/.test(file));
    expect(among.filter(({ lines }) => !/^(#!|\/\*\*|\/\/)/.test(lines[0] ?? '')).map(({ file }) => file)).toEqual([]);
  });

  it('has no file that nothing imports', () => {
    const text = sources.map(({ lines }) => lines.join('\n')).join('\n') + readFileSync('package.json', 'utf8');
    const entry =
      /^(apps\/portals\/.*main\.tsx|checks\/(run-tests|boundaries|durability\/crash-test|topology\/topology|newcomer|fuzz\/fuzz|bench\/(bench|alerts|detection|prescriptions|prescriptions-platform)|conformance\/.*)\.ts|apps\/cli\/ezdrowie\.ts)$/;
    const orphans = sources.filter(({ file, isTest }) => {
      if (isTest || entry.test(file) || /\.d\.ts$|\.config\.ts$|\/bench\.ts$|\.examples\.tsx?$/.test(file))
        return false;
      return !text.includes(`/${path.basename(file)}'`);
    });
    expect(orphans.map(({ file }) => file)).toEqual([]);
  });
});

/** Functions of a file that are longer than 70 lines, found by indentation: Biome's format makes that exact. */
function longFunctions({ file, lines }: Source): string[] {
  const found: string[] = [];
  const opening =
    /^(\s*)(export )?(default )?(async )?(function\b.*|(static |readonly |override )?(async )?\w+\(.*\).*|.*=> )\{$/;
  lines.forEach((line, at) => {
    const match = opening.exec(line);
    if (!match || /^\s*(if|for|while|switch|describe|it|catch|return)\b/.test(line)) return;
    const close = lines.findIndex((other, place) => place > at && other.startsWith(`${match[1]}}`));
    if (close - at > 70) found.push(`${file}:${at + 1} ${close - at} lines`);
  });
  return found;
}
