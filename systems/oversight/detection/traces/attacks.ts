/** Attacks for every rule, each in three strengths, on somebody of a synthetic trace. */
import type { Seen } from '../event.ts';
import { days, hours, minutes } from '../rule.ts';
import { type Draws, event, firstDay, machineMinute, opens, signInOf, singapore, warsaw } from './trace.ts';

export interface Attack {
  readonly rule: string;
  /** Whom an alert must be about. */
  readonly subject: string;
  readonly at: number;
  readonly events: readonly Seen[];
}

/** Strength: 0 hardly to be seen, 1, 2 loud. */
type Make = (draws: Draws, victim: string, at: number, strength: 0 | 1 | 2) => readonly Seen[];

const pick = (strength: 0 | 1 | 2, ...values: [number, number, number]): number => values[strength];
const many = <T>(count: number, make: (number: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const strangers = (draws: Draws, victim: string, at: number, count: number, every: number) =>
  many(count, (number) => opens(draws, victim, `x${draws.below(1e9)}`, at + number * every, 'never')).flat();

/** By the rule that must see it; those that are about no clinician name their own subject. */
const made: readonly { rule: string; subject?: string; hour: number; make: Make }[] = [
  {
    rule: 'brute-force',
    hour: 3,
    make: (_draws, victim, at, strength) =>
      many(12, (number) =>
        signInOf(victim, at + number * pick(strength, 150_000, 30_000, 1_000), {
          refused: true,
          source: '203.0.113.9',
        }),
      ),
  },
  {
    rule: 'credential-stuffing',
    subject: '203.0.113.77',
    hour: 4,
    make: (draws, _victim, at, strength) =>
      many(60, (number) => {
        const refused = draws.chance(0.95);
        const who = draws.chance(0.5) ? 'anonymous' : `staff-${number}`;
        return signInOf(who, at + number * pick(strength, 15_000, 4_000, 500), { refused, source: '203.0.113.77' });
      }),
  },
  {
    rule: 'password-spraying',
    subject: 'all',
    hour: 12,
    make: (draws, _victim, at, strength) =>
      many(pick(strength, 120, 300, 1_200), (number) =>
        signInOf(`person-${draws.below(1e6)}`, at + number * pick(strength, 5_000, 2_000, 500), {
          ...{ refused: true, source: `203.0.${draws.below(200)}.${draws.below(250)}` },
        }),
      ),
  },
  {
    rule: 'impossible-travel',
    hour: 11,
    make: (_draws, victim, at, strength) => [
      signInOf(victim, at, { place: warsaw }),
      signInOf(victim, at + pick(strength, 6 * hours, 2 * hours, 5 * minutes), { place: singapore }),
    ],
  },
  {
    rule: 'mass-look-up',
    hour: 10,
    make: (draws, victim, at, strength) => strangers(draws, victim, at, 60, pick(strength, 24_000, 5_000, 1_000)),
  },
  {
    rule: 'look-up-without-relationship',
    hour: 9,
    make: (draws, victim, at, strength) =>
      strangers(draws, victim, at, pick(strength, 5, 8, 12), pick(strength, 60, 30, 15) * minutes),
  },
  {
    rule: 'low-and-slow',
    hour: 9,
    make: (draws, victim, at, strength) =>
      many(14, (day) =>
        strangers(draws, victim, at + day * days, pick(strength, 2, 2, 3) + draws.below(2), 40 * minutes),
      ).flat(),
  },
  {
    rule: 'off-hours',
    hour: 2,
    make: (draws, victim, at, strength) => strangers(draws, victim, at, 12, pick(strength, 4, 2, 1) * minutes),
  },
  {
    rule: 'probing',
    hour: 10,
    make: (draws, victim, at, strength) =>
      many(60, (number) =>
        event({
          ...{ at: at + number * pick(strength, 35_000, 5_000, 200), actor: victim, refused: true },
          ...{ reason: draws.chance(0.5) ? 'hidden' : 'unknown-resource', target: `Observation/${draws.below(1e9)}` },
        }),
      ),
  },
  {
    rule: 'probing-by-client',
    subject: 'provider-2',
    hour: 10,
    make: (draws, _victim, at, strength) =>
      many(60, (number) =>
        event({
          ...{ at: at + number * pick(strength, 35_000, 5_000, 200), actor: 'provider-2', role: 'machine' },
          ...{ refused: true, reason: 'scope-missing', target: `Patient/${draws.below(1e9)}` },
        }),
      ),
  },
  {
    rule: 'probing-by-source',
    subject: '203.0.113.80',
    hour: 10,
    make: (draws, _victim, at, strength) =>
      many(60, (number) =>
        event({
          ...{ at: at + number * pick(strength, 35_000, 5_000, 200), actor: 'anonymous', source: '203.0.113.80' },
          ...{ refused: true, reason: 'sign-in-first', target: `op-${draws.below(1e9)}` },
        }),
      ),
  },
  {
    rule: 'sudden-growth',
    subject: 'provider-1',
    hour: 10,
    make: (draws, _victim, at, strength) =>
      many(6, (minute) => machineMinute(draws, at + minute * minutes, pick(strength, 120, 300, 900), 0.02, 1e6)).flat(),
  },
  {
    rule: 'privilege-change',
    subject: 'operator-1',
    hour: 1,
    make: (_draws, _victim, at) => [
      event({ at, kind: 'decide-account-request', actor: 'operator-1', role: 'operator', facility: '' }),
    ],
  },
  {
    rule: 'repeated-emergency',
    hour: 15,
    make: (_draws, victim, at, strength) =>
      many(3, (number) =>
        event({ at: at + number * pick(strength, 10, 4, 1) * hours, kind: 'begin-emergency-access', actor: victim }),
      ),
  },
];

/** Every attack in its three strengths; each on somebody else, or about the same subject on another day. */
export function attacks(draws: Draws, firstVictim: number, firstDayOf: number): Attack[] {
  let victim = firstVictim;
  return made.flatMap(({ rule, subject, hour, make }) =>
    ([0, 1, 2] as const).map((strength): Attack => {
      const who = subject ?? `doctor-${victim++}`;
      const at = firstDay + (firstDayOf + 2 * strength) * days + hour * hours + draws.below(15) * minutes;
      return { rule, subject: who, at, events: make(draws, who, at, strength) };
    }),
  );
}

export const attackedRules: readonly string[] = made.map(({ rule }) => rule);
