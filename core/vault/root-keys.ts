/**
 * Where root keys lie: a port with two drivers, files in the data folder (here) and a token or hardware module
 * (`token-root-keys.ts`). A root key seals data keys and nothing else.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { Refusal } from '../refusal/refusal.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { openBytes, sealBytes } from './envelope.ts';

export interface RootKeys {
  readonly kind: 'file' | 'pkcs11';
  /** Makes a key that lasts when this returns. `id`: 16 hexadecimal digits. */
  make(id: string): Promise<void>;
  /** @throws Refusal `key-service` when the key is not at hand. */
  wrap(root: string, dataKey: Buffer, name: string): Promise<Buffer>;
  /** @throws Refusal `key-service` when the key is not at hand; Error when it did not seal this under this name. */
  unwrap(root: string, wrapped: Buffer, name: string): Promise<Buffer>;
}

/** Without keys nothing is read and nothing written: come again. security/requirements.md rule 0.3 */
export const keyServiceAway = (says: string, cause?: unknown): Refusal =>
  Object.assign(new Refusal('unavailable', 'key-service', { message: says, retryAfter: 5 }), { cause });

/**
 * New keys in the token where there is one, else in files; each key is asked of where it lies, so that an installation
 * moves from files into a module by a rotation.
 */
export function rootKeysIn(files: FileRootKeys, token: RootKeys | undefined): RootKeys {
  if (!token) return files;
  const of = (root: string): RootKeys => (files.has(root) ? files : token);
  return {
    kind: token.kind,
    make: (id) => token.make(id),
    wrap: (root, dataKey, name) => of(root).wrap(root, dataKey, name),
    unwrap: (root, wrapped, name) => of(root).unwrap(root, wrapped, name),
  };
}

export interface FileRootKeys extends RootKeys {
  has(root: string): boolean;
}

/** Root keys as files `<home>/keys/root-<id>.key` that only their owner may read. Keep a copy apart from the backups. */
export function fileRootKeys(home: string, runtime: Pick<Runtime, 'randomBytes'>): FileRootKeys {
  const folder = path.join(home, 'keys');
  const fileOf = (root: string) => path.join(folder, `root-${root}.key`);
  const keyOf = (root: string): Buffer => {
    try {
      const key = readFileSync(fileOf(root));
      if (key.length === 32) return key;
    } catch (cause) {
      throw keyServiceAway(`The root key ${root} is not in EZDROWIE_HOME/keys: bring back root-${root}.key.`, cause);
    }
    throw keyServiceAway(`root-${root}.key in EZDROWIE_HOME/keys is not a root key: bring back the right file.`);
  };
  return {
    kind: 'file',
    has: (root) => existsSync(fileOf(root)),
    async make(id) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeLasting(fileOf(id), runtime.randomBytes(32));
    },
    wrap: async (root, dataKey, name) => sealBytes(keyOf(root), name, dataKey, runtime),
    unwrap: async (root, wrapped, name) => openBytes(keyOf(root), name, wrapped),
  };
}

/** The file is whole and on the disk, or not there: a data key sealed by a lost root key would be lost with it. */
function writeLasting(file: string, bytes: Buffer): void {
  const draft = `${file}.${process.pid}`;
  rmSync(draft, { force: true });
  const open = openSync(draft, 'wx', 0o600);
  try {
    writeSync(open, bytes);
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
  renameSync(draft, file);
  if (process.platform === 'win32') return; // folders cannot be flushed there
  const folder = openSync(path.dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
