/** The configuration of all tests, with the weakness named by MUTANT put into its one file as it is loaded. */
import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vitest/config';
import base from '../../vitest.config.ts';
import { mutants } from './mutants.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const mutant = mutants.find(({ name }) => name === process.env.MUTANT);
if (!mutant) throw new Error(`MUTANT names no mutant: ${process.env.MUTANT}`);
const { file, from, to } = mutant;

export default mergeConfig(base, {
  root,
  // The cache on disk knows nothing of mutants: it would hand one's module to the next.
  test: { maxWorkers: 1, fsModuleCache: false },
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre' as const,
      transform: (code: string, id: string) => {
        if (id.split('?')[0] !== root + file) return undefined;
        return { code: code.replace(from, () => to), map: null };
      },
    },
  ],
});
