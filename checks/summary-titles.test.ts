/**
 * Titles of a summary's sections stand in three places that may not import each other: the document (sections.ts) and
 * the screens of two systems. They say the same, and no section is forgotten where readers of other languages look.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sectionNames, sections } from '../systems/documents/patient-summary/sections.ts';

/** `key: i18n._('words')` of a file. */
const wordsIn = (file: string): ReadonlyMap<string, string> =>
  new Map(
    [...readFileSync(file, 'utf8').matchAll(/^ {4}'?([\w-]+)'?: i18n\._\('([^']+)'\),$/gm)].map(
      ([, key = '', said = '']) => [key, said],
    ),
  );

describe('titles of sections', () => {
  const gabinet = wordsIn('systems/documents/patient-summary/screens/words/use-summary-words.ts');
  const links = wordsIn('systems/documents/health-links/screens/parts/use-section-titles.ts');

  it.each(sectionNames)('are the same on every screen and in the document: %s', (name) => {
    const { code, title } = sections[name];
    expect(gabinet.get(name)).toBe(title.pl);
    expect(links.get(code)).toBe(title.pl);
  });
});
