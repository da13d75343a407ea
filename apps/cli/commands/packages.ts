/** `npx ezdrowie packages`: FHIR packages whose profiles resources are validated by, and whose parameters they are found by. */
import { parseArgs } from 'node:util';
import { openPlatform } from '#apps/platform.ts';
import { platformActor } from '#core/access/actor.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { faultsIn } from '#core/packages/faults.ts';
import { readPackage } from '#core/packages/read-package.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Command, CommandIo } from '../command.ts';

export const command: Command = {
  name: 'packages',
  summary: 'load FHIR packages of profiles, extensions, code lists and search parameters',
  usage: `usage: npx ezdrowie packages load <file.tgz|folder>… [--json]
       npx ezdrowie packages list [--json]
       npx ezdrowie packages remove <name#version>… [--json]

  load     reads StructureDefinitions, ValueSets, CodeSystems and SearchParameters (JSON or XML). Every process uses
           them within seconds, search parameters when a running platform has indexed what is stored
  list     the packages that are loaded; what is shipped and what is stored as resources is not listed
  remove   takes packages out again

Profiles that contradict their base, or cannot be used, are loaded all the same and told.
A package that is loaded again takes the place of what it brought before. Dependencies are named, not fetched.
Exit code 0: everything was read; 1: a file could not be read, or a package to remove was not there.`,
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const [action, ...places] = readArguments(args);
  const packages = action === 'load' ? places.map(readPackage) : [];
  const platform = await openPlatform();
  try {
    const { definitions, searchParameters } = platform.record;
    if (action === 'list') {
      const sources = await listed(platform.record);
      if (io.json) io.out(JSON.stringify(sources));
      else for (const { source, definitions: count, parameters } of sources) io.out(inWords(source, count, parameters));
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
      const takeOut = async (source: string): Promise<boolean> => {
        const [some, more] = [await definitions.unload(source), await searchParameters.unload(source)];
        return some || more;
      };
      const gone = await Promise.all(places.map(takeOut));
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
      const { loaded: parameters, refused } = await searchParameters.load(source, found.searchParameters);
      await definitions.refresh();
      const faults = faultsIn(definitions.current, found.definitions);
      unread += found.unread.length;
      const { dependencies } = found;
      if (io.json) {
        io.out(JSON.stringify({ source, loaded, parameters, refused, dependencies, faults, unread: found.unread }));
      } else {
        const needs = dependencies.length > 0 ? ` Needs ${dependencies.join(', ')}.` : '';
        io.out(`${inWords(source, loaded, parameters)}.${needs}`);
        for (const { url, reason } of refused) io.err(`Not searched by: ${url}: ${reason}`);
        for (const { url, at, says } of faults.slice(0, mostFaults)) io.err(`Not as meant: ${url}: ${says} (${at})`);
        if (faults.length > mostFaults) io.err(`… and ${faults.length - mostFaults} more: --json tells all`);
      }
      if (!io.json) for (const { file, reason } of found.unread) io.err(`Not read: ${file}: ${reason}`);
    }
    return unread > 0 ? 1 : 0;
  } finally {
    await platform.close();
  }
}

const mostFaults = 20;

const inWords = (source: string, definitions: number, parameters: number): string =>
  `${source}: ${definitions} definitions${parameters > 0 ? `, ${parameters} search parameters` : ''}`;

/** The packages that are loaded, and how much of each is in use. */
async function listed({ definitions, searchParameters }: FhirRecord) {
  const found = new Map<string, { source: string; definitions: number; parameters: number }>();
  for (const { source, definitions: count } of await definitions.sources()) {
    found.set(source, { source, definitions: count, parameters: 0 });
  }
  for (const { source, parameters } of await searchParameters.sources()) {
    found.set(source, { ...(found.get(source) ?? { source, definitions: 0 }), parameters });
  }
  return [...found.values()];
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
