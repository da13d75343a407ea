/**
 * `npm run check:mutants [-- part of a name]`: weakens one control at a time, while the module is loaded, and demands
 * that its test fails. A mutant that lives is a control that nobody tests.
 */
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { buildWhatIsStale } from '../../apps/build.ts';
import { startTestServer } from '../test-server.ts';
import { type Mutant, mutants } from './mutants.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const only = process.argv[2] ?? '';

/** Puts the weakness into the one file as it is loaded. */
const weakening = ({ file, from, to }: Mutant) => ({
  name: 'mutant',
  enforce: 'pre' as const,
  transform: (code: string, id: string) =>
    id.split('?')[0] === root + file ? code.replace(from, () => to) : undefined,
});

/** Killed when its tests ran and at least one failed. */
async function isKilled(mutant: Mutant): Promise<boolean> {
  const pattern = new RegExp(mutant.named.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const options = { run: true, watch: false, testNamePattern: pattern, reporters: [{}], retry: 0 };
  const vitest = await startVitest('test', [mutant.test], options, { plugins: [weakening(mutant)] });
  const failed = vitest.state.getCountOfFailedTests();
  await vitest.close();
  process.exitCode = 0; // vitest sets it for the failure that is wanted here
  return failed > 0;
}

await buildWhatIsStale((line) => console.log(line));
const stop = await startTestServer();
const living: string[] = [];
for (const mutant of mutants.filter(({ name }) => name.includes(only))) {
  const killed = await isKilled(mutant);
  console.log(`${killed ? 'killed' : 'LIVES '}  ${mutant.name}`);
  if (!killed) living.push(mutant.name);
}
await stop();
if (living.length > 0) console.error(`${living.length} live: ${living.join('; ')}`);
process.exit(living.length > 0 ? 1 : 0);
