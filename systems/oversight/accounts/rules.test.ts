/** The rules of accounts alone: no clock, no database. */
import { readFileSync } from 'node:fs';
import { generateSync } from 'otplib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFilter } from '#libs/known-passwords/filter.ts';
import { knownPasswords } from '#libs/known-passwords/list.ts';
import { afterFailure, type Failures, isLocked, sourceOf } from './lockout.ts';
import { editDistance, isNearCopy, passwordFault } from './password-rules.ts';
import { queue } from './passwords.ts';
import { type PolicyFile, readPolicy } from './policy/rules.ts';
import { covers, grantable, ofRole, parseScope } from './scopes.ts';
import { base32, currentCode, matchingStep } from './second-factor.ts';
import { isOwnPage } from './session-life.ts';

const start = new Date('2026-03-01T12:00:00Z');
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);

describe('lockout', () => {
  const { values } = readPolicy({}, '2026-03-01');
  const none: Failures = { failures: 0, locks: 0, lockedUntil: null };
  const fail = (row: Failures, times: number, now: Date) => {
    for (let count = 0; count < times; count++) row = afterFailure(row, now, values);
    return row;
  };

  it('locks at the fifth failure for 15 minutes, then 30, 60 … up to a day', () => {
    expect(isLocked(fail(none, 4, start), start)).toBe(false);
    let row = fail(none, 5, start);
    expect(row.lockedUntil).toEqual(minutes(15));
    let now = minutes(16);
    row = fail(row, 5, now);
    expect(row.lockedUntil).toEqual(minutes(16 + 30));
    for (let count = 0; count < 10; count++) {
      now = new Date((row.lockedUntil as Date).getTime() + 1);
      row = fail(row, 5, now);
    }
    expect((row.lockedUntil as Date).getTime() - now.getTime()).toBe(24 * 60 * 60_000);
  });

  it('never lets more than five guesses through in any quarter of an hour, whatever the attacker’s rhythm', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 200 }), (pauses) => {
        let row = none;
        let now = start.getTime();
        const judged: number[] = [];
        for (const pause of pauses) {
          now += pause * 1000;
          if (!isLocked(row, new Date(now))) judged.push(now);
          row = afterFailure(row, new Date(now), values);
        }
        // Five failures in a row, then 15 minutes in which nothing is judged.
        for (let place = 5; place < judged.length; place++) {
          expect((judged[place] as number) - (judged[place - 5] as number)).toBeGreaterThanOrEqual(15 * 60_000);
        }
      }),
    );
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['local', 'local'],
  ])('counts %s as %s', (address, source) => expect(sourceOf(address)).toBe(source));
});

describe('the second factor', () => {
  it('is that of RFC 6238, appendix B', () => {
    const seed = Buffer.from('12345678901234567890');
    const vectors: [number, string][] = [
      [59, '287082'],
      [1111111109, '081804'],
      [1111111111, '050471'],
      [1234567890, '005924'],
      [2000000000, '279037'],
      [20000000000, '353130'],
    ];
    for (const [at, code] of vectors) {
      expect(currentCode(seed, new Date(at * 1000)).code).toBe(code);
      expect(matchingStep(seed, code, new Date(at * 1000))).toBe(Math.floor(at / 30));
      expect(matchingStep(seed, code, new Date((at + 30) * 1000))).toBe(Math.floor(at / 30));
      expect(matchingStep(seed, code, new Date((at + 60) * 1000))).toBeUndefined();
      expect(matchingStep(seed, code, new Date((at - 30) * 1000))).toBeUndefined();
    }
    expect(matchingStep(seed, ' 28708', new Date(59_000))).toBeUndefined();
  });

  it('shows seeds as authenticators read them', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const seed = Buffer.from(bytes);
        expect(generateSync({ secret: base32(seed), epoch: 59 })).toBe(currentCode(seed, new Date(59_000)).code);
      }),
    );
  });
});

describe('scopes', () => {
  it.each([
    ['system/*.cruds', 'system * cruds'],
    ['patient/Observation.rs', 'patient Observation rs'],
    ['patient/Observation.rs?category=laboratory', 'patient Observation rs category=laboratory'],
    ['system/*.sr', undefined],
    ['system/*.', undefined],
    ['system/*.read', undefined],
    ['system/Observation.rs?category:not=x', undefined],
    ['system/Observation.rs?value-quantity=5', undefined],
    ['system/Observation.rs?nothing=5', undefined],
    ['system/*.rs?category=x', undefined],
    ['openid', undefined],
    ['other/*.rs', undefined],
  ])('reads %s', (text, expected) => {
    const scope = parseScope(text);
    const words = scope && [scope.context, scope.type, [...scope.rights].join(''), scope.query?.text];
    expect(words?.filter(Boolean).join(' ')).toEqual(expected);
  });

  it('grants no more than the client may have', () => {
    expect(covers('system/*.cruds', 'system/Patient.r')).toBe(true);
    expect(covers('system/Patient.rs', 'system/*.rs')).toBe(false);
    expect(covers('patient/*.cruds', 'user/*.r')).toBe(false);
    const labs = 'patient/Observation.rs?category=laboratory';
    expect([covers('patient/*.rs', labs), covers(labs, labs), covers(labs, 'patient/Observation.rs')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(covers(labs, 'patient/Observation.rs?category=vital-signs')).toBe(false);
    const wanted = ['user/Patient.rs', 'patient/Patient.rs', 'patient/Patient.u', 'openid', 'patient/Patient.rs'];
    expect(grantable(wanted, ['patient/*.rs', 'user/*.rs'])).toEqual(['user/Patient.rs', 'patient/Patient.rs']);
  });

  it('are passed on to an app by people for what they see, and by clinicians for the patient of a launch', () => {
    const asked = ['patient/*.rs', 'patient/Patient.rs', 'user/*.rs', 'user/*.cruds', 'system/*.rs'];
    expect(ofRole(asked, 'patient')).toEqual(['patient/*.rs', 'patient/Patient.rs']);
    expect(ofRole(asked, 'physician')).toEqual(['user/*.rs', 'user/*.cruds']);
    expect(ofRole(asked, 'physician', true)).toEqual(asked.slice(0, 4));
    expect(ofRole(asked, 'operator', true)).toEqual([]);
  });
});

describe('passwords', () => {
  const { values } = readPolicy({}, '2026-03-01');
  const known = { has: (word: string) => ['password', 'odpowiedzialnosc', 'warszawa'].includes(word) };
  const own = ['1985-07-23', '85072312345', '+48 600 700 800', 'Przychodnia Zdrowie'];
  const person = { login: 'jan.kowal', names: ['Jan Kowalski'], staff: true, own };
  it.each([
    ['short', 'Krótkie1', 'password-length'],
    ['longer than 128 characters', `Aa1${'x'.repeat(126)}`, 'password-length'],
    ['without mixture, for staff', 'tylkomaleliteryinic', 'password-classes'],
    ['with the login', 'Jan.Kowal-haslo-1', 'password-personal'],
    ['with the name, however written', 'żółć-KOWALSKI-12345', 'password-personal'],
    ['with the birth date, turned round', 'Zielony23071985las', 'password-personal'],
    ['with the PESEL', 'Zielony-85072312345', 'password-personal'],
    ['with the telephone number', 'Zielony 600700800 las', 'password-personal'],
    ['with the place of work', 'przychodnia zdrowie 1A', 'password-personal'],
    ['a known one in disguise', 'P@$$w0rd123456', 'password-known'],
    ['one Polish word and a digit', 'Odpowiedzialność1!', 'password-known'],
    ['a known one twice', 'WarszawaWarszawa1', 'password-known'],
    ['good', 'Zielony-Las-1-Rzeka', undefined],
    ['a long sentence with spaces 1 A', 'Cztery słonie, zielone słonie', undefined],
  ])('judges one that is %s', (_, password, code) =>
    expect(passwordFault(password, person, values, known)?.code).toBe(code),
  );

  it('asks no classes of patients', () =>
    expect(passwordFault('tylkomaleliteryinic', { ...person, staff: false }, values, known)).toBeUndefined());

  it.each([
    ['Zielony-Las-1-Rzeka', 'Zielony-Las-2-Rzeka', true],
    ['Zielony-Las-1-Rzeka', 'zielony-las-2026-rzeka', true],
    ['Zielony-Las-1-Rzeka', 'Zielony-Las-1-RzekaXYZ', true],
    ['Zielony-Las-1-Rzeka', 'Zielony-Las-1-RzekaWXYZ', false],
    ['Zielony-Las-1-Rzeka', 'Cztery słonie, zielone słonie', false],
  ])('takes for a near copy of %s: %s, %s', (old, copy, near) => expect(isNearCopy(copy, old, 4)).toBe(near));

  it('measures edit distance as Levenshtein did, up to the bound', () => {
    const slow = (a: string, b: string): number => {
      if (!a || !b) return a.length + b.length;
      const change = slow(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1);
      return Math.min(change, slow(a.slice(1), b) + 1, slow(a, b.slice(1)) + 1);
    };
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    fc.assert(fc.property(short, short, (a, b) => editDistance(a, b, 4) === Math.min(4, slow(a, b))));
  });

  it('hashes two at once, lets some wait and turns the rest away', async () => {
    const turn = queue(2, 3);
    let active = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++active);
      await new Promise((done) => setImmediate(done));
      active--;
      return 'done';
    };
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => turn(work)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(results[7]).toMatchObject({ reason: { kind: 'unavailable', code: 'sign-in-busy', retryAfter: 5 } });
    expect(most).toBe(2);
    await expect(turn(async () => Promise.reject(new Error('fails')))).rejects.toThrow('fails');
    expect(await turn(work)).toBe('done');
  });
});

describe('our own page', () => {
  const request = { method: 'POST', host: 'localhost:8080', origin: undefined, fetchSite: undefined };
  it.each([
    [{}, true],
    [{ origin: 'http://127.0.0.1:8080', fetchSite: 'same-origin' }, true],
    [{ origin: 'http://localhost:8080' }, true],
    [{ origin: 'http://localhost:9999' }, false],
    [{ origin: 'null' }, false],
    [{ fetchSite: 'cross-site' }, false],
    [{ fetchSite: 'same-site' }, false],
    [{ origin: 'http://localhost:8080', host: undefined }, false],
  ])('%j: %s', (changes, own) => expect(isOwnPage({ ...request, ...changes }, 'http://127.0.0.1:8080')).toBe(own));
});

describe('the policy', () => {
  const today = '2026-03-01';
  const weaker = {
    setting: 'staff.password.maxAgeDays',
    value: 90,
    reason: 'Pilot',
    owner: 'IOD',
    until: '2026-03-31',
  };

  it('is made stricter freely, and weaker only by an exception with an end', () => {
    expect(readPolicy({}, today).values['staff.password.maxAgeDays']).toBe(30);
    const strict = readPolicy({ settings: { 'staff.password.maxAgeDays': 14 } }, today);
    expect([strict.values['staff.password.maxAgeDays'], strict.exceptions]).toEqual([14, []]);
    expect(() => readPolicy({ settings: { 'staff.password.maxAgeDays': 90 } }, today)).toThrow(/exceptions/);
    expect(readPolicy({ exceptions: [weaker] }, today).values['staff.password.maxAgeDays']).toBe(90);
    expect(readPolicy({ exceptions: [weaker] }, '2026-04-01')).toEqual(readPolicy({}, today));
  });

  it.each([
    [{ exceptions: [{ ...weaker, reason: ' ' }] }, /reason/],
    [{ exceptions: [{ ...weaker, owner: undefined }] }, /owner/],
    [{ exceptions: [{ ...weaker, until: 'later' }] }, /until/],
    [{ exceptions: [{ ...weaker, value: 4000 }] }, /from 1 to 3650/],
    [{ settings: { 'disable.mfa': 1 } }, /no setting disable.mfa/],
    [{ settings: { 'lockout.failures': '5' } }, /whole number/],
    [{ settings: { 'unused.blockDays': 20 } }, /unused.warnDays/],
    [{ setings: {} }, /setings/],
  ])('refuses %j', (file, says) => expect(() => readPolicy(file as PolicyFile, today)).toThrow(says));
});

describe('the list of known passwords', () => {
  it('has more than 100,000 entries, Polish words among them, and misses none of its members', () => {
    const words = knownPasswords();
    expect(words.size).toBeGreaterThan(200_000);
    const list = readFilter(readFileSync('build/known-passwords/filter.bin'));
    expect(list.size).toBe(words.size);
    for (const word of ['qwertyuiop', 'odpowiedzialnosc', 'wisniewska', 'monkey']) expect(list.has(word)).toBe(true);
    expect([...words].filter((word, place) => place % 97 === 0 && !list.has(word))).toEqual([]);
    const strangers = Array.from({ length: 20_000 }, (_, number) => `nobody-says-${number}`);
    expect(strangers.filter((word) => list.has(word)).length).toBeLessThan(3);
  });
});
