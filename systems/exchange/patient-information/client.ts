/**
 * The one file that speaks with the Fund: JSON over HTTPS, with a certificate of ours where one is given, page after
 * page, each tried three times while nobody is there. When the Fund publishes its interface, this file and protocol.ts
 * are what changes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type MutualTls, type OutboundRules } from '#core/http/outbound.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { DownBecause, Service, Told } from './model.ts';
import { mostPages, Nonsense, type Page, pageLimit, questionOf, readPage } from './protocol.ts';

/** Where the Fund answers, and how it is reached. */
export interface Connection {
  /** `https://…`; the path `/swiadczenia` is added. */
  readonly address: string;
  readonly tls?: MutualTls | undefined;
  readonly rules: OutboundRules;
  /** Milliseconds before a page that failed is asked for again, one for each further try. */
  readonly waits?: readonly number[];
  /** Milliseconds for one page. */
  readonly within?: number;
}

/** The Fund did not answer, or answered what is none. */
export class NotAnswered extends Error {
  readonly because: DownBecause;
  constructor(because: DownBecause, says: string) {
    super(says);
    this.because = because;
  }
}

/**
 * All that the Fund says of a person. When pages after the first fail, what came before counts, and is called partial.
 * @throws NotAnswered when there is nothing to go by
 */
export async function fetchServices(connection: Connection, pesel: string, signal: AbortSignal): Promise<Told> {
  const first = await page(connection, pesel, 1, signal);
  const found = new Map<string, Service>(first.services.map((one) => [one.number, one]));
  let { unreadable, complete } = first;
  for (let number = 2; number <= Math.min(first.pages, mostPages); number++) {
    const next = await page(connection, pesel, number, signal).catch((error: unknown) => {
      if (error instanceof NotAnswered) return undefined;
      throw error;
    });
    if (!next) {
      complete = false;
      break;
    }
    for (const one of next.services) found.set(one.number, one);
    unreadable += next.unreadable;
    complete &&= next.complete;
  }
  return { services: [...found.values()], unreadable, complete, simulated: first.simulated };
}

async function page(connection: Connection, pesel: string, number: number, signal: AbortSignal): Promise<Page> {
  const { address, tls, rules, waits = [250, 1_000], within = 5_000 } = connection;
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'accept-encoding': 'identity' };
  const question = { body: questionOf(pesel, number), headers, limit: pageLimit, within, tls, signal };
  for (let attempt = 0; ; attempt++) {
    try {
      return readPage(await ask(`${address}/swiadczenia`, question, rules), { pesel, page: number });
    } catch (error) {
      signal.throwIfAborted();
      const failed = asNotAnswered(error);
      const wait = waits[attempt];
      // Asking again mends neither a refusal nor nonsense, and makes what is slow slower.
      if (wait === undefined || failed.because !== 'silent') throw failed;
      await sleep(wait, undefined, { signal });
    }
  }
}

/** @throws the error itself when it is a fault of ours */
function asNotAnswered(error: unknown): NotAnswered {
  if (error instanceof Nonsense) return new NotAnswered('nonsense', error.message);
  if (!(error instanceof Refusal)) throw error;
  const { message } = error;
  if (/more than \d+ bytes/.test(message)) return new NotAnswered('nonsense', message);
  if (/did not answer in/.test(message)) return new NotAnswered('slow', message);
  return new NotAnswered(/answered 4\d\d|not allowed|inner address/.test(message) ? 'refused' : 'silent', message);
}
