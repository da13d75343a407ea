/** How long an app may act for a person: pure rules. security/requirements.md 2.1 */
import type { AppGrant } from './apps-store.ts';
import type { PersonRole } from './model.ts';
import { isLive } from './session-life.ts';

const hour = 60 * 60;
/** Seconds. The longest life of a refresh token that ends with the session. */
export const sessionRefreshSeconds = 12 * hour;
/** Seconds. The life of a refresh token of an app that holds a key of its own, on its owner's device or server. */
export const offlineSeconds = 30 * 24 * hour;
/** Milliseconds. From a click in the portal to the person's yes. */
export const launchLife = 5 * 60_000;

/**
 * Whether what came of a grant may still be used: as long as the session in which it was given is open (idle or not:
 * the app is in use, not the portal), or as long as its owner let it go on without.
 */
export function isStanding({ session, offlineUntil, endedAt }: AppGrant, now: Date): boolean {
  if (endedAt || session.account.blockedAt) return false;
  if (offlineUntil && offlineUntil > now) return true;
  return isLive({ ...session, lastUsedAt: now }, now);
}

/**
 * Only patients let an app go on without them: staff work in sessions. And only an app that proves who it is by a
 * key.
 */
export const mayGoOffline = (role: PersonRole, scopes: readonly string[], holdsKey: boolean): boolean =>
  role === 'patient' && holdsKey && scopes.includes('offline_access');
