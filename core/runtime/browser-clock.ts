/**
 * The browser's clock and chance. Beside runtime.ts, which needs Node, so that this folder stays the only one to ask
 * for them.
 */
export const browserClock = {
  /** The present instant. */
  now: (): Date => new Date(),
};

/** An id that nobody else has: for a change that must not be done twice (`Idempotency-Key`). */
export const newBrowserId = (): string => crypto.randomUUID();
