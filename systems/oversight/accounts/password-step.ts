/**
 * The first step of signing in: the password. Unknown, blocked, paused and switched-off logins cost the same and read
 * the same as a wrong password. Attempts are counted before they are judged: of many guesses sent at once, the sixth
 * already finds the lock. security/requirements C-09
 */
import { hash } from 'node:crypto';
import { afterFailure, demandOf, isLocked, sourceOf, sourceRefusal, sourceWindow } from './lockout.ts';
import type { KnownAccount } from './model.ts';
import { noticeStore } from './notice-store.ts';
import { isWorkDone } from './proof-of-work.ts';
import { refuse } from './refusals.ts';
import { note, type Place, type SignInNeeds, storeOn } from './sign-in-needs.ts';

const handleLife = 5 * 60_000;
const nobody = '00000000-0000-0000-0000-000000000000';
/** Counters of a login that belong to no source: all devices that are not known, and all failures in a row. */
const unknownDevices = '*';
const inARow = '**';

/** What was typed as a login, in the form logins have; what cannot be one becomes the login of nobody. */
export function asLogin(typed: string): string {
  const login = typed.trim().toLowerCase();
  return /^[a-z0-9][a-z0-9.-]{2,63}$/.test(login) ? login : '';
}

interface Attempt {
  readonly login: string;
  readonly subject: Buffer;
  readonly source: string;
  /** Which counter it falls to. */
  readonly slot: string;
  readonly isKnown: boolean;
}

/**
 * Checks the password.
 * @returns a handle that only the second factor accepts, once, for five minutes
 * @throws Refusal `wrong-credentials`, `work-needed` and `too-many-failures` (this source), `sign-in-busy`
 */
export async function givePassword(needs: SignInNeeds, typed: string, given: string, place: Place): Promise<string> {
  const { database, runtime, passwords } = needs;
  const now = runtime.now();
  const account = await storeOn(needs, database).accountOfLogin(asLogin(typed));
  const attempt = await attemptOf(needs, typed, account, place);
  if (!attempt.isKnown) await demandOfSource(needs, attempt.source, place);
  const before = await count(needs, attempt, place);
  const right = await passwords.verify(account?.password ?? undefined, given);
  const isOpen = account && !account.blockedAt && !account.passwordOffAt && !before.isLocked;
  if (!isOpen || !right) {
    await note(needs, place.call, account, 'wrong-credentials');
    throw refuse('wrong-credentials');
  }
  const handle = runtime.randomBytes(32).toString('base64url');
  await database.transaction(async (tx) => {
    const store = storeOn(needs, tx);
    for (const slot of [attempt.slot, inARow, attempt.source]) await store.clearFailures(attempt.subject, slot);
    await noticeStore(tx).right(attempt.source);
    const expires = new Date(now.getTime() + handleLife);
    await store.addHandle(hash('sha256', handle, 'buffer'), account.id, expires, before.inARow);
  });
  return handle;
}

async function attemptOf(
  { keys, devices, database }: SignInNeeds,
  typed: string,
  account: KnownAccount | undefined,
  { call, deviceId }: Place,
): Promise<Attempt> {
  const login = asLogin(typed);
  const device = deviceId === undefined ? undefined : devices.hashOf(deviceId);
  const isKnown = device !== undefined && (await noticeStore(database).isKnown(account?.id ?? nobody, device));
  return {
    login,
    subject: keys.mark('subject', `password ${login}`),
    source: sourceOf(call.source),
    // A known device has a counter to itself: a thief of one still guesses no more than others.
    slot: isKnown ? `*${device.toString('base64url')}` : unknownDevices,
    isKnown,
  };
}

/** @throws Refusal `too-many-failures`, `work-needed` when too much has failed from this source */
async function demandOfSource(needs: SignInNeeds, source: string, { call, work }: Place): Promise<void> {
  const { database, runtime, keys, policy } = needs;
  const now = runtime.now();
  const since = new Date(now.getTime() - sourceWindow);
  const seen = await noticeStore(database).source(source, since);
  const accounts = await storeOn(needs, database).failingSubjects(source, since);
  const isRefused = seen.refusedUntil !== null && seen.refusedUntil > now;
  const demand = isRefused ? 'refuse' : demandOf({ ...seen, accounts }, policy.current.values);
  if (demand === 'nothing') return;
  if (demand === 'refuse') {
    if (!isRefused) await noticeStore(database).refuse(source, new Date(now.getTime() + sourceRefusal));
    await note(needs, call, undefined, 'too-many-failures');
    throw refuse('too-many-failures');
  }
  const bits = policy.of('lockout.workBits');
  if (work && (await isWorkDone({ keys, runtime, tx: database }, work, source, bits))) return;
  await note(needs, call, undefined, 'work-needed');
  throw refuse('work-needed');
}

/** Counts the attempt as failed, and says what stood before. */
async function count(needs: SignInNeeds, attempt: Attempt, { call, device }: Place) {
  const { database, runtime, policy } = needs;
  const { login, subject, source, slot } = attempt;
  const now = runtime.now();
  const { values } = policy.current;
  return database.transaction(async (tx) => {
    const store = storeOn(needs, tx);
    const told = noticeStore(tx);
    const row = await store.lockFailures(subject, slot, now);
    const locked = isLocked(row, now);
    const after = afterFailure(row, now, values);
    await store.saveFailures(subject, slot, after);
    const all = await store.lockFailures(subject, inARow, now);
    // While locked nothing is judged, so nothing is counted: hammering does not switch a password off.
    const failures = locked ? all.failures : all.failures + 1;
    await store.saveFailures(subject, inARow, { ...all, failures });
    await store.noteFailing(subject, source, now);
    await told.attempt(source, now, new Date(now.getTime() - sourceWindow));
    const where = { source: call.source, device };
    if (after.locks > row.locks) await told.tellLogin(runtime.newId(), login, 'lockout', now, where);
    // Reached by the next failure; when this attempt is right after all, the counter is cleared.
    if (failures > values['lockout.total'] && (await store.switchPasswordOff(login, now)) > 0)
      await told.tellLogin(runtime.newId(), login, 'password-off', now, where);
    return { isLocked: locked, inARow: all.failures };
  });
}
