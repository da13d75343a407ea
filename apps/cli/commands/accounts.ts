/** `npx ezdrowie accounts`: who can sign in to the demonstration, with the current code of the second factor. */
import { openPlatform, type Platform } from '../../platform.ts';
import type { Settings } from '../../settings.ts';
import type { Command, CommandIo } from '../command.ts';

export const command: Command = {
  name: 'accounts',
  summary: 'Print the demonstration people: login, password, TOTP secret, current code',
  usage: 'npx ezdrowie accounts [--json]\n\nDemonstration profile only. The code changes every 30 seconds.',
  async run(_args, io) {
    const platform = await openPlatform();
    try {
      await sayAccounts(io, platform.settings, platform);
      return 0;
    } finally {
      await platform.close();
    }
  },
};

/** Prints the demonstration accounts as a table, or as JSON. */
export async function sayAccounts(io: CommandIo, _settings: Settings, { accounts }: Platform): Promise<void> {
  const people = await accounts.listDemonstrationAccounts();
  if (io.json) {
    io.out(JSON.stringify(people, undefined, 2));
    return;
  }
  const rows = [
    ['login', 'password', 'TOTP secret', 'code now', 'role', 'person'],
    ...people.map(({ login, password, totpSecret, code, role, person }) => [login, password, totpSecret, code, role, person]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  io.out('');
  io.out('Demonstration accounts (synthetic people; both factors are always asked for):');
  for (const row of rows) io.out(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}`);
}
