/** The README shows the life of an alert as it is. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { alertLifecycle } from './states.ts';

it('is the table in the README', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const section = readme.slice(readme.indexOf('## States'), readme.indexOf('## Operations'));
  const rows = [...section.matchAll(/^\| (\w+) \| ([\w-]+(?:, [\w-]+)*) \| ([\w-]+) \|$/gm)].map((row) => row.slice(1));
  expect(rows.slice(1)).toEqual(
    Object.entries(alertLifecycle).map(([act, { from, to }]) => [act, from.join(', '), to]),
  );
});
