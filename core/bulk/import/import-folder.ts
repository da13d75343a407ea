/** Files that an import may name: regular ones below one folder of the operator's choice, wherever links lead. */
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../../refusal/refusal.ts';

/**
 * The file of an address `file:patients.ndjson`, read from the folder.
 * @throws Refusal `rule-broken` when there is no folder; the same words for what is not there and what is outside, so
 *   that nobody learns what else lies on the machine.
 */
export async function findFile(url: string, folder: string | undefined): Promise<string> {
  if (folder === undefined) {
    throw no(
      'files-not-allowed',
      'Files cannot be named here: the operator has set no folder (EZDROWIE_IMPORT_FOLDER).',
    );
  }
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) throw no('files-not-allowed', 'The folder of EZDROWIE_IMPORT_FOLDER is not there.');
  const named = nameOf(url);
  const found = named && (await realpath(path.join(root, named)).catch(() => undefined));
  const inside = found?.startsWith(root + path.sep);
  const isFile = inside && (await stat(found as string).catch(() => undefined))?.isFile();
  if (found && isFile && /\.ndjson(\.gz)?$/i.test(found)) return found;
  throw no('no-such-file', `There is no NDJSON file '${(named ?? url).slice(0, 200)}' in the import folder.`);
}

const no = (code: string, says: string): Refusal => new Refusal('rule-broken', code, says);

/** Below the folder; undefined for what is no name. */
function nameOf(url: string): string | undefined {
  try {
    const { hostname, pathname } = new URL(url);
    const name = decodeURIComponent(pathname).replace(/^\/+/, '');
    return hostname === '' && name !== '' && !name.includes('\0') ? name : undefined;
  } catch {
    return undefined;
  }
}
