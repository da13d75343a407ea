/**
 * `npm run check:mutants [-- part of a name]`: weakens one control at a time, while the module is loaded, and demands
 * that its test fails. A mutant that lives is a control that nobody tests.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { buildWhatIsStale } from '../../apps/build.ts';
import { startTestServer } from '../test-server.ts';
import { type Mutant, mutants } from './mutants.ts';

const only = process.argv[2] ?? '';
/** How a process says that its mutant was found. */
const killedCode = 42;

/** In a process of its own, as vitest keeps much between runs: prints how many tests ran and how many failed. */
async function tryOne(mutant: Mutant): Promise<void> {
  const testNamePattern = mutant.named.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  process.env.MUTANT = mutant.name;
  const config = 'checks/mutants/vitest.config.ts';
  const options = { run: true, watch: false, testNamePattern, reporters: [{}], retry: 0, config };
  const vitest = await startVitest('test', [mutant.test], options);
  const failed = vitest.state.getCountOfFailedTests();
  await vitest.close();
  process.exit(failed > 0 ? killedCode : 0);
}

const one = mutants.find(({ name }) => process.argv[2] === '--one' && name === process.argv[3]);
if (one) await tryOne(one);
await buildWhatIsStale((line) => console.log(line));
const stop = await startTestServer();
const living: string[] = [];
for (const { name } of mutants.filter(({ name }) => name.includes(only))) {
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--one', name], { stdio: 'ignore' });
  console.log(`${status === killedCode ? 'killed' : 'LIVES '}  ${name}`);
  if (status !== killedCode) living.push(name);
}
await stop();
if (living.length > 0) console.error(`${living.length} live: ${living.join('; ')}`);
process.exit(living.length > 0 ? 1 : 0);
