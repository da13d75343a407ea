/**
 * `npm test [-- paths and options of vitest]`: builds what is stale, starts one PostgreSQL for the run, migrates a
 * template database that every test file copies, and runs vitest. TEST_DATABASE_URL uses a server of yours instead (15
 * or newer).
 */
import { startVitest } from 'vitest/node';
import { buildWhatIsStale } from '../apps/build.ts';
import { startTestServer } from './test-server.ts';

await buildWhatIsStale((line) => console.log(line));
const stop = await startTestServer();
try {
  const { flags, paths } = splitArguments(process.argv.slice(2));
  const vitest = await startVitest('test', paths, { run: true, watch: false, ...flags });
  await vitest.close();
} finally {
  await stop();
}
process.exit(process.exitCode ?? 0);

/** The few options of vitest that are useful here: `-t name`, `--bail n`, `--reporter name`. */
function splitArguments(args: string[]): { flags: Record<string, unknown>; paths: string[] } {
  const flags: Record<string, unknown> = {};
  const paths: string[] = [];
  for (let place = 0; place < args.length; place++) {
    const word = args[place] ?? '';
    if (word === '-t') flags.testNamePattern = args[++place];
    else if (word === '--bail') flags.bail = Number(args[++place]);
    else if (word === '--reporter') flags.reporters = [args[++place]];
    else paths.push(word);
  }
  return { flags, paths };
}
