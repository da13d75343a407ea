/** `npx ezdrowie token <client>`: an access token of a demonstration machine client, from the running platform. */
import { Refusal } from '#core/refusal/refusal.ts';
import { demonstrationToken } from '#systems/oversight/accounts/index.ts';
import { findInstance } from '../../instance.ts';
import { readSettings } from '../../settings.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'token',
  summary: 'Print an access token of a demonstration machine client',
  usage: [
    'npx ezdrowie token demo-provider [--json]',
    '',
    'Asks the running platform by private_key_jwt with the key made at its first start. Demonstration profile only; there the',
    'token of demo-provider lives 12 hours and has the scope system/*.cruds.',
  ].join('\n'),
  async run([client, ...others], io) {
    if (!client || others.length > 0)
      throw new Refusal('invalid', 'usage', 'Name one client: npx ezdrowie token demo-provider');
    const settings = readSettings();
    const instance = await findInstance(settings.home);
    if (!instance?.baseUrl) {
      throw new Refusal(
        'unavailable',
        'not-running',
        `No platform is running on ${settings.home}. Start it first: npm start`,
      );
    }
    const token = await demonstrationToken({
      baseUrl: instance.baseUrl,
      home: settings.home,
      profile: settings.profile,
      client,
    });
    io.out(io.json ? JSON.stringify({ access_token: token }) : token);
    return 0;
  },
};
