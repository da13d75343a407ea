/** Where the words live: one folder `locales/` per folder of screens, Polish as the source and as the message id. */
import { existsSync, globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const folders = ['libs/ui', 'apps/portals', ...globSync('systems/*/*/screens', { cwd: root }).sort()];

export default defineConfig({
  rootDir: root,
  sourceLocale: 'pl',
  locales: ['pl', 'en', 'uk'],
  format: formatter({ explicitIdAsDefault: true, lineNumbers: false, origins: true }),
  catalogs: folders
    .filter((folder) => existsSync(`${root}/${folder}`))
    .map((folder) => ({
      path: `<rootDir>/${folder}/locales/{locale}`,
      include: [`<rootDir>/${folder}`],
      exclude: ['**/*.test.*', '**/*.d.ts', '**/build.ts', '**/*.config.ts'],
    })),
});
