/**
 * docs/flows.md is made of the programme's list of flows (docs/programme-flows.csv), the systems that stand, and the
 * contract tests that name a flow in their titles. `npm run docs:systems` writes it too.
 */
import { globSync, readFileSync } from 'node:fs';
import { foldersOf } from './systems-table.ts';

export interface Flow {
  readonly id: string;
  readonly source: string;
  readonly sourceRow: string;
  readonly target: string;
  readonly targetRow: string;
  readonly data: string;
  readonly interface: string;
}

export const programmeFlows = (): Flow[] =>
  readFileSync('docs/programme-flows.csv', 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [id = '', source = '', sourceRow = '', target = '', targetRow = '', data = '', by = ''] = line.split(';');
      return { id, source, sourceRow, target, targetRow, data, interface: by };
    });

/** Files whose tests name a flow in a title, by the flow's id. */
export function testsOfFlows(): Map<string, string[]> {
  const tests = new Map<string, string[]>();
  for (const file of globSync(['checks/**/*.test.ts', '{core,systems,apps}/**/*.test.ts']).sort()) {
    const titles = readFileSync(file, 'utf8').matchAll(/^\s*(?:it|describe)(?:\.\w+)?\(\s*['"`]([^'"`]*)/gm);
    const ids = new Set([...titles].flatMap(([, title = '']) => title.match(/FLOW-\d+/g) ?? []));
    for (const id of ids) tests.set(id, [...(tests.get(id) ?? []), file]);
  }
  return tests;
}

/** Flows between systems that both stand and that no test names. */
export function untestedFlows(): Flow[] {
  const [folders, tests] = [foldersOf(), testsOfFlows()];
  return programmeFlows().filter(
    ({ id, sourceRow, targetRow }) => folders.has(sourceRow) && folders.has(targetRow) && !tests.has(id),
  );
}

/** The whole of docs/flows.md. */
export function flowsTable(): string {
  const [folders, tests] = [foldersOf(), testsOfFlows()];
  const flows = programmeFlows();
  const lines = flows.map((flow) => {
    const { id, source, sourceRow, target, targetRow, data } = flow;
    const files = tests.get(id) ?? [];
    const missing = [
      ...new Set([...(folders.has(sourceRow) ? [] : [source]), ...(folders.has(targetRow) ? [] : [target])]),
    ];
    const because = missing.length > 0 ? `not yet: ${missing.join(' and ')} not built` : 'not yet: no test';
    const state = files.length > 0 ? files.map((file) => `\`${file}\``).join(', ') : because;
    return `| ${id} | ${source} → ${target} | ${data} | ${flow.interface} | ${state} |`;
  });
  const tested = flows.filter(({ id }) => tests.has(id)).length;
  return [
    '<!-- Made by `npm run docs:systems` from docs/programme-flows.csv, the READMEs and the titles of tests. Do not edit:',
    'a conflict here is solved by running it again. -->',
    '# Flows',
    '',
    `Flows of the programme between its systems: ${tested} of ${flows.length} have a contract test that uses the real interface. The programme`,
    'counts 117; the list of the other 53 is not published.',
    '',
    '| flow | from → to | data | interface of the programme | tested by, or why not yet |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
