/**
 * docs/systems.md is made of the front blocks of READMEs and the list of the programme's systems
 * (docs/programme-systems.csv). `npm run docs:systems` writes it; checks/docs-in-step.test.ts compares.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const states = ['built', 'in part', 'simulated', 'begun'] as const;

/** The block between `---` with which a README begins. */
interface Front {
  readonly folder: string;
  /** Ids of the programme's systems; empty for what is ours alone. */
  readonly rows: readonly string[];
  readonly acronym: string;
  readonly name: string;
  readonly state: (typeof states)[number];
  /** What stands and what is missing, in a few words. */
  readonly built: string;
  readonly missing: string;
}

const hasBlock = (file: string): boolean => readFileSync(file, 'utf8').startsWith('---\n');

/** Every README that begins with a block; those of systems with a face must. @throws Error that says what a block lacks */
function fronts(): Front[] {
  const files = globSync(['{core,libs,apps,packages}/*/README.md', 'systems/*/*/README.md']).sort();
  const hasFace = (file: string) => existsSync(file.replace(/^(systems\/.*)README\.md$/, '$1index.ts'));
  return files.filter((file) => hasBlock(file) || (file.startsWith('systems/') && hasFace(file))).map(frontOf);
}

function frontOf(file: string): Front {
  const block = /^---\n(.*?)\n---\n/s.exec(readFileSync(file, 'utf8'))?.[1];
  const help = 'See systems/registers/product-decisions/README.md for one.';
  if (block === undefined) throw new Error(`${file} does not begin with a front block. ${help}`);
  const given = new Map(
    block.split('\n').map((line): [string, string] => {
      const at = line.indexOf(':');
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
  const of = (key: string): string => given.get(key) ?? '';
  const rows = of('rows').split(/,\s*/).filter(Boolean);
  const state = states.find((one) => one === of('state'));
  if (!state) throw new Error(`${file}: state is one of ${states.join(', ')}. ${help}`);
  if (!of('built') || (rows.length === 0 && !of('name')) || !given.has('missing')) {
    throw new Error(`${file}: the block says rows (or name), state, built and missing. ${help}`);
  }
  return {
    ...{ folder: path.dirname(file), rows, state, acronym: of('acronym') || '–', name: of('name') },
    ...{ built: of('built'), missing: of('missing') },
  };
}

interface ProgrammeSystem {
  readonly id: string;
  readonly acronym: string;
  readonly name: string;
}

export const programmeSystems = (): ProgrammeSystem[] =>
  readFileSync('docs/programme-systems.csv', 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [id = '', acronym = '', name = ''] = line.split(';');
      return { id, acronym, name };
    });

/** Ids of the programme's systems of which something stands, with the folders: docs/flows.md asks. */
export function foldersOf(): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const { rows, folder } of fronts()) for (const id of rows) folders.set(id, [...(folders.get(id) ?? []), folder]);
  return folders;
}

/** Several folders: of different states it is built in part. */
const together = (found: readonly Front[]): string =>
  new Set(found.map(({ state }) => state)).size > 1 ? 'in part' : (found[0]?.state ?? 'not yet');

const whatOf = ({ built, missing }: Front): string =>
  missing && missing !== 'nothing' ? `${built}; missing: ${missing}` : built;

/** The whole of docs/systems.md. @throws Error for a block that is wrong or names no system of the programme */
export function systemsTable(): string {
  const found = fronts();
  const programme = programmeSystems();
  const known = new Set(programme.map(({ id }) => id));
  for (const { folder, rows } of found)
    for (const id of rows)
      if (!known.has(id)) throw new Error(`${folder}/README.md: ${id} is no system of the programme.`);
  const lines = programme.map(({ id, acronym, name }) => {
    const own = found.filter(({ rows }) => rows.includes(id));
    const where = own.map(({ folder }) => `\`${folder}\``).join(', ');
    return `| ${id} | ${acronym} | ${name} | ${together(own)} | ${where} | ${own.map(whatOf).join(' · ')} |`;
  });
  const ours = found
    .filter(({ rows }) => rows.length === 0)
    .map((one) => `| – | ${one.acronym} | ${one.name} | ${one.state} | \`${one.folder}\` | ${whatOf(one)} |`);
  const count = (state: string) => lines.filter((line) => line.split(' | ')[3] === state).length;
  const counts = [...states, 'not yet'].map((state) => `${count(state)} ${state}`).join(', ');
  return [
    '<!-- Made by `npm run docs:systems` from the front blocks of READMEs and docs/programme-systems.csv. Do not edit:',
    'a conflict here is solved by running it again. -->',
    '# Systems',
    '',
    `Every system of the programme: ${counts}. Each README says more.`,
    '',
    '| row | acronym | official name | state | where | what stands, what is missing |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    'Of our own, or of the programme without a row:',
    '',
    '| row | acronym | name | state | where | what stands, what is missing |',
    '| --- | --- | --- | --- | --- | --- |',
    ...ours,
    '',
  ].join('\n');
}
