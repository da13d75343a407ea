/**
 * docs/security.md against the demands: every technical and supportable row of the programme's security demands has an
 * answer, every answer leads to a control, every control to code and to a test that exist and are not empty.
 */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const document = readFileSync('docs/security.md', 'utf8');
const demanded = '../shared/mission/security.yaml';

/** The rows of the first table under a heading, as trimmed cells; the header and its rule are left out. */
function tableUnder(heading: string): string[][] {
  const lines = document.slice(document.indexOf(`## ${heading}`)).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines.slice(first);
  return rows
    .slice(2, rows.indexOf(''))
    .map((line) => line.slice(1, line.lastIndexOf('|')).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()));
}

const controls = tableUnder('Controls');
const answers = tableUnder('Demands');
const controlNames = new Set(controls.map(([id = '']) => id.split(' ')[0]));
const pathsOf = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
const isThere = (path: string) =>
  path.includes('*') ? globSync(path).length > 0 : existsSync(path) && statSync(path).size > 0;

describe('docs/security.md', () => {
  it('answers each demanded row once', () => {
    const listed = readFileSync('checks/security-rows.txt', 'utf8').trim().split('\n');
    expect(listed).toHaveLength(303);
    expect(answers.map(([id]) => id)).toEqual(listed);
  });

  it.skipIf(!existsSync(demanded))('lists the very rows that the programme demands', () => {
    const rows = readFileSync(demanded, 'utf8')
      .split(/^ *- id: /m)
      .slice(1);
    const wanted = rows.filter((row) => /^ *scope: (technical|supportable)$/m.test(row)).map((row) => row.slice(0, 7));
    expect(answers.map(([id]) => id)).toEqual(wanted);
  });

  it('gives an answer of a known kind, with what that kind owes the reader', () => {
    const wrong = answers.filter(([, demand, answer, where = '', note = '']) => {
      const known = where.split(', ').every((name) => controlNames.has(name));
      if (!demand) return true;
      if (answer === 'built') return !known;
      if (answer === 'partly') return !known || note.length < 10;
      if (answer === 'later') return !/SYS-\d\d/.test(where) || note.length < 10;
      if (answer === 'supported') return !known || note.length < 10;
      return answer !== 'refused' || note.length < 20;
    });
    expect(wrong).toEqual([]);
  });

  it('names for every control code and a test that exist', () => {
    expect(controls.length).toBeGreaterThan(30);
    const wrong = controls.filter(([, says, code, test]) => {
      const paths = [...pathsOf(code), ...pathsOf(test)];
      const tested = pathsOf(test).some((path) => /\.test\.ts|checks\//.test(path));
      return !says || pathsOf(code).length === 0 || !tested || !paths.every(isThere);
    });
    expect(wrong).toEqual([]);
  });

  it('uses every control', () => {
    const used = new Set(answers.flatMap(([, , , where = '']) => where.split(', ')));
    const beyond = controls.filter(([id = '']) => id.startsWith('C-') && !used.has(id.split(' ')[0] ?? ''));
    // Controls that no row of the programme asks for, but the precise requirements do.
    expect(beyond.map(([id]) => id?.split(' ')[0]).filter((id) => !beyondTheRows.has(id ?? ''))).toEqual([]);
  });
});

const beyondTheRows = new Set(['C-07', 'C-10', 'C-11', 'C-16', 'C-21', 'C-28', 'C-38']);
