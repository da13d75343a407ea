/**
 * Detection's settings, `<home>/detection.json`: what each rule's alert does, and where networks lie. Without the file
 * every rule only alerts: none has been proved on real traffic (security/requirements.md 4.4).
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { GeoPlace } from './event.ts';
import { type Act, acts } from './model.ts';
import { type Places, placesOf } from './places.ts';

export interface DetectionSettings {
  /** By rule; a rule that is not named only alerts. */
  readonly acts: { readonly [rule: string]: readonly Act[] };
  /** Requests a minute of who is throttled, and for how long. */
  readonly throttlePerMinute: number;
  readonly throttleMinutes: number;
  /** How long an account or client is stopped. */
  readonly lockMinutes: number;
  /** Accounts, clients and addresses against which nothing is ever done. */
  readonly exempt: readonly string[];
}

interface File extends Partial<DetectionSettings> {
  readonly places?: readonly (GeoPlace & { readonly network: string })[];
}

const usual: DetectionSettings = { acts: {}, throttlePerMinute: 1, throttleMinutes: 60, lockMinutes: 60, exempt: [] };
const limits = { throttlePerMinute: [1, 600], throttleMinutes: [1, 1_440], lockMinutes: [1, 1_440] } as const;

/** How long what was read is believed, milliseconds. */
const believedFor = 10_000;

/** @throws Error that says what is wrong with the file, and where */
export function readSettings(file: unknown, rules: readonly string[]): { settings: DetectionSettings; places: Places } {
  const wrong = (says: string) => new Error(`detection.json: ${says}`);
  if (typeof file !== 'object' || file === null || Array.isArray(file)) throw wrong('it must be one JSON object.');
  const { places = [], ...said } = file as File;
  for (const key of Object.keys(said)) if (!(key in usual)) throw wrong(`${key} is no setting.`);
  for (const [rule, chosen] of Object.entries(said.acts ?? {})) {
    if (!rules.includes(rule)) throw wrong(`acts.${rule}: there is no such rule. Rules: ${rules.join(', ')}.`);
    if (!Array.isArray(chosen) || chosen.some((act) => !acts.includes(act)))
      throw wrong(`acts.${rule}: a list of ${acts.join(', ')} is expected.`);
  }
  for (const [key, [least, most]] of Object.entries(limits)) {
    const value = (said as Record<string, unknown>)[key];
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= least && (value as number) <= most))
      throw wrong(`${key}: a whole number from ${least} to ${most} is expected.`);
  }
  if (said.exempt && !(Array.isArray(said.exempt) && said.exempt.every((one) => typeof one === 'string')))
    throw wrong('exempt: a list of ids and addresses is expected.');
  return { settings: { ...usual, ...said }, places: placesOf(places, wrong) };
}

export type SettingsInForce = ReturnType<typeof settingsInForce>;

/**
 * What is in force, read again when the file changes; one that becomes wrong later changes nothing and is told.
 * @throws Error when the file is there and wrong at the start
 */
export function settingsInForce({ home, runtime, rules, tell }: SettingsNeed) {
  const name = path.join(home, 'detection.json');
  const stamp = (): string => {
    const stat = statSync(name, { throwIfNoEntry: false });
    return stat ? `${stat.mtimeMs} ${stat.size}` : 'none';
  };
  const read = () => {
    const now = stamp();
    return { ...readSettings(now === 'none' ? {} : JSON.parse(readFileSync(name, 'utf8')), rules), stamp: now };
  };
  let known = read();
  let readAt = runtime.now().getTime();
  return (): { settings: DetectionSettings; places: Places } => {
    const now = runtime.now().getTime();
    if (now - readAt < believedFor) return known;
    readAt = now;
    const fresh = stamp();
    if (fresh === known.stamp) return known;
    try {
      known = read();
    } catch (error) {
      known = { ...known, stamp: fresh };
      tell((error as Error).message);
    }
    return known;
  };
}

export interface SettingsNeed {
  readonly home: string;
  readonly runtime: Pick<Runtime, 'now'>;
  readonly rules: readonly string[];
  readonly tell: (says: string) => void;
}
