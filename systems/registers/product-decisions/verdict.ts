/**
 * May a batch be dispensed on a day? Facts in, decision out; no clock, no database. Of the decisions that hold and
 * speak of the batch the last one counts: a re-admission opens again what a withdrawal, suspension or prohibition
 * stopped. Pharmaceutical Law of 6 September 2001, art. 121–122.
 */
import { batchOf, type Decision, type Verdict } from './model.ts';

/** Decisions that say whether something may be dispensed: not those of advertising, not those of wholesalers only. */
const speaks = ({ kind, scope }: Decision): boolean => kind !== 'advertising' && scope !== 'wholesale';

const later = (one: Decision, other: Decision): number =>
  compare(one.effective, other.effective) || compare(one.decided, other.decided) || compare(one.number, other.number);
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The decision that counts for a batch; `undefined` as the batch: what is said of all. */
function lastAbout(decisions: readonly Decision[], batch: string | undefined): Decision | undefined {
  return decisions
    .filter(({ batches }) => batches.length === 0 || (batch !== undefined && batches.includes(batch)))
    .sort(later)
    .at(-1);
}

const stops = (decision: Decision | undefined): decision is Decision =>
  decision !== undefined && decision.kind !== 'readmission';

export function verdictOf(decisions: readonly Decision[], day: string, batch?: string): Verdict {
  const held = decisions.filter((decision) => speaks(decision) && decision.effective <= day);
  const last = lastAbout(held, batch === undefined ? undefined : batchOf(batch));
  if (batch !== undefined) return stops(last) ? stopped(last) : dispensable(last);
  const named = [...new Set(held.flatMap(({ batches }) => batches))].sort();
  const some = named.filter((one) => stops(lastAbout(held, one)));
  if (stops(last) && some.length === named.length) return stopped(last);
  if (some.length === 0 && !stops(last)) return dispensable(last);
  const decision = stops(last) ? last : lastAbout(held, some.at(-1));
  return {
    ...{ answer: 'check-batch', ...(decision ? { decision } : {}), stopped: some },
    says: {
      pl: `Sprawdź serię: nie wszystkie serie tego produktu wolno wydać (decyzja ${decision?.number}).`,
      en: `Check the batch: not all batches of this product may be dispensed (decision ${decision?.number}).`,
    },
  };
}

const polish = { withdrawal: 'wycofana z obrotu', suspension: 'wstrzymana w obrocie', prohibition: 'objęta zakazem' };
const english = { withdrawal: 'withdrawn', suspension: 'suspended', prohibition: 'prohibited' };

function stopped(decision: Decision): Verdict {
  const kind = decision.kind as keyof typeof polish;
  const { number, effective, scope } = decision;
  const back = scope === 'patient' ? ' Pacjent oddaje ją do apteki.' : '';
  return {
    ...{ answer: 'stopped', decision },
    says: {
      pl: `Nie wydawaj: seria jest ${polish[kind]} od ${effective}, decyzja ${number}. Odłóż ją osobno.${back}`,
      en: `Do not dispense: ${english[kind]} from ${effective} on by decision ${number}. Put it aside.`,
    },
  };
}

const dispensable = (decision: Decision | undefined): Verdict => ({
  ...{ answer: 'dispensable', ...(decision ? { decision } : {}) },
  says: decision
    ? {
        pl: `Wolno wydać: ponownie dopuszczona od ${decision.effective}, decyzja ${decision.number}.`,
        en: `May be dispensed: re-admitted from ${decision.effective} on by decision ${decision.number}.`,
      }
    : { pl: 'Wolno wydać: żadna decyzja jej nie wstrzymuje.', en: 'May be dispensed: no decision stops it.' },
});
