/** How long a session lives, and when a browser's change is believed. security/requirements C-12 and 8: pure rules. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { PersonRole, Session } from './model.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Idle and absolute life, milliseconds. */
export const lives = {
  patient: { idle: 15 * minute, absolute: 12 * hour },
  physician: { idle: 15 * minute, absolute: 12 * hour },
  pharmacist: { idle: 15 * minute, absolute: 12 * hour },
  operator: { idle: 10 * minute, absolute: 8 * hour },
} as const satisfies Record<PersonRole, { idle: number; absolute: number }>;

/** How much idle time is left, milliseconds; nothing left means that the session is over. */
export const idleLeft = ({ position, lastUsedAt }: Session, now: Date): number =>
  lastUsedAt.getTime() + lives[position.role].idle - now.getTime();

/** True until the session ends, locked or not. */
function isOpen(session: Session, now: Date): boolean {
  if (session.endedAt || session.account.blockedAt) return false;
  if (session.position.ends && session.position.ends <= now) return false;
  return session.endsAt > now;
}

export const isLive = (session: Session, now: Date): boolean =>
  isOpen(session, now) && !session.lockedAt && idleLeft(session, now) > 0;

/** Nobody was there for too long, or something odd was seen: it opens nothing until a factor is shown. */
export const isLocked = (session: Session, now: Date): boolean =>
  isOpen(session, now) && (!!session.lockedAt || idleLeft(session, now) <= 0);

/**
 * Why a session opens nothing now: it is `locked`, and one factor opens it again; it was `revoked`: ended from
 * elsewhere, or its account blocked; or its time is over.
 */
export function whyNone(session: Session | undefined, now: Date): 'locked' | 'revoked' | 'ended' {
  if (session?.endedAt || session?.account.blockedAt) return 'revoked';
  return session && isLocked(session, now) ? 'locked' : 'ended';
}

/** Use is written down at most once a minute. */
export const shouldTouch = ({ lastUsedAt }: Session, now: Date): boolean =>
  now.getTime() - lastUsedAt.getTime() >= minute;

/** The anti-forgery token of a session: a function of the cookie that a foreign page can neither read nor compute. */
export const csrfToken = (secret: string): string => createHmac('sha256', secret).update('csrf').digest('base64url');

export interface BrowserRequest {
  readonly method: string;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly host: string | undefined;
}

/** GET never changes state; everything else that comes by cookie must prove that our own page sent it. */
export const changesState = (method: string): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** True when the browser says, or does not deny, that one of our own pages sent the request. */
export function isOwnPage({ origin, fetchSite, host }: BrowserRequest, baseUrl: string): boolean {
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') return false;
  if (origin === undefined) return true;
  if (origin === new URL(baseUrl).origin) return true;
  return URL.parse(origin)?.host === host && host !== undefined;
}

/** Compares two secrets in a time that does not depend on them. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
