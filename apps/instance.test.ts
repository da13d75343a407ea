import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findInstance, holdInstance } from './instance.ts';

describe('one platform per folder', () => {
  it('refuses a second, tells the command line where the first is, and lets go', async () => {
    const home = `/tmp/ezdrowie-instance-${process.pid}`;
    const hold = await holdInstance(home);
    hold.announce({ pid: process.pid, databaseUrl: 'postgres://x', baseUrl: 'http://y' });
    await expect(holdInstance(home)).rejects.toMatchObject({ code: 'already-running' });
    expect(await findInstance(home)).toMatchObject({ baseUrl: 'http://y' });
    await hold.release();
    expect(await findInstance(home)).toBeUndefined();
    const next = await holdInstance(home);
    await next.release();
  });

  it('takes over from one that was killed', async () => {
    const home = `/tmp/ezdrowie-killed-${process.pid}`;
    const module = new URL('./instance.ts', import.meta.url).pathname;
    const script = `const { holdInstance } = await import('${module}'); await holdInstance('${home}'); process.kill(process.pid, 'SIGKILL');`;
    expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })).toThrow();
    expect(existsSync(module)).toBe(true);
    const hold = await holdInstance(home);
    await hold.release();
  });
});
