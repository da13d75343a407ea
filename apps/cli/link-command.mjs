/**
 * After `npm ci`: makes `npx ezdrowie` find the command line of this very clone. npm links the commands of dependencies,
 * not the project's own. Plain JavaScript, because it also runs on the machine's own older Node.
 */
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.resolve(here, '../../node_modules/.bin');
const target = path.join(here, 'ezdrowie.ts');
mkdirSync(folder, { recursive: true });
chmodSync(target, 0o755);
if (process.platform === 'win32') {
  writeFileSync(path.join(folder, 'ezdrowie.cmd'), `@node "${target}" %*\r\n`);
} else {
  rmSync(path.join(folder, 'ezdrowie'), { force: true });
  symlinkSync(path.relative(folder, target), path.join(folder, 'ezdrowie'));
}
