/** `npx ezdrowie accounts`: who can sign in to the demonstration, with the current code of the second factor. */
import { listDemonstrationAccounts } from '#systems/oversight/accounts/index.ts';
import { readSettings, type Settings } from '../../settings.ts';
import type { Command, CommandIo } from '../command.ts';

export const command: Command = {
  name: 'accounts',
  summary: 'Print the demonstration people: login, password, TOTP secret, current code',
  usage:
    'npx ezdrowie accounts [--json]\n\nDemonstration profile only, after the first start. The code changes every 30 seconds.',
  async run(_args, io) {
    sayAccounts(io, readSettings());
    return 0;
  },
};

/** Prints the demonstration accounts as a table, or as JSON. */
export function sayAccounts(io: CommandIo, { home, profile }: Settings): void {
  const people = listDemonstrationAccounts({ home, profile });
  if (io.json) {
    io.out(JSON.stringify(people, undefined, 2));
    return;
  }
  const rows = [
    ['login', 'password', 'TOTP secret', 'code now', 'role', 'person'],
    ...people.map((one) => [one.login, one.password, one.totpSecret, one.code, one.role, one.name]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  io.out('');
  io.out('Demonstration accounts (synthetic people; both factors are always asked for):');
  for (const row of rows)
    io.out(
      `  ${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}`,
    );
}
