/** Builds the portals' files: `build/portals/{sign-in,gabinet,ikp,operacje}/index.html` and `build/portals/assets/`. */
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build } from 'vite';

/**
 * Builds every portal (or the catalogue of components, for checks) into a folder, which is emptied first. Beside each
 * asset stand its compressed forms, so that the server compresses nothing while it serves.
 * @throws Error when a screen or a catalogue does not compile.
 */
export async function buildPortals(outDir: string, mode: 'production' | 'catalogue' = 'production'): Promise<void> {
  await build({
    mode,
    configFile: fileURLToPath(new URL('./vite.config.ts', import.meta.url)),
    logLevel: mode === 'catalogue' ? 'error' : 'warn',
    build: { outDir, emptyOutDir: true },
  });
  const files = globSync('assets/*.{js,css,svg}', { cwd: outDir }).map((file) => path.join(outDir, file));
  await Promise.all(files.map(compress));
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  await writeFile(`${file}.gz`, await promisify(gzip)(content));
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content));
}
