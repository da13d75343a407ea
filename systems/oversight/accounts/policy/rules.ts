/**
 * The numbers of sign-in and accounts, as data: security/requirements 0.4. Each row says its default, which way is
 * stricter, and how far even an exception may go. A setting may be made stricter freely; weaker only by an exception
 * with reason, owner and end (policy.ts).
 */

export interface Rule {
  readonly value: number;
  /** The direction in which a change makes the platform safer. */
  readonly stricter: 'lower' | 'higher';
  /** No exception goes beyond. */
  readonly from: number;
  readonly to: number;
  readonly says: string;
}

const rule = (value: number, stricter: Rule['stricter'], [from, to]: [number, number], says: string): Rule => ({
  value,
  stricter,
  from,
  to,
  says,
});

/** Switches are 0 and 1. Zero days means never. Sources: security/requirements C-02…C-12, K1–K3. */
export const rules = {
  'staff.password.minLength': rule(12, 'higher', [8, 64], 'Characters of a password at least, staff'),
  'patients.password.minLength': rule(12, 'higher', [8, 64], 'Characters of a password at least, patients'),
  'staff.password.classes': rule(1, 'higher', [0, 1], 'Upper case, lower case, and a digit or special (SEC-238)'),
  'patients.password.classes': rule(0, 'higher', [0, 1], 'The same of patients'),
  'password.history': rule(12, 'higher', [1, 24], 'Former passwords that are not taken again'),
  'password.distance': rule(4, 'higher', [1, 8], 'Characters in which a new password differs from the old at least'),
  'staff.password.maxAgeDays': rule(30, 'lower', [1, 3650], 'Days after which staff change a password (SEC-239)'),
  'lockout.failures': rule(5, 'lower', [3, 10], 'Failures in a row before a pause'),
  'lockout.firstMinutes': rule(15, 'higher', [1, 60], 'Length of the first pause; each next is twice as long'),
  'lockout.longestHours': rule(24, 'higher', [1, 168], 'Length of the longest pause'),
  'lockout.total': rule(100, 'lower', [20, 100], 'Failures in a row after which a password needs recovery'),
  'lockout.sourceAccounts': rule(10, 'lower', [3, 50], 'Accounts failing from one source before it must work'),
  'lockout.sourceRefused': rule(50, 'lower', [10, 500], 'Accounts failing from one source before it is refused'),
  'lockout.sourceFailingPercent': rule(60, 'lower', [10, 90], 'Share of failures above which a source counts'),
  'lockout.workBits': rule(16, 'higher', [8, 24], 'Leading zero bits of the proof of work'),
  'staff.sessions': rule(3, 'lower', [1, 10], 'Sessions of one member of staff at a time'),
  'operators.deviceBoundPasskey': rule(1, 'higher', [0, 1], 'Operators sign in by a device-bound passkey'),
  'activation.hours': rule(24, 'lower', [1, 72], 'Life of an activation code'),
  'contractors.days': rule(180, 'lower', [1, 366], 'Longest right of a contractor'),
  'unused.warnDays': rule(30, 'lower', [7, 180], 'Days without sign-in before a warning'),
  'unused.blockDays': rule(60, 'lower', [14, 365], 'Days without sign-in before the account is blocked'),
  'review.days': rule(90, 'lower', [7, 366], 'Days between reviews of rights'),
  'review.graceDays': rule(30, 'lower', [1, 90], 'Days after which rights that nobody reviewed end'),
  'audit.retention.technicalYears': rule(2, 'higher', [2, 50], 'Years that the trail keeps sign-ins (KRI; SEC-304)'),
  'audit.retention.accessYears': rule(
    6,
    'higher',
    [3, 50],
    'Years that it keeps accesses (EHDS art. 9: three; claims: six)',
  ),
  'audit.retention.entryYears': rule(
    20,
    'higher',
    [20, 50],
    'Years that it keeps who entered what: as long as records',
  ),
  'recovery.coolingHours': rule(24, 'higher', [1, 168], 'Hours after recovery without prescribing and export, staff'),
  'gate.transitionDays': rule(180, 'lower', [1, 366], 'Days from registration in which software passes the gate'),
  'gate.longestTransitionDays': rule(366, 'lower', [1, 730], 'Days ahead to which two people may extend that'),
  'gate.graceDays': rule(30, 'lower', [0, 90], 'Days of the restricted set after an update or an end of verification'),
  'gate.keyDays': rule(365, 'lower', [30, 730], 'Days after which keys of a client are too old to pass'),
} as const satisfies Record<string, Rule>;

export type Setting = keyof typeof rules;

export interface Exception {
  readonly setting: Setting;
  readonly value: number;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, ISO. */
  readonly until: string;
}

/** What `security-policy.json` says. */
export interface PolicyFile {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly exceptions?: readonly Readonly<Record<string, unknown>>[];
}

export interface Policy {
  readonly values: Readonly<Record<Setting, number>>;
  /** Where the platform is weaker than its defaults, and until when: red lines in the operator's console. */
  readonly exceptions: readonly Exception[];
}

/** What two people agree to: all that the exception says. */
export const markOf = ({ setting, value, reason, owner, until }: Exception): string =>
  JSON.stringify([setting, value, reason, owner, until]);

export const weakerThan = ({ value, stricter }: Rule, given: number): boolean =>
  stricter === 'higher' ? given < value : given > value;

/**
 * The policy of a day: defaults, made stricter by settings, and weaker by exceptions that are not over.
 * @throws Error that says which row is wrong and why
 */
export function readPolicy({ settings = {}, exceptions = [], ...rest }: PolicyFile, today: string): Policy {
  const unknown = Object.keys(rest)[0];
  if (unknown) throw new Error(`security-policy: there is nothing called ${unknown}; use settings and exceptions.`);
  const values = Object.fromEntries(Object.entries(rules).map(([name, { value }]) => [name, value]));
  for (const [name, given] of Object.entries(settings)) {
    const { value } = checked(name, given);
    if (weakerThan(rules[name as Setting], value)) {
      throw new Error(
        `security-policy: ${name} = ${value} is weaker than the default ${rules[name as Setting].value}. ` +
          'Write it under exceptions, with reason, owner and until.',
      );
    }
    values[name] = value;
  }
  const holding = exceptions.map(readException).filter(({ until }) => until >= today);
  for (const { setting, value } of holding) values[setting] = value;
  if (Number(values['unused.warnDays']) >= Number(values['unused.blockDays']))
    throw new Error('security-policy: unused.warnDays comes before unused.blockDays.');
  return { values: values as Policy['values'], exceptions: holding };
}

function checked(name: string, given: unknown): { setting: Setting; value: number } {
  const row = (rules as Record<string, Rule>)[name];
  if (!row) throw new Error(`security-policy: there is no setting ${name}.`);
  if (typeof given !== 'number' || !Number.isInteger(given) || given < row.from || given > row.to)
    throw new Error(`security-policy: ${name} is a whole number from ${row.from} to ${row.to}.`);
  return { setting: name as Setting, value: given };
}

function readException(given: Readonly<Record<string, unknown>>): Exception {
  const { setting, value, reason, owner, until } = given;
  const row = checked(String(setting), value);
  const lacking = Object.entries({ reason, owner }).find(([, says]) => typeof says !== 'string' || !says.trim());
  if (lacking) throw new Error(`security-policy: the exception of ${row.setting} says its ${lacking[0]}.`);
  if (typeof until !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(until))
    throw new Error(`security-policy: the exception of ${row.setting} has an end: until, like 2026-12-31.`);
  return { ...row, reason: String(reason), owner: String(owner), until };
}
