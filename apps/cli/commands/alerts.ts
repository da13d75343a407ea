/** `npx ezdrowie alerts`: replays rules over the synthetic population, so that they may go live. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openSetWarnings } from '#apps/alerts.ts';
import { openPlatform } from '#apps/platform.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { keepReports, type ShadowReport, shadowRun, together, writeShipped } from '#systems/care/alerts/index.ts';

import type { Command, CommandIo } from '../command.ts';
import { progressOn } from '../progress.ts';

export const command: Command = {
  name: 'alerts',
  summary: 'replay rules of alerts over synthetic visits (shadow run), so that they may go live',
  usage: `usage: npx ezdrowie alerts shadow [--visits 100000] [--rule ID] [--seed N] [--seconds N] [--ship] [--json]
       npx ezdrowie alerts join FILE… [--ship]      reports of several runs (--json), as one

Each visit is judged as the record stood on its day. The report (alerts per 100 visits; predicted value: the share of
alerts whose finding was gone at the patient's next visit) is kept under the exact version of the rule; without one of
100,000 visits or more a rule cannot be switched live.

  --visits   how many visits (100,000 are wanted before a rule may live)
  --seconds  ends then, with the visits seen so far
  --rule     that rule alone
  --ship     write the file that comes with the rules instead of the database; for authors of rules`,
  run,
};

const options = {
  visits: { type: 'string' },
  rule: { type: 'string' },
  seed: { type: 'string' },
  seconds: { type: 'string' },
  ship: { type: 'boolean' },
} as const;

async function run([action, ...args]: string[], io: CommandIo): Promise<number> {
  if (action === 'join') return join(args, io);
  if (action !== 'shadow') throw new Refusal('invalid', 'bad-arguments', `Say 'shadow'.\n\n${command.usage}`);
  const { values } = parseArgs({ args, options });
  const visits = Number(values.visits ?? 100_000);
  if (!Number.isInteger(visits) || visits < 1) throw new Refusal('invalid', 'bad-arguments', '--visits is a number.');
  const progress = progressOn(io);
  const reports = shadowRun({
    ...{ visits, now: systemRuntime.now, warnings: await openSetWarnings() },
    ...(values.rule === undefined ? {} : { only: values.rule }),
    ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
    ...(values.seconds === undefined ? {} : { seconds: Number(values.seconds) }),
    progress: (seen) => progress.show(seen / visits, `${seen} visits`),
  });
  progress.end();
  if (reports.length === 0) throw new Refusal('not-found', 'no-such-rule', `There is no rule ${values.rule}.`);
  tell(reports, io);
  if (values.ship) writeShipped(reports);
  else await keep(reports);
  return 0;
}

/** Runs of several seeds beside each other, put together. */
async function join(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as (ShadowReport & { at: string })[];
  const reports = together(positionals.flatMap(read).map((one) => ({ ...one, at: new Date(one.at) })));
  tell(reports, io);
  if (values.ship) writeShipped(reports);
  else await keep(reports);
  return 0;
}

async function keep(reports: readonly ShadowReport[]): Promise<void> {
  const platform = await openPlatform();
  try {
    await keepReports(platform.database, reports);
  } finally {
    await platform.close();
  }
}

function tell(reports: readonly ShadowReport[], io: CommandIo): void {
  if (io.json) return io.out(JSON.stringify(reports));
  const percent = (of: number, all: number) => (all === 0 ? '–' : `${Math.round((of / all) * 100)} %`);
  for (const { rule, visits, alerts, answered } of reports)
    io.out(
      `${rule.padEnd(36)} ${((alerts / visits) * 100).toFixed(2).padStart(7)} per 100 ${percent(answered, alerts)}`,
    );
  const [{ visits, seconds } = { visits: 0, seconds: 1 }] = reports;
  io.out(
    `${visits} visits, ${reports.length} rules, ${seconds.toFixed(0)} s: ${(visits / seconds).toFixed(0)} visits/s`,
  );
}
