/**
 * Controls of sign-in, each weakened on purpose: the test named beside it must fail then, or it is no test of it
 * (security/requirements 0.5). A mutant is a replacement in one source file, made while the test loads it; nothing that
 * could be switched off is in the platform itself.
 */

export interface Mutant {
  readonly name: string;
  /** The source file, and what is said in it once. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The file of the test, and the beginning of the names of its tests that must fail. */
  readonly test: string;
  readonly named: string;
}

const accounts = 'systems/oversight/accounts';

export const mutants: readonly Mutant[] = [
  {
    name: 'a used code is accepted again',
    file: `${accounts}/proofs.ts`,
    from: `(await store.useStep(account.id, step)) ? {} : { refused: 'code-used' }`,
    to: '{}',
    test: `${accounts}/sign-in.test.ts`,
    named: 'lets exactly one of many parallel uses of one code win',
  },
  {
    name: 'a recovery code is accepted twice',
    file: `${accounts}/proofs.ts`,
    from: 'const used = right && stored && (await factors.useCode(account.id, stored.selector, now));',
    to: 'const used = right && stored;',
    test: `${accounts}/passkeys.test.ts`,
    named: 'give one session when one code comes twice at once',
  },
  {
    name: 'an unknown login skips the hash',
    file: `${accounts}/passwords.ts`,
    from: 'const against = stored ?? (await nobody);',
    to: 'if (stored === undefined) return false;\n      const against = stored;',
    test: `${accounts}/protection.test.ts`,
    named: 'takes the same time as a known one',
  },
  {
    name: 'a lockout is told only to those who exist, by another statement',
    file: `${accounts}/password-step.ts`,
    from: `if (after.locks > row.locks) await told.tellLogin(`,
    to: `if (after.locks > row.locks && (await storeOn(needs, tx).accountOfLogin(login))) await told.tellLogin(`,
    test: `${accounts}/protection.test.ts`,
    named: 'costs the same work as a known one',
  },
  {
    name: 'a blocked account says so',
    file: `${accounts}/password-step.ts`,
    from: `    throw refuse('wrong-credentials');`,
    to: `    throw refuse(account?.blockedAt ? 'session-ended' : 'wrong-credentials');`,
    test: `${accounts}/sign-in.test.ts`,
    named: 'answers the same bytes for unknown, wrong, locked and blocked',
  },
  {
    name: 'failures are counted after the judgement',
    file: `${accounts}/password-step.ts`,
    from: 'const isOpen = account && !account.blockedAt && !account.passwordOffAt && !before.isLocked;',
    to: 'const isOpen = account && !account.blockedAt && !account.passwordOffAt;',
    test: `${accounts}/protection.test.ts`,
    named: 'pause the password for all devices',
  },
  {
    name: 'failures of others keep out a known device',
    file: `${accounts}/password-step.ts`,
    from: "slot: isKnown ? `*${device.toString('base64url')}` : unknownDevices,",
    to: 'slot: unknownDevices,',
    test: `${accounts}/protection.test.ts`,
    named: 'by others do not keep out the owner',
  },
  {
    name: 'a device cookie is believed without its signature',
    file: `${accounts}/devices.ts`,
    from: 'id && signature && sameSecret(signature, signatureOf(id)) ? id : undefined',
    to: 'id && signature ? id : undefined',
    test: `${accounts}/protection.test.ts`,
    named: 'take a forged or foreign device cookie for nothing',
  },
  {
    name: 'a device of one account is known to all',
    file: `${accounts}/notice-store.ts`,
    from: `'select from accounts.device where account = $1 and hash = $2'`,
    to: `'select from accounts.device where $1::uuid is not null and hash = $2'`,
    test: `${accounts}/protection.test.ts`,
    named: 'take a forged or foreign device cookie for nothing',
  },
  {
    name: 'a hundred failures change nothing',
    file: `${accounts}/password-step.ts`,
    from: `failures > values['lockout.total'] &&`,
    to: `failures > 100_000 &&`,
    test: `${accounts}/protection.test.ts`,
    named: 'switch the password off until recovery',
  },
  {
    name: 'work counts for any source',
    file: `${accounts}/proof-of-work.ts`,
    from: 'const purposeOf = (source: string): string => `work ${source}`;',
    to: 'const purposeOf = (_source: string): string => `work`;',
    test: `${accounts}/protection.test.ts`,
    named: 'must work for each attempt from ten on',
  },
  {
    name: 'work is shown twice',
    file: `${accounts}/proof-of-work.ts`,
    from: `return factorStore(tx).useChallenge(hash('sha256', challenge, 'buffer'), end);`,
    to: 'return tx !== undefined && factorStore !== undefined;',
    test: `${accounts}/protection.test.ts`,
    named: 'must work for each attempt from ten on',
  },
  {
    name: 'an old password goes on working',
    file: `${accounts}/opening.ts`,
    from: `return left !== undefined && left <= 0 ? 'password' : null;`,
    to: 'return null;',
    test: `${accounts}/password-life.test.ts`,
    named: 'is changed after thirty days',
  },
  {
    name: 'a session that lacks something is good for everything',
    file: `${accounts}/authenticator.ts`,
    from: 'if (session.lacks && !whileLacking.test(request.url))',
    to: 'if (session.lacks && request.url === whileLacking.source)',
    test: `${accounts}/password-life.test.ts`,
    named: 'is changed after thirty days',
  },
  {
    name: 'former passwords come back',
    file: `${accounts}/password-judge.ts`,
    from: 'for (const hash of before.former) {',
    to: 'for (const hash of before.former.slice(0, 1)) {',
    test: `${accounts}/password-life.test.ts`,
    named: 'takes none of the last',
  },
  {
    name: 'the list of known passwords is not asked',
    file: `${accounts}/password-rules.ts`,
    from: '[...disguises(normal)].some((word) => known.has(word))',
    to: '[...disguises(normal)].some((word) => known.has(word) && false)',
    test: `${accounts}/rules.test.ts`,
    named: 'judges one that is a known one in disguise',
  },
  {
    name: 'names are compared as they are written',
    file: `${accounts}/password-rules.ts`,
    from: 'const plain = folded(normal);',
    to: 'const plain = normal;',
    test: `${accounts}/rules.test.ts`,
    named: 'judges one that is with the name',
  },
  {
    name: 'operators may use synced passkeys',
    file: `${accounts}/life/enrolment.ts`,
    from: '=== 1 && !kept.deviceBound)',
    to: '=== 2 && !kept.deviceBound)',
    test: `${accounts}/life/account-life.test.ts`,
    named: 'of an operator demands a passkey bound to one device',
  },
  {
    name: 'operators sign in by a password',
    file: `${accounts}/opening.ts`,
    from: `policy.of('operators.deviceBoundPasskey') === 1 && acrOf(entry) !== 'ez:aal3'`,
    to: `policy.of('operators.deviceBoundPasskey') === 2 && acrOf(entry) !== 'ez:aal3'`,
    test: `${accounts}/password-life.test.ts`,
    named: 'without a security key gets a session',
  },
  {
    name: 'an operation forgets how long ago a factor was shown',
    file: 'core/http/operations.ts',
    from: 'if (within && !(',
    to: 'if (within === 0 && !(',
    test: `${accounts}/password-life.test.ts`,
    named: 'shows a factor again before what gives power',
  },
  {
    name: 'an operator approves a request of their own',
    file: `${accounts}/life/request-rules.ts`,
    from: 'if (request.requestedBy === decider) {',
    to: 'if (request.requestedBy === `${decider}?`) {',
    test: `${accounts}/life/account-life.test.ts`,
    named: 'is decided by another person, once',
  },
  {
    name: 'an activation code opens two accounts',
    file: `${accounts}/life/enrolment.ts`,
    from: `if (code && !(await lifeStore(tx).useCode(code, now))) throw`,
    to: `if (code && !(await lifeStore(tx).useCode(code, now)) && false) throw`,
    test: `${accounts}/life/account-life.test.ts`,
    named: 'lets exactly one of two parallel uses of one code make the account',
  },
  {
    name: 'an identifier is given again',
    file: `${accounts}/life/account-life.ts`,
    from: `if (login && !(await store.useIdentifier(needs.keys.mark('identifier', login)))) {`,
    to: `if (login && !(await store.useIdentifier(needs.keys.mark('identifier', login))) && false) {`,
    test: `${accounts}/life/account-life.test.ts`,
    named: 'for ever erases what opens the account',
  },
  {
    name: 'unused accounts stay open',
    file: `${accounts}/life/upkeep.ts`,
    from: `store.blockUnused(ago(policy.of('unused.blockDays')), now)`,
    to: `store.blockUnused(ago(9999), now)`,
    test: `${accounts}/life/account-life.test.ts`,
    named: 'ends by itself',
  },
  {
    name: 'an idle session is not locked',
    file: `${accounts}/session-life.ts`,
    from: 'isOpen(session, now) && idleLeft(session, now) > 0;',
    to: 'isOpen(session, now);',
    test: `${accounts}/session-lock.test.ts`,
    named: 'opens nothing, and one factor',
  },
  {
    name: 'the lock screen takes guesses for ever',
    file: `${accounts}/unlocking.ts`,
    from: '} else if (after.lockedUntil) {',
    to: '} else if (after.lockedUntil && after.failures > 100) {',
    test: `${accounts}/session-lock.test.ts`,
    named: 'is ended by five wrong answers',
  },
  {
    name: 'staff keep any number of sessions',
    file: `${accounts}/opening.ts`,
    from: `const keep = needs.policy.of('staff.sessions') - 1;`,
    to: `const keep = needs.policy.of('staff.sessions') + 1000;`,
    test: `${accounts}/session-lock.test.ts`,
    named: 'are three at most',
  },
  {
    name: 'a draft is stored in clear',
    file: `${accounts}/draft-operations.ts`,
    from: `keys.seal('draft', rowOf(actor.id, key), (body as { text: string }).text)`,
    to: `Buffer.from((body as { text: string }).text)`,
    test: `${accounts}/session-lock.test.ts`,
    named: 'outlives the session by a day',
  },
  {
    name: 'recovery asks for one thing only',
    file: `${accounts}/password-life.ts`,
    from: '!stored || !rightCode || !seed || step === undefined)',
    to: '!stored || !rightCode || !seed)',
    test: `${accounts}/password-life.test.ts`,
    named: 'takes a recovery code and the authenticator together',
  },
];
