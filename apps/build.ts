/**
 * What must be made before the platform runs: the compiled FHIR definitions and the portals. Each part is made anew
 * only when its sources changed (a hash of them is kept beside the result), so `npm start` and `npm test` may always
 * ask.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'build');

interface Part {
  name: string;
  folder: string;
  sources: string[];
  /** The module that makes it. */
  maker: string;
  make(out: string): Promise<void>;
}

const parts: Part[] = [
  {
    name: 'FHIR definitions',
    folder: 'fhir',
    sources: ['libs/fhir/**/*.{ts,json}', 'package-lock.json'],
    maker: 'libs/fhir/compiler/build.ts',
    make: async (out) => (await import('#libs/fhir/compiler/build.ts')).buildFhir(out),
  },
  {
    name: 'portals',
    folder: 'portals',
    sources: ['apps/portals/**/*', 'libs/ui/**/*', 'systems/**/screens/**/*', 'package-lock.json'],
    maker: 'apps/portals/build.ts',
    make: async (out) => (await import('#apps/portals/build.ts')).buildPortals(out),
  },
];

/** Makes the parts whose sources changed; says what it does. */
export async function buildWhatIsStale(say: (line: string) => void): Promise<void> {
  for (const part of parts) {
    if (!existsSync(path.join(root, part.maker))) continue;
    const out = path.join(folder, part.folder);
    const stamp = path.join(folder, `${part.folder}.stamp`);
    const hash = hashSources(part.sources);
    if (existsSync(out) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue;
    say(`Building ${part.name} …`);
    const began = performance.now();
    // Made beside and put in place at the end: whoever runs on the old one, or builds at the same time, is not
    // disturbed.
    const draft = `${out}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    try {
      await part.make(draft);
      putInPlace(draft, out);
      writeFileSync(stamp, hash);
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
