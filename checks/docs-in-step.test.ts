/** Documents that say the same as the code: settings, commands, decisions, systems, READMEs. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingRows } from '#apps/settings.ts';
import { flowsTable, programmeFlows } from './flows-table.ts';
import { programmeSystems, systemsTable } from './systems-table.ts';

const read = (file: string) => readFileSync(file, 'utf8');

describe('documents', () => {
  it('list every setting as the code has it', () => {
    const rows = [...read('README.md').matchAll(/^\| `([A-Z_]+)` \| (?:`(.*?)`)? *\| (.*) \|$/gm)].map((match) => ({
      name: match[1],
      default: match[2] ?? '',
      says: match[3],
    }));
    expect(rows).toEqual(settingRows.map(({ name, default: value, says }) => ({ name, default: value, says })));
  });

  it('list every command', () => {
    const named = [...read('apps/cli/ezdrowie.ts').matchAll(/^ {2}'?([a-z-]+)'?: \(\) => import/gm)].map(
      (match) => match[1],
    );
    const readme = read('README.md');
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => name !== 'build' && !readme.includes(`npx ezdrowie ${name}`))).toEqual([]);
  });

  it('give each decision one number and all its sections', () => {
    const files = globSync('docs/decisions/*.md').map((file) => path.basename(file));
    const numbers = files.map((file) => file.slice(0, 4));
    expect(new Set(numbers).size).toBe(files.length);
    const sections = ['**Context', '**Options', '**Decision', '**Consequences', 'wrong'];
    const lacking = files.flatMap((file) => {
      const text = read(`docs/decisions/${file}`).replaceAll(/^#+ (Context|Options|Decision|Consequences)/gm, '**$1');
      return sections.filter((section) => !text.includes(section)).map((section) => `${file}: ${section}`);
    });
    expect(lacking).toEqual([]);
  });

  it('show every system, as the front blocks of the READMEs say (npm run docs:systems)', () => {
    const table = systemsTable();
    if (process.env.UPDATE_GOLDEN) writeFileSync('docs/systems.md', table);
    expect(read('docs/systems.md')).toBe(table);
    const systems = globSync('systems/*/*').filter((folder) => existsSync(path.join(folder, 'index.ts')));
    expect(systems.filter((folder) => !table.includes(`\`${folder}\``))).toEqual([]);
    expect(programmeSystems().length).toBe(56);
    const flows = flowsTable();
    if (process.env.UPDATE_GOLDEN) writeFileSync('docs/flows.md', flows);
    expect(read('docs/flows.md')).toBe(flows);
    expect(programmeFlows().length).toBe(64);
  });

  it('have a README in every part', () => {
    const parts = globSync(['core/*', 'libs/*', 'systems/*/*', 'apps/portals']).filter((part) => !part.includes('.'));
    expect(parts.filter((part) => !existsSync(path.join(part, 'README.md')))).toEqual([]);
  });

  it('link only to files that exist', () => {
    const broken = globSync(['*.md', 'docs/**/*.md', '{core,libs,systems,apps}/**/README.md']).flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .filter((match) => !existsSync(path.resolve(path.dirname(file), match[1] ?? '')))
        .map((match) => `${file} → ${match[1]}`),
    );
    expect(broken).toEqual([]);
  });
});
