/**
 * Builds the portals' files: `build/portals/{sign-in,gabinet,ikp,operacje,embedded}/index.html` and
 * `build/portals/assets/`, and what makes IKP an app that can be installed (mojeIKP): service worker, manifest, icons.
 */
import { hash } from 'node:crypto';
import { globSync } from 'node:fs';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
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
  if (mode === 'production') await makeInstallable(outDir);
  const files = globSync('assets/*.{js,css,svg}', { cwd: outDir }).map((file) => path.join(outDir, file));
  await Promise.all(files.map(compress));
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  await writeFile(`${file}.gz`, await promisify(gzip)(content));
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content));
}

/** As Vite's manifest describes a module of the build. */
interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
  readonly imports?: readonly string[];
}

/** What is loaded only when it is needed, but must be there without a connection: the words, and what is shown then. */
const neededLater = /^(libs\/ui|apps\/portals|systems\/care\/e-prescription\/screens)\/locales\/|\/offline\.tsx$/;

/** Fonts in a form that no browser with service workers asks for, or in scripts of none of our languages. */
const unneeded = /\.woff$|-(vietnamese|greek)(-ext)?-/;

/** Service worker, manifest and icons of mojeIKP. */
async function makeInstallable(outDir: string): Promise<void> {
  const manifestFile = path.join(outDir, '.vite', 'manifest.json');
  const chunks = JSON.parse(await readFile(manifestFile, 'utf8')) as Record<string, Chunk>;
  await rm(path.dirname(manifestFile), { recursive: true });
  const named = Object.keys(chunks).map((key) => ({ key, source: key.replace(/^(\.\.\/)+/, '') }));
  const wanted = ['ikp/index.html', ...named.filter(({ source }) => neededLater.test(source)).map(({ key }) => key)];
  const files = filesOf(chunks, wanted).flatMap((file) => (unneeded.test(file) ? [] : [`/${file}`]));
  const kept = JSON.stringify({ version: hash('sha256', files.join()).slice(0, 12), files });
  const here = fileURLToPath(new URL('./ikp/', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ...{ outDir: path.join(outDir, 'ikp'), emptyOutDir: false, target: 'es2022' },
      rolldownOptions: {
        input: fileURLToPath(new URL('./ikp/service-worker.ts', import.meta.url)),
        output: { format: 'iife', entryFileNames: 'sw.js', banner: `self.kept=${kept};` },
      },
    },
  });
  for (const file of ['manifest.webmanifest', 'icon-192.png', 'icon-512.png'])
    await copyFile(path.join(here, file), path.join(outDir, 'ikp', file));
}

/** The files of some modules and of all that they load at once, scripts and styles and fonts. */
function filesOf(chunks: Readonly<Record<string, Chunk>>, wanted: readonly string[]): string[] {
  const files = new Set<string>();
  const seen = new Set<string>();
  const take = (key: string): void => {
    const chunk = chunks[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
    for (const next of chunk.imports ?? []) take(next);
  };
  for (const key of wanted) take(key);
  return [...files].sort();
}
