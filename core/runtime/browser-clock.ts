/**
 * The browser's clock. Beside runtime.ts, which needs Node, so that this folder stays the only one to ask for the
 * time.
 */
export const browserClock = {
  /** The present instant. */
  now: (): Date => new Date(),
};
