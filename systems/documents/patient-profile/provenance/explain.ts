/** Answers why one fact is shown: derives its level again from the record, as the same reader, and names what it stood on. */
import { Refusal } from '#core/refusal/refusal.ts';
import { documentDetail } from '../document.ts';
import { assemble, readEvent } from '../event.ts';
import { gapRules } from '../gaps/catalogue.ts';
import type { Why } from '../model.ts';
import { readOverview } from '../overview.ts';
import { readProblem } from '../problem.ts';
import { target } from '../reading.ts';
import { type Reader, readPatient } from '../reader.ts';
import { type Level, linkKey, mostInputs } from './keys.ts';
import { because, type Reasons, whyOfOverview } from './why.ts';
import { whyOfDocument, whyOfEvent, whyOfProblem } from './why-levels.ts';

export interface Asked {
  readonly level: Level;
  /** Which problem (id), event (`Type/id`) or document (as in its address) is open. */
  readonly of?: string | undefined;
  /** A key of keys.ts. */
  readonly fact: string;
}

/** @throws Refusal `not-found`: `no-such-fact` when the level does not show it; else as the level itself refuses. */
export async function explain(reader: Reader, patient: string, { level, of = '', fact }: Asked): Promise<Why[]> {
  if (fact.startsWith('gap:')) {
    await readPatient(reader, patient); // refuses in the same words as everywhere
    return whyOfGap(patient, fact);
  }
  const said = (await reasonsOf[level](reader, patient, of)).get(fact);
  if (!said) throw noSuchFact();
  return [...said];
}

const noSuchFact = () => {
  const pl = 'Tego już tu nie widać. Odśwież stronę.';
  return new Refusal('not-found', 'no-such-fact', { message: 'This level shows no such fact.', pl });
};

/** Reasons of everything that a level shows of one patient. */
export const reasonsOf: {
  readonly [level in Level]: (reader: Reader, patient: string, of: string) => Promise<Reasons>;
} = {
  overview: async (reader, patient) => whyOfOverview(await readOverview(reader, patient)),
  problem: async (reader, patient, of) => {
    const { facts, detail } = await readProblem(reader, patient, of);
    return whyOfProblem(facts, detail);
  },
  event: async (reader, patient, of) => {
    const link = target({ reference: of });
    if (!link) throw noSuchFact();
    const facts = await readEvent(reader, patient, link.type, link.id);
    return whyOfEvent(facts, assemble(facts));
  },
  document: async (reader, patient, of) => whyOfDocument(await documentDetail(reader, patient, of)),
};

/** A gap names its rule and inputs itself; each input is read under the reader's own rights like any other. */
function whyOfGap(patient: string, fact: string): Why[] {
  const [, kind = '', ...rest] = fact.split(':');
  if (!gapRules.some(({ id }) => id === kind)) throw noSuchFact();
  const named = rest.join(':').split('+').filter(Boolean).slice(0, mostInputs);
  const links = named.map((one) => target({ reference: one }));
  if (links.some((one) => one === undefined)) throw noSuchFact();
  const [, ...inputs] = because(patient)(
    'recorded',
    links.flatMap((one) => (one ? [linkKey(one)] : [])),
  );
  return [[kind, ...inputs]];
}
