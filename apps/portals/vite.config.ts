/** One build for all portals: an entry page each, hashed assets together, nothing inline so that a strict CSP holds. */
import { fileURLToPath } from 'node:url';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const pages = ['sign-in', 'gabinet', 'ikp', 'operacje', 'embedded'];

/** Mode `catalogue` builds only the page of all components, for checks. */
export default defineConfig(({ mode }) => ({
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
    // What is loaded with what: the service worker of mojeIKP keeps one page's part of it (build.ts).
    manifest: mode !== 'catalogue',
    rolldownOptions: {
      input: (mode === 'catalogue' ? ['catalogue'] : pages).map((page) => here(`${page}/index.html`)),
    },
  },
}));
