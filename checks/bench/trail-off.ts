/**
 * A trail that writes nothing, so that the bench can say what the trail costs. It lives here and nowhere else: no
 * setting leads to it, the platform takes it from the bench alone, and only as a demonstration on loopback
 * (apps/systems.ts). Security/requirements 0, rule 1.
 */
import type { RecordTrail } from '#core/audit/index.ts';

const nothing = { text: 'select where false', values: [] };

export const trailOff = (): RecordTrail => ({
  hide: () => undefined,
  write: async () => undefined,
  insertion: () => nothing,
  insertionOfFound: () => nothing,
  insertionOfPages: () => nothing,
});
