/** One build for all portals: an entry page each, hashed assets together, nothing inline so that a strict CSP holds. */
import { fileURLToPath } from 'node:url';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/',
  publicDir: false,
  plugins: [react(), lingui({ configPath: here('./lingui.config.ts'), failOnCompileError: true })],
  build: {
    outDir: here('../../build/portals'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      input: {
        'sign-in': here('sign-in/index.html'),
        gabinet: here('gabinet/index.html'),
        ikp: here('ikp/index.html'),
      },
    },
  },
});
