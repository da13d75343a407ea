/**
 * When the session was last seen alive, over all windows of this browser: a request in one window keeps the others from
 * announcing the end. The server alone decides when a session ends; this only says when to warn.
 */
const key = 'ez-alive';

export interface Pulse {
  /** The session was alive just now. */
  beat(): void;
  /** Whole seconds since it was last seen alive. */
  silence(): number;
}

export function createPulse(clock: { now(): Date }, storage: Pick<Storage, 'getItem' | 'setItem'>): Pulse {
  let own = clock.now().getTime();
  const kept = () => {
    try {
      return Number(storage.getItem(key)) || 0;
    } catch {
      return 0;
    }
  };
  return {
    beat: () => {
      own = clock.now().getTime();
      try {
        storage.setItem(key, String(own));
      } catch {
        // Without storage each window counts for itself.
      }
    },
    silence: () => Math.max(0, Math.floor((clock.now().getTime() - Math.max(own, kept())) / 1000)),
  };
}
