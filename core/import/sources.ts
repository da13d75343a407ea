/** Which files an import reads, and in which order. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../refusal/refusal.ts';

export interface Source {
  readonly path: string;
  readonly bytes: number;
  readonly kind: 'json' | 'ndjson';
  readonly gzip: boolean;
  /** Files that others refer to are loaded before anything else starts: Synthea names them `0-…`. */
  readonly first: boolean;
}

const form = /\.(json|ndjson)(\.gz)?$/i;

/**
 * Files of the given paths: folders recursively, other names in them left out, `0-…` first, then by name.
 * @throws Refusal `not-found` for a path that is not there, `unknown-file` for a named file of another kind.
 */
export async function findSources(paths: readonly string[]): Promise<Source[]> {
  const found = new Map<string, Source>();
  for (const given of paths) {
    const info = await stat(given).catch(() => undefined);
    if (!info) throw new Refusal('not-found', 'no-such-file', `There is no file or folder ${given}.`);
    if (info.isDirectory()) {
      for await (const source of below(given)) found.set(source.path, source);
      continue;
    }
    const source = sourceOf(given, info.size);
    if (!source) {
      throw new Refusal('invalid', 'unknown-file', `${given}: only .json, .ndjson and both with .gz can be imported.`);
    }
    found.set(source.path, source);
  }
  return [...found.values()].sort(
    (a, b) => Number(b.first) - Number(a.first) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
  );
}

async function* below(folder: string): AsyncIterable<Source> {
  for (const item of await readdir(folder, { withFileTypes: true })) {
    const at = path.join(folder, item.name);
    if (item.isDirectory()) yield* below(at);
    else if (item.isFile()) {
      const source = form.test(item.name) ? sourceOf(at, (await stat(at)).size) : undefined;
      if (source) yield source;
    }
  }
}

function sourceOf(file: string, bytes: number): Source | undefined {
  const match = form.exec(file);
  if (!match?.[1]) return undefined;
  return {
    path: path.resolve(file),
    bytes,
    kind: match[1].toLowerCase() as Source['kind'],
    gzip: match[2] !== undefined,
    first: path.basename(file).startsWith('0-'),
  };
}
