/** `npx ezdrowie registers`: imports what is published and lists what is here. */
import { parseArgs } from 'node:util';
import { openPlatform } from '#apps/platform.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { latestEdition } from '#core/registers/editions.ts';
import { openSource } from '#core/terminology/importers/index.ts';
import type { Command, CommandIo } from '../command.ts';

export const command: Command = {
  name: 'registers',
  summary: 'import published registers: medicines, reimbursement lists, facilities, pharmacies, places …; list them',
  usage: `usage: npx ezdrowie registers import <kind> <file> [--many-withdrawn] [--json]
       npx ezdrowie registers list [--json]

kinds:
  rpl            the register of medicinal products: overall.xml as it is published (or .gz, .zip)
  solr           a reimbursement list: CSV, see systems/registers/reimbursement-lists/README.md
  rdg            decisions of the Chief Pharmaceutical Inspector: CSV, see systems/registers/product-decisions/README.md
  rpwdl          entities that perform medical activity: see systems/registers/medical-entities/README.md
  cwpm           rights to practise of all professions: CSV, see systems/registers/medical-workers/README.md
  crf            pharmacists and their right to practise: CSV, see systems/registers/pharmacists/README.md
  sora           pharmacies and pharmacy points: CSV, see systems/registers/pharmacies/README.md
  rhf            permits of wholesalers: CSV, see systems/registers/wholesalers/README.md
  teryt          places and streets: TERC, SIMC, ULIC of GUS, all three (zip or folder)
  teryt-zmiany   update files of TERYT, see systems/exchange/territory-register/README.md
  nfz-umowy      contracts of NFZ: CSV, see systems/exchange/health-fund/README.md

  --many-withdrawn   believe a file that lacks a fifth or more of what is here

An edition is imported whole or not at all; the same file twice changes nothing. Former editions stay: reads may name a
day. Exit code 0: imported, or here already; 1: refused, nothing was changed.`,
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
    const found = await Promise.all(
      platform.registers.map(async ({ kind, register }) => ({
        kind,
        register,
        edition: await latestEdition(platform.database, register),
      })),
    );
    if (io.json) io.out(JSON.stringify(found));
    else {
      for (const { kind, register, edition } of found)
        io.out(`${kind.padEnd(6)} ${register.padEnd(22)} ${edition ? said(edition) : 'nothing imported'}`);
    }
    return 0;
  } finally {
    await platform.close();
  }
}

const said = ({ number, day, counts }: { number: number; day: string; counts: object }): string =>
  `edition ${number} of ${day}: ${Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ')}`;

async function load(args: string[], io: CommandIo): Promise<number> {
  const { kind, file, manyWithdrawn } = readArguments(args);
  const files = await openSource(file);
  const platform = await openPlatform();
  try {
    const importer = platform.registers.find((one) => one.kind === kind);
    if (!importer) {
      const known = platform.registers.map((one) => one.kind).join(', ');
      throw new Refusal('invalid', 'bad-arguments', `There is no kind '${kind}'. Kinds: ${known}.`);
    }
    const began = performance.now();
    const { edition, already } = await importer.load(files, { manyWithdrawn });
    const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
    if (io.json) io.out(JSON.stringify({ register: importer.register, edition, already, seconds }));
    else io.out(`${already ? 'Was here already' : `Imported in ${seconds} s`}: ${said(edition)}`);
    return 0;
  } finally {
    await platform.close();
  }
}

function readArguments(args: string[]): { kind: string; file: string; manyWithdrawn: boolean } {
  try {
    const options = { 'many-withdrawn': { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [kind, file, ...more] = positionals;
    if (kind === undefined || file === undefined || more.length > 0) throw new Error('Give a kind and one file.');
    return { kind, file, manyWithdrawn: values['many-withdrawn'] };
  } catch (error) {
    throw new Refusal('invalid', 'bad-arguments', `${(error as Error).message}\n\n${command.usage}`);
  }
}
