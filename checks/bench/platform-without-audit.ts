/** A platform without a trail in a process of its own, for `npm run bench -- --without-audit`. */
import { startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import { trailOff } from './trail-off.ts';

const say = (line: string) => console.error(line);
const { close } = await startPlatform({ settings: readSettings(), say, trailForBench: trailOff() });
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void close().then(() => process.exit(0)));
