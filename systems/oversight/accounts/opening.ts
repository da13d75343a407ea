/**
 * What follows from a right sign-in: a session of the level that the factors reach, with what it lacks; the device is
 * remembered; the person is told of what may not have been them. security/requirements C-02, C-06, C-12, C-16
 */
import type { Acr } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { factorStore } from './factor-store.ts';
import { mayAct } from './entitlement.ts';
import type { KnownAccount, Lacking, Position } from './model.ts';
import { noticeStore } from './notice-store.ts';
import type { PolicyInForce } from './policy/policy.ts';
import { type Entry, type Refused, type SignedIn, type SignInNeeds, storeOn } from './sign-in-needs.ts';

/** Failures before the right password of which the person is told. */
const failuresToTell = 3;
const day = 24 * 60 * 60_000;

/** security/requirements 2.1 */
export const acrOf = ({ factors, deviceBound }: Pick<Entry, 'factors' | 'deviceBound'>): Acr =>
  !factors.includes('passkey') ? 'ez:aal2' : deviceBound ? 'ez:aal3' : 'ez:aal2-pr';

/** Opens a session for somebody whose factors were right. */
export async function openSession(
  needs: SignInNeeds,
  tx: Tx,
  account: KnownAccount,
  entry: Entry,
): Promise<SignedIn | Refused> {
  const now = needs.runtime.now();
  const store = storeOn(needs, tx);
  const all = await store.positions(account.id, now);
  const positions: Position[] = [];
  for (const position of all) if (await mayAct(needs, account, position)) positions.push(position);
  const [first] = positions;
  if (!first && all.length > 0) return { refused: 'not-entitled', account };
  if (!first) return { refused: 'handle-not-valid', account };
  const acr = acrOf(entry);
  const lacks = lackingOf(account, first, entry, needs.policy, now);
  if (lacks === 'passkey' && (await factorStore(tx).passkeys(account.id)).some(({ deviceBound }) => deviceBound)) {
    return { refused: 'security-key-needed', account };
  }
  if (first.role !== 'patient') await keepFew(needs, tx, account, entry);
  await tell(needs, tx, account, entry, first);
  const deviceId = entry.place.deviceId ?? needs.devices.newId();
  const isNew = await noticeStore(tx).remember(account.id, needs.devices.hashOf(deviceId), entry.place.device, now);
  if (isNew && account.lastSignedInAt) await telling(needs, tx, account, entry)('new-device');
  await store.signedIn(account.id, now);
  const from = { source: entry.place.call.source, device: entry.place.device, factors: entry.factors };
  return { ...(await needs.sessions.open(tx, account, first, from, { acr, lacks })), positions, deviceId };
}

/** What must be done before anything else: a security key made, a password changed. */
function lackingOf(
  { password, passwordSetAt, changeOrderedAt }: KnownAccount,
  { role }: Position,
  entry: Entry,
  policy: PolicyInForce,
  now: Date,
): Lacking | null {
  if (role === 'operator' && policy.of('operators.deviceBoundPasskey') === 1 && acrOf(entry) !== 'ez:aal3')
    return 'passkey';
  if (!password) return null;
  if (changeOrderedAt) return 'password';
  // Whoever signs in by a passkey has shown no password that could be old (K1).
  const left =
    role === 'patient' || !entry.factors.includes('password') ? undefined : daysLeft(passwordSetAt, policy, now);
  return left !== undefined && left <= 0 ? 'password' : null;
}

/** Days until a password of staff must be changed. K1 */
export const daysLeft = (setAt: Date | null, policy: PolicyInForce, now: Date): number =>
  Math.ceil(((setAt?.getTime() ?? 0) + policy.of('staff.password.maxAgeDays') * day - now.getTime()) / day);

const telling =
  ({ runtime }: SignInNeeds, tx: Tx, { id }: KnownAccount, { place }: Entry) =>
  (kind: Parameters<ReturnType<typeof noticeStore>['tell']>[2]) =>
    noticeStore(tx).tell(runtime.newId(), id, kind, runtime.now(), { source: place.call.source, device: place.device });

async function tell(
  needs: SignInNeeds,
  tx: Tx,
  account: KnownAccount,
  entry: Entry,
  { role }: Position,
): Promise<void> {
  const say = telling(needs, tx, account, entry);
  if (entry.factors.includes('recovery')) await say('recovery-code-used');
  if ((entry.afterFailures ?? 0) >= failuresToTell) await say('signed-in-after-failures');
  if (role === 'patient' || !account.password) return;
  const now = needs.runtime.now();
  const left = daysLeft(account.passwordSetAt, needs.policy, now);
  // Reminded when a week is left, and again on the last day.
  const since = new Date(now.getTime() - (left <= 1 ? 1 : 6) * day);
  if (left > 0 && left <= 7 && !(await noticeStore(tx).toldSince(account.id, 'password-expiring', since)))
    await say('password-expiring');
}

/** Staff have at most so many sessions: the longest unused give way. */
async function keepFew(needs: SignInNeeds, tx: Tx, account: KnownAccount, entry: Entry): Promise<void> {
  const keep = needs.policy.of('staff.sessions') - 1;
  if ((await storeOn(needs, tx).endOldest(account.id, keep, needs.runtime.now())) > 0)
    await telling(needs, tx, account, entry)('session-replaced');
}
