/** `npx ezdrowie packages`: FHIR packages whose profiles and code lists resources are validated by. */
import { parseArgs } from 'node:util';
import { openPlatform } from '#apps/platform.ts';
import { platformActor } from '#core/access/actor.ts';
import { readPackage } from '#core/packages/read-package.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Command, CommandIo } from '../command.ts';

export const command: Command = {
  name: 'packages',
  summary: 'load FHIR packages of profiles, extensions and code lists for validation',
  usage: `usage: npx ezdrowie packages load <file.tgz|folder>… [--json]
       npx ezdrowie packages list [--json]
       npx ezdrowie packages remove <name#version>… [--json]

  load     reads StructureDefinitions, ValueSets and CodeSystems (JSON or XML); every process uses them within seconds
  list     the packages that are loaded; what is shipped and what is stored as resources is not listed
  remove   takes packages out again

A package that is loaded again takes the place of what it brought before. Dependencies are named, not fetched.
Exit code 0: everything was read; 1: a file could not be read, or a package to remove was not there.`,
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const [action, ...places] = readArguments(args);
  const packages = action === 'load' ? places.map(readPackage) : [];
  const platform = await openPlatform();
  try {
    const { definitions } = platform.record;
    if (action === 'list') {
      const sources = await definitions.sources();
      if (io.json) io.out(JSON.stringify(sources));
      else for (const { source, definitions: count } of sources) io.out(`${source}  ${count} definitions`);
      return 0;
    }
    const call = { actor: platformActor('packages'), source: 'local', trace: systemRuntime.newId() };
    const told = (kind: string, sources: string[]) =>
      platform.audit.write({
        ...{ call, at: systemRuntime.now(), action: 'E', kind, outcome: 0 },
        query: sources.join(','),
      });
    if (action === 'remove') {
      await told('packages-remove', places);
      const gone = await Promise.all(places.map((source) => definitions.unload(source)));
      const removed = places.map((source, at) => ({ source, removed: gone[at] === true }));
      if (io.json) io.out(JSON.stringify(removed));
      else for (const one of removed) io.out(`${one.source}: ${one.removed ? 'removed' : 'is not loaded'}`);
      return gone.every(Boolean) ? 0 : 1;
    }
    let unread = 0;
    for (const found of packages) {
      const source = `${found.name}#${found.version}`;
      await told('packages-load', [source]);
      const loaded = await definitions.load(source, found.definitions);
      unread += found.unread.length;
      const { dependencies } = found;
      if (io.json) io.out(JSON.stringify({ source, loaded, dependencies, unread: found.unread }));
      else
        io.out(
          `${source}: ${loaded} definitions. ${dependencies.length > 0 ? `Needs ${dependencies.join(', ')}.` : ''}`,
        );
      if (!io.json) for (const { file, reason } of found.unread) io.err(`Not read: ${file}: ${reason}`);
    }
    return unread > 0 ? 1 : 0;
  } finally {
    await platform.close();
  }
}

function readArguments(args: string[]): string[] {
  let words: string[];
  try {
    words = parseArgs({ args, allowPositionals: true, options: {} }).positionals;
  } catch (error) {
    throw new Refusal('invalid', 'bad-arguments', `${(error as Error).message}\n\n${command.usage}`);
  }
  const [action, ...rest] = words;
  const isKnown = action === 'list' ? rest.length === 0 : (action === 'load' || action === 'remove') && rest.length > 0;
  if (!isKnown)
    throw new Refusal('invalid', 'bad-arguments', `Load what, or list, or remove what?\n\n${command.usage}`);
  return words;
}
