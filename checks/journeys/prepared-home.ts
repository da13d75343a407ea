/**
 * The demonstration is filled once for a run of tests and for each size; every stage starts on a copy. Filling takes
 * most of a stage's time, and all fillings of one size are alike.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPlatform } from '../../apps/api/start.ts';
import { readSettings } from '../../apps/settings.ts';

const longestFilling = 240_000;

/** A folder of one's own that holds the filled demonstration. @throws Error when another worker could not fill it. */
export async function preparedHome(patients: number): Promise<string> {
  const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-journey-'));
  const shared = process.env.TEST_RUN_FOLDER;
  if (!shared) return home;
  const filled = path.join(shared, `demonstration-${patients}`);
  if (isFirst(`${filled}.begun`)) await fill(filled, patients);
  const end = Date.now() + longestFilling;
  while (!existsSync(filled)) {
    if (Date.now() > end) throw new Error(`${filled} was not filled by the worker that began it`);
    await pause(200);
  }
  // Not cpSync: it forgets the modes of folders, and PostgreSQL refuses a folder that others may read.
  execFileSync('cp', ['-a', `${filled}/.`, home]);
  return home;
}

/** Workers are processes of their own; making a folder succeeds for one of them only. */
function isFirst(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch {
    return false;
  }
}

/** Under another name until it is whole, so that nobody copies half of it. */
async function fill(filled: string, patients: number): Promise<void> {
  const home = `${filled}.filling`;
  mkdirSync(home, { mode: 0o700 });
  try {
    const platform = await startPlatform({ settings: journeySettings(home, patients), say: () => undefined });
    await platform.close();
    renameSync(home, filled);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

export const journeySettings = (home: string, patients: number) =>
  readSettings({ EZDROWIE_HOME: home, PORT: '0', EZDROWIE_DEMO_PATIENTS: String(patients) });
