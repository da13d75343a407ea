/** `npx ezdrowie export-audit`: the sealed trail as NDJSON in OCSF words, for a SIEM that reads files. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { platformActor } from '#core/access/actor.ts';
import { sealedAsOcsf } from '#core/audit/siem/sealed.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { openPlatform } from '../../platform.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'export-audit',
  summary: 'Write the sealed audit trail as NDJSON (OCSF 1.3) for a SIEM',
  usage: `usage: npx ezdrowie export-audit <file> [--after SEAL] [--json]

  <file>            written anew; one event a line, in the order of the seals
  --after SEAL      goes on behind this seal (metadata.log_name of the last line of an earlier export)

Accounts, addresses and how much was touched; never patients, resources or queries. The export leaves its own entry.`,
  async run(args, io) {
    const { file, after } = readArguments(args);
    const platform = await openPlatform();
    let events = 0;
    try {
      const lines = async function* () {
        for await (const event of sealedAsOcsf(platform.database, after)) {
          events++;
          yield `${JSON.stringify(event)}\n`;
        }
      };
      await pipeline(Readable.from(lines()), createWriteStream(file));
      const call = { actor: platformActor('export-audit'), source: 'local', trace: systemRuntime.newId() };
      await platform.audit.write({ call, at: systemRuntime.now(), action: 'R', kind: 'export-audit', outcome: 0 });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
      throw new Refusal('invalid', 'not-written', `The file cannot be written: ${message}`);
    } finally {
      await platform.close();
    }
    io.out(io.json ? JSON.stringify({ events, file }) : `Wrote ${events} events to ${file}.`);
    return 0;
  },
};

function readArguments(args: string[]): { file: string; after: string } {
  const usage = new Refusal('invalid', 'bad-arguments', command.usage);
  let parsed: { values: { after?: string }; positionals: string[] };
  try {
    parsed = parseArgs({ args, options: { after: { type: 'string' } }, allowPositionals: true });
  } catch {
    throw usage;
  }
  const [file, ...more] = parsed.positionals;
  const after = parsed.values.after ?? '0';
  if (file === undefined || more.length > 0 || !/^\d{1,18}$/.test(after)) throw usage;
  return { file, after };
}
