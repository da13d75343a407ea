/**
 * What must be made before the platform runs: the compiled FHIR definitions, the known passwords and the portals. Each
 * part is made anew only when its sources changed (a hash of them is kept beside the result), so `npm start` and `npm
 * test` may always ask.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Refusal } from '#core/refusal/refusal.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'build');

interface Part {
  name: string;
  folder: string;
  sources: string[];
  make(out: string): Promise<void>;
}

const parts: Part[] = [
  {
    name: 'FHIR definitions',
    folder: 'fhir',
    sources: ['libs/fhir/**/*.{ts,json,gz}', 'libs/polish-identifiers/**/*.ts', 'package-lock.json'],
    make: async (out) => (await import('#libs/fhir/compiler/build.ts')).buildFhir(out),
  },
  {
    name: 'known passwords',
    folder: 'known-passwords',
    sources: ['libs/known-passwords/**/*.ts', 'package-lock.json'],
    make: async (out) => {
      const { packFilter } = await import('#libs/known-passwords/filter.ts');
      const { knownPasswords } = await import('#libs/known-passwords/list.ts');
      writeFileSync(path.join(out, 'filter.bin'), packFilter(knownPasswords()));
    },
  },
  {
    name: 'portals',
    folder: 'portals',
    sources: ['apps/portals/**/*', 'libs/ui/**/*', 'systems/**/screens/**/*', 'package-lock.json'],
    make: async (out) => (await import('#apps/portals/build.ts')).buildPortals(out),
  },
];

const isStale = (part: Part): boolean => {
  const stamp = stampOf(part);
  const isThere = existsSync(path.join(folder, part.folder)) && existsSync(stamp);
  return !isThere || readFileSync(stamp, 'utf8') !== hashSources(part.sources);
};
const stampOf = (part: Part): string => path.join(folder, `${part.folder}.stamp`);

/**
 * Makes the parts whose sources changed; says what it does. The work is a process of its own, so that the memory that
 * compilers take is given back before anything is served.
 */
export async function buildWhatIsStale(say: (line: string) => void): Promise<void> {
  if (!parts.some(isStale)) return;
  const command = path.join(root, 'apps/cli/ezdrowie.ts');
  const child = spawn(process.execPath, [command, 'build'], { stdio: ['ignore', 'ignore', 'pipe'] });
  createInterface({ input: child.stderr }).on('line', say);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Refusal('unavailable', 'build-failed', 'The build failed; the lines above say why.');
}

/** Makes the parts whose sources changed, in this process. */
export async function build(say: (line: string) => void): Promise<void> {
  for (const part of parts.filter(isStale)) {
    say(`Building ${part.name} …`);
    const began = performance.now();
    const out = path.join(folder, part.folder);
    const hash = hashSources(part.sources);
    // Made beside and put in place at the end: whoever runs on the old one, or builds at the same time, is not
    // disturbed.
    const draft = `${out}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    try {
      await part.make(draft);
      putInPlace(draft, out);
      writeFileSync(stampOf(part), hash);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    say(`Built ${part.name} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
}

/** Renaming is atomic: whoever reads sees the old folder or the new one, never half of one. */
function putInPlace(draft: string, out: string): void {
  const old = `${draft}.old`;
  for (let attempt = 0; ; attempt++) {
    try {
      if (existsSync(out)) renameSync(out, old);
      renameSync(draft, out);
      rmSync(old, { recursive: true, force: true });
      return;
    } catch (error) {
      rmSync(old, { recursive: true, force: true });
      if (attempt > 4) throw error;
    }
  }
}

function hashSources(patterns: string[]): string {
  const hash = createHash('sha256');
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
  for (const file of files) {
    if (/\.test\.tsx?$|\.md$/.test(file) || !statSync(path.join(root, file)).isFile()) continue;
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}
