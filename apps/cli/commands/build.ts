/** `npm run build`: makes what the platform needs before it runs. */
import { build } from '../../build.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'build',
  summary: 'Compile the FHIR definitions and the portals (done by start and test when they are stale)',
  usage: 'npx ezdrowie build',
  async run(_args, io) {
    await build(io.err);
    return 0;
  },
};
