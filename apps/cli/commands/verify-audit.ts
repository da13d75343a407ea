/** `npx ezdrowie verify-audit`: proves that nothing in the audit trail was changed, removed or slipped in. */
import { verifyInstalledAudit } from '#core/audit/index.ts';
import { openPlatform } from '../../platform.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'verify-audit',
  summary: 'Prove the audit trail, or name the first broken link',
  usage: 'npx ezdrowie verify-audit [--json]\n\nExit code 0 when the chain holds, 1 when it is broken.',
  async run(_args, io) {
    const platform = await openPlatform();
    try {
      const verdict = await verifyInstalledAudit({ database: platform.database, home: platform.settings.home });
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
