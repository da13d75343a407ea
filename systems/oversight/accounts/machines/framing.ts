/**
 * Which pages may show the profile in a frame: the origins that an operator has written down for an app. Decision 0050.
 */
import type { Database } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { clientStore } from './client-store.ts';

/** @throws Refusal `client-not-valid` for what is no origin, or reached without https; loopback is for the demonstration. */
export function demandOrigins(origins: readonly string[], demonstration: boolean): void {
  for (const origin of origins) {
    const url = URL.parse(origin);
    const isLocal = demonstration && url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
    // The text goes into a header: it is an origin and nothing else, letter by letter.
    if (url && (url.protocol === 'https:' || isLocal) && url.origin === origin) continue;
    const says = `Not an origin that a page can have: ${origin.slice(0, 200)}. Write https://host or https://host:port.`;
    throw new Refusal('invalid', 'client-not-valid', says);
  }
}

/** The origins of an app that may be used now; none for what is unknown or stopped. */
export const frameOriginsOf = (database: Database, demonstration: boolean) => (client: string) =>
  clientStore(database, { demonstration }).frameOrigins(client);
