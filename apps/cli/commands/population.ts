/** `npx ezdrowie population`: writes a deterministic synthetic population into the record. */
import { parseArgs } from 'node:util';
import { openPlatform } from '#apps/platform.ts';
import { fillPopulation } from '#core/import/fill.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { defaultAsOf, defaultSeed } from '#libs/population/index.ts';
import type { Command, CommandIo } from '../command.ts';
import { progressOn, stopSignal } from '../progress.ts';

export const command: Command = {
  name: 'population',
  summary: 'make synthetic Polish patients and their records, the same for the same seed',
  usage: `usage: npx ezdrowie population --patients N [--seed S] [--as-of YYYY-MM-DD] [--concurrency C] [--json]

  --patients N      how many patients (1 … 10 000 000); the first three are the fixed demonstration people
  --seed S          whole number, default ${defaultSeed}; the same seed makes the same people
  --as-of DATE      day on which their stories end, default ${defaultAsOf}
  --concurrency C   patients written at once, default 4

The people are invented. Running it again changes nothing: every resource has an id of its own.`,
  run,
};

interface Wanted {
  patients: number;
  seed: number;
  asOf: string;
  concurrency: number;
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const wanted = readArguments(args);
  const platform = await openPlatform();
  const bar = progressOn(io);
  const stop = stopSignal();
  const began = performance.now();
  try {
    const filled = await fillPopulation(platform.record, {
      ...wanted,
      signal: stop.signal,
      progress: ({ done, total, resources }) =>
        bar.show(done / total, `${done} of ${total} patients, ${resources} resources`),
    });
    bar.end();
    const seconds = (performance.now() - began) / 1000;
    const { patients, resources, interrupted } = filled;
    const rate = Math.round(resources / seconds);
    if (io.json) io.out(JSON.stringify({ ...filled, seed: wanted.seed, seconds: Number(seconds.toFixed(1)), rate }));
    else io.out(`${patients} patients, ${resources} resources in ${seconds.toFixed(1)} s (${rate}/s).`);
    if (interrupted) io.err('Interrupted. Run the same command again to go on: nothing is written twice.');
    return interrupted ? 130 : 0;
  } finally {
    stop.release();
    await platform.close();
  }
}

function readArguments(args: string[]): Wanted {
  const options = { patients: { type: 'string' }, seed: { type: 'string' }, 'as-of': { type: 'string' } } as const;
  let values: { patients?: string; seed?: string; 'as-of'?: string; concurrency?: string };
  try {
    values = parseArgs({ args, options: { ...options, concurrency: { type: 'string' } } }).values;
  } catch (error) {
    throw new Refusal('invalid', 'bad-arguments', `${(error as Error).message}\n\n${command.usage}`);
  }
  const asOf = values['as-of'] ?? defaultAsOf;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf))) {
    throw new Refusal('invalid', 'bad-arguments', `--as-of wants a date such as ${defaultAsOf}, not ${asOf}.`);
  }
  if (values.patients === undefined) {
    throw new Refusal('invalid', 'bad-arguments', `How many patients? Give --patients N.\n\n${command.usage}`);
  }
  return {
    patients: whole('--patients', values.patients, 1, 10_000_000),
    seed: whole('--seed', values.seed ?? String(defaultSeed), 0, 0xffffffff),
    concurrency: whole('--concurrency', values.concurrency ?? '4', 1, 32),
    asOf,
  };
}

/** A whole number within bounds. @throws Refusal that names the option. */
function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Refusal(
    'invalid',
    'bad-arguments',
    `${option} wants a whole number from ${least} to ${most}, not ${text}.`,
  );
}
