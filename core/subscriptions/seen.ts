/**
 * What a subscriber is shown: every resource is read from the record as them, at this moment. What they may no longer
 * see is left out, and the trail names what they were shown.
 */
import type { Actor, Call } from '../access/actor.ts';
import type { Stored } from '../record/record.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { SubscriptionNeeds } from './needs.ts';
import type { Told } from './notification.ts';
import type { Event, State } from './store.ts';

/** Letters of all resources in one notification, unless one alone has more. */
const largest = 4 * 1024 * 1024;

/** Events looked at together: they share statements and commits. Of what does not fit the trail names a few too many. */
const atOnce = 16;

export interface Seen {
  readonly told: readonly Told[];
  /** The last event that was looked at: those behind it are for the next notification. */
  readonly last: string;
}

/** The events of the start of the list that the actor may see, as many as fit. */
export async function seen(
  needs: SubscriptionNeeds,
  actor: Actor,
  state: State,
  events: readonly Event[],
  content: State['content'] = state.content,
): Promise<Seen> {
  const call: Call = { actor, source: 'local', trace: `subscription-${state.id}` };
  const told: Told[] = [];
  let size = 0;
  let last = '0';
  for (let from = 0; from < events.length; from += atOnce) {
    const some = events.slice(from, from + atOnce);
    const looks = await Promise.all(some.map((event) => look(needs, call, state, event, content)));
    for (const [place, { number }] of some.entries()) {
      const found = looks[place];
      const letters = found ? lettersOf(found) : 0;
      if (told.length > 0 && size + letters > largest) return { told, last };
      size += letters;
      last = number;
      if (found) told.push(found);
    }
  }
  return { told, last };
}

const lettersOf = ({ text = '', beside }: Told): number =>
  beside.reduce((sum, { content }) => sum + content.length, text.length);

async function look(
  { record }: SubscriptionNeeds,
  call: Call,
  { definition }: State,
  event: Event,
  content: State['content'],
): Promise<Told | undefined> {
  const { type, id, version, method } = event;
  // Who may not read what it was may not know that it is gone.
  const withoutContent = async (last: number): Promise<Told> => {
    await record.vread(call, type, id, last);
    return { ...event, text: undefined, beside: [] };
  };
  const shape = definition?.shapes.find(({ resource }) => resource === type);
  try {
    if (method === 'delete') return await withoutContent(version - 1);
    if (!shape || content === 'empty') {
      return { ...event, text: (await record.read(call, type, id)).content, beside: [] };
    }
    const { entries } = await record.search(call, type, `_id=${id}&${shape.includes}`, { strict: true });
    const match = entries.find(({ mode }) => mode === 'match');
    const beside: Stored[] = entries.filter(({ mode }) => mode === 'include').map(({ stored }) => stored);
    return match ? { ...event, text: match.stored.content, beside } : await withoutContent(version);
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
    // Deleted since: that it happened is told all the same, or a number would be missing for good.
    return error.kind === 'gone' ? withoutContent(version).catch(ifHidden) : undefined;
  }
}

const ifHidden = (error: unknown): undefined => {
  if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
  return undefined;
};
