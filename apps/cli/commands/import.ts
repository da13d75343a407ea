/** `npx ezdrowie import`: loads FHIR files into the record. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openPlatform } from '#apps/platform.ts';
import { type ImportSummary, importPaths } from '#core/import/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Command, CommandIo } from '../command.ts';
import { progressOn, stopSignal } from '../progress.ts';

export const command: Command = {
  name: 'import',
  summary: 'load FHIR R4 Bundles, NDJSON and single resources from files and folders',
  usage: `usage: npx ezdrowie import <file|folder>… [--concurrency C] [--state FILE] [--refused FILE] [--json]

  <file|folder>     .json, .ndjson, both also .gz; folders with everything below them, files named 0-… first
  --concurrency C   transactions at once, default 4
  --state FILE      journal of what is done, default <EZDROWIE_HOME>/import/state.ndjson
  --refused FILE    where refused resources are listed, default <EZDROWIE_HOME>/import/refused.ndjson

An interrupted import goes on when the same command is run again. Files that were loaded before are left out.
Exit code 0: everything loaded; 1: something was refused or damaged; 130: interrupted.`,
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const { files, concurrency, state, refused } = readArguments(args);
  const platform = await openPlatform();
  const bar = progressOn(io);
  const stop = stopSignal();
  const began = performance.now();
  try {
    const folder = path.join(platform.settings.home, 'import');
    const summary = await importPaths(platform.record, files, {
      stateFile: state ?? path.join(folder, 'state.ndjson'),
      refusedFile: refused ?? path.join(folder, 'refused.ndjson'),
      concurrency,
      database: platform.database,
      signal: stop.signal,
      progress: (p) =>
        bar.show(p.bytes ? p.bytesDone / p.bytes : 1, `${p.filesDone} of ${p.files} files, ${p.loaded} resources`),
    });
    bar.end();
    report(summary, (performance.now() - began) / 1000, io);
    if (summary.interrupted) return 130;
    return summary.refused + summary.damaged.length > 0 ? 1 : 0;
  } finally {
    stop.release();
    await platform.close();
  }
}

function report(summary: ImportSummary, seconds: number, io: CommandIo): void {
  if (io.json) return io.out(JSON.stringify({ ...summary, seconds: Number(seconds.toFixed(1)) }));
  const { files, loaded, refused, already, skipped, damaged, refusedFile, interrupted } = summary;
  io.out(`${files} files: ${loaded} resources loaded, ${refused} refused, in ${seconds.toFixed(1)} s.`);
  if (already > 0) io.out(`${already} resources had been loaded before the interruption.`);
  if (skipped > 0) io.out(`${skipped} files were loaded by an earlier import and left out.`);
  for (const { path: file, reason } of damaged) io.out(`Damaged: ${file} ${reason}.`);
  if (refusedFile) io.out(`What was refused, and why: ${refusedFile}`);
  if (interrupted) io.err('Interrupted. Run the same command again to go on: nothing is written twice.');
}

function readArguments(args: string[]): { files: string[]; concurrency: number; state?: string; refused?: string } {
  const text = { type: 'string' } as const;
  let parsed: { values: { concurrency?: string; state?: string; refused?: string }; positionals: string[] };
  try {
    parsed = parseArgs({ args, allowPositionals: true, options: { concurrency: text, state: text, refused: text } });
  } catch (error) {
    throw new Refusal('invalid', 'bad-arguments', `${(error as Error).message}\n\n${command.usage}`);
  }
  const { values, positionals: files } = parsed;
  if (files.length === 0) throw new Refusal('invalid', 'bad-arguments', `Which file or folder?\n\n${command.usage}`);
  const concurrency = Number(values.concurrency ?? 4);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 32) {
    throw new Refusal('invalid', 'bad-arguments', '--concurrency wants a whole number from 1 to 32.');
  }
  return { files, concurrency, state: values.state, refused: values.refused };
}
