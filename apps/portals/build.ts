/** Builds the portals' files: `build/portals/{sign-in,gabinet,ikp}/index.html` and `build/portals/assets/`. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Builds every portal (or the catalogue of components, for checks) into a folder, which is emptied first.
 * @throws Error when a screen or a catalogue does not compile.
 */
export async function buildPortals(outDir: string, mode: 'production' | 'catalogue' = 'production'): Promise<void> {
  await build({
    mode,
    configFile: fileURLToPath(new URL('./vite.config.ts', import.meta.url)),
    logLevel: mode === 'catalogue' ? 'error' : 'warn',
    build: { outDir, emptyOutDir: true },
  });
}
