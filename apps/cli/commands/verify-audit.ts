/** `npx ezdrowie verify-audit`: proves that nothing in the audit trail was changed, removed or slipped in. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyInstalledAudit } from '#core/audit/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { openPlatform } from '../../platform.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'verify-audit',
  summary: 'Prove the audit trail, or name the first broken link',
  usage: `npx ezdrowie verify-audit [--against FILE [--witness-key PEM]] [--key PEM] [--json]

  --against      checkpoints that were kept elsewhere: a copy of checkpoints.txt, or a witness's cosigned.txt
  --witness-key  only checkpoints that this witness cosigned count
  --key          the platform's public key as it was published, instead of the one in the data folder

Exit code 0 when the chain holds, 1 when it is broken.`,
  async run(args, io) {
    const options = readArguments(args);
    const platform = await openPlatform();
    try {
      const verdict = await verifyInstalledAudit({
        ...{ database: platform.database, home: platform.settings.home },
        ...options,
      });
      if (io.json) io.out(JSON.stringify(verdict));
      else if (verdict.ok)
        io.out(
          `The trail holds: ${verdict.events} events in ${verdict.seals} seals, ${verdict.unsealed} not yet sealed.`,
        );
      else io.err(`THE TRAIL IS BROKEN: ${JSON.stringify(verdict.firstBroken)} (${verdict.events} events read)`);
      return verdict.ok ? 0 : 1;
    } finally {
      await platform.close();
    }
  },
};

function readArguments(args: string[]): { against?: string; witness?: KeyObject; publicKey?: KeyObject } {
  const usage = new Refusal('invalid', 'bad-arguments', command.usage);
  const text = { type: 'string' } as const;
  let values: { against?: string; key?: string; 'witness-key'?: string };
  try {
    ({ values } = parseArgs({ args, options: { against: text, key: text, 'witness-key': text } }));
  } catch {
    throw usage;
  }
  const { against, key, 'witness-key': witness } = values;
  if (witness !== undefined && against === undefined) throw usage;
  if (against !== undefined && !existsSync(against))
    throw new Refusal('invalid', 'no-such-file', `There is no file ${against}.`);
  return {
    ...(against === undefined ? {} : { against }),
    ...(witness === undefined ? {} : { witness: keyIn(witness) }),
    ...(key === undefined ? {} : { publicKey: keyIn(key) }),
  };
}

/** @throws Refusal `no-key` */
function keyIn(file: string): KeyObject {
  try {
    return createPublicKey(readFileSync(file, 'utf8'));
  } catch {
    throw new Refusal('invalid', 'no-key', `${file} holds no public key (PEM).`);
  }
}
