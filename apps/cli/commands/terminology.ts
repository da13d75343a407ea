/** `npx ezdrowie terminology`: imports vocabularies and lists what is here. */
import { parseArgs } from 'node:util';
import { openPlatform } from '#apps/platform.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import {
  importers,
  type Importer,
  type ImportOptions,
  type Loaded,
  loadSystem,
  openSource,
  type Problem,
} from '#core/terminology/importers/index.ts';
import { allSystems } from '#core/terminology/index.ts';
import type { Command, CommandIo } from '../command.ts';
import { progressOn, stopSignal } from '../progress.ts';

export const command: Command = {
  name: 'terminology',
  summary: 'import ICD-10, LOINC, SNOMED CT and other vocabularies; list what is here',
  usage: `usage: npx ezdrowie terminology import <kind> <file|folder> [--version V] [--system URL] [--title T]
                    [--language L] [--encoding E] [--json]
       npx ezdrowie terminology list [--json]

kinds:
${importers.map(({ kind, summary }) => `  ${kind.padEnd(14)} ${summary}`).join('\n')}

  --version V    version of the code system, when the file does not tell it
  --system URL   address of the code system, in place of the usual one
  --language L   language of the names, in place of the usual one
  --encoding E   character set, when it is not UTF-8: windows-1250

Files may be .gz or .zip. What is imported takes the place of the same version at once, when it is complete; an
interrupted import changes nothing. Exit code 0: everything imported; 1: refused, or lines were left out; 130: interrupted.`,
  run,
};

async function run([action, ...args]: string[], io: CommandIo): Promise<number> {
  if (action === 'list') return list(io);
  if (action === 'import') return load(args, io);
  throw new Refusal('invalid', 'bad-arguments', `Say 'import' or 'list'.\n\n${command.usage}`);
}

async function list(io: CommandIo): Promise<number> {
  const platform = await openPlatform();
  try {
    const systems = await allSystems(platform.database);
    if (io.json) {
      io.out(
        JSON.stringify(
          systems.map(({ url, version, source, content, concepts }) => ({ url, version, source, content, concepts })),
        ),
      );
      return 0;
    }
    for (const { url, version, source, content, concepts } of systems) {
      io.out(
        `${String(concepts).padStart(8)}  ${source.padEnd(8)} ${content.padEnd(11)} ${url}${version ? `|${version}` : ''}`,
      );
    }
    return 0;
  } finally {
    await platform.close();
  }
}

async function load(args: string[], io: CommandIo): Promise<number> {
  const { importer, file, options } = readArguments(args);
  const problems: Problem[] = [];
  let left = 0;
  const onProblem = (problem: Problem) => {
    left++;
    if (problems.length < 20) problems.push(problem);
  };
  const files = await openSource(file);
  const platform = await openPlatform();
  const bar = progressOn(io);
  const stop = stopSignal();
  const began = performance.now();
  try {
    const loaded: Loaded[] = [];
    for (const imported of await importer.open(files, { ...options, onProblem })) {
      const { url } = imported.system;
      const progress = (share: number, concepts: number) => bar.show(share, `${url}: ${concepts} concepts`);
      loaded.push(
        await loadSystem(platform.database, systemRuntime, imported, { onProblem, progress, signal: stop.signal }),
      );
    }
    bar.end();
    if (loaded.length === 0) throw new Refusal('invalid', 'no-concepts', 'There is no code system in what was given.');
    report(io, importer, loaded, { problems, left, seconds: (performance.now() - began) / 1000 });
    return left > 0 ? 1 : 0;
  } catch (error) {
    bar.end();
    if (error instanceof Refusal && error.code === 'interrupted') {
      io.err(error.message);
      return 130;
    }
    throw error;
  } finally {
    stop.release();
    await platform.close();
  }
}

interface Told {
  readonly problems: readonly Problem[];
  readonly left: number;
  readonly seconds: number;
}

function report(
  io: CommandIo,
  { notice }: Importer,
  loaded: readonly Loaded[],
  { problems, left, seconds }: Told,
): void {
  if (io.json) {
    io.out(JSON.stringify({ systems: loaded, problems, left, notice, seconds: Number(seconds.toFixed(1)) }));
    return;
  }
  for (const { url, version, concepts, circular } of loaded) {
    io.out(`${url}${version ? `|${version}` : ''}: ${concepts} concepts.`);
    if (circular > 0) io.out(`  ${circular} concepts lie above themselves; the circle was cut.`);
  }
  for (const { line, says } of problems) io.err(line > 0 ? `line ${line}: ${says}` : says);
  if (left > problems.length) io.err(`… and ${left - problems.length} more.`);
  io.out(`Imported in ${seconds.toFixed(1)} s. ${notice}`);
}

function readArguments(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { version: text, system: text, title: text, language: text, encoding: text };
  let parsed: { values: Partial<ImportOptions>; positionals: string[] };
  try {
    parsed = parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new Refusal('invalid', 'bad-arguments', `${(error as Error).message}\n\n${command.usage}`);
  }
  const [kind, file, ...more] = parsed.positionals;
  const importer = importers.find((one) => one.kind === kind);
  if (!importer || file === undefined || more.length > 0) {
    const says = importer ? 'Give one file or folder.' : `There is no kind '${kind ?? ''}'.`;
    throw new Refusal('invalid', 'bad-arguments', `${says}\n\n${command.usage}`);
  }
  return { importer, file, options: parsed.values };
}
