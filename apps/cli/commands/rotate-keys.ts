/** `npx ezdrowie rotate-keys`: a new root key for all that lies encrypted, and on demand new data keys. */
import { platformActor } from '#core/access/actor.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { openPlatform } from '../../platform.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'rotate-keys',
  summary: 'Make a new root key and seal all data keys by it; --data-keys: new data keys too',
  usage: `usage: npx ezdrowie rotate-keys [--data-keys] [--json]

  --data-keys   also retires the keys of columns and seals what they sealed anew

Beside a running platform or alone. What is cut short goes on with the next run, or by the platform itself.
The former root key stays for old backups: keys/root-<id>.key, or the object in the module. Take it away when no
backup needs it any more. Copy the new one apart from the backups. Exit code 1: some values open by no key.`,
  async run(args, io) {
    const dataKeys = args.includes('--data-keys');
    if (args.some((word) => word !== '--data-keys')) throw new Refusal('invalid', 'bad-arguments', command.usage);
    const { rotation, audit, close } = await openPlatform();
    try {
      const call = { actor: platformActor('rotate-keys'), source: 'local', trace: systemRuntime.newId() };
      const query = dataKeys ? 'data-keys' : 'root';
      await audit.write({ call, at: systemRuntime.now(), action: 'E', kind: 'rotate-keys', outcome: 0, query });
      const root = await rotation.begin({ dataKeys });
      const done = await rotation.run();
      if (io.json) io.out(JSON.stringify({ root, ...done }));
      else io.out(`Root key ${root}: ${done.wrapped} data keys and ${done.values} values sealed anew.`);
      if (done.unreadable > 0) io.err(`${done.unreadable} values open by no key that is here; they were left alone.`);
      return done.unreadable > 0 ? 1 : 0;
    } finally {
      await close();
    }
  },
};
