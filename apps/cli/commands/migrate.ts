/** `npx ezdrowie migrate`: brings the database to the present schema. */
import { migrate } from '../../../core/db/migrate.ts';
import { withDatabaseUrl } from '../../platform.ts';
import { readSettings } from '../../settings.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'migrate',
  summary: 'Apply the missing migrations to the database',
  usage:
    'npx ezdrowie migrate [--json]\n\nUses DATABASE_URL, or the embedded server in EZDROWIE_HOME. `start` migrates by itself.',
  async run(_args, io) {
    const settings = readSettings();
    const applied = await withDatabaseUrl(settings, (url) => migrate(url, { partitions: settings.partitions }));
    if (io.json) io.out(JSON.stringify({ applied }));
    else io.out(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'Nothing to apply.');
    return 0;
  },
};
