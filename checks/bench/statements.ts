/** How many SQL statements an answer takes, where the platform is one that counts them (platform-counting.ts). */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Counter {
  /** Statements of one request, the platform's own background work taken off. */
  perRequest(request: () => Promise<unknown>): Promise<number>;
}

const requests = 20;

export function statementsOf(pid: number, home: string): Counter {
  const place = path.join(home, 'statements');
  const count = async (): Promise<number> => {
    rmSync(place, { force: true });
    process.kill(pid, 'SIGUSR2');
    while (!existsSync(place) || readFileSync(place, 'utf8') === '') await pause(5);
    return Number(readFileSync(place, 'utf8'));
  };
  return {
    async perRequest(request) {
      const began = performance.now();
      const before = await count();
      for (let done = 0; done < requests; done++) await request();
      const after = await count();
      const took = performance.now() - began;
      await pause(took);
      const background = (await count()) - after;
      return Math.max(0, Math.round((after - before - background) / requests));
    },
  };
}
