/** Questions that others ask of the register of decisions, over HTTP and in process. */
import type { Tx } from '#core/db/database.ts';
import { isDay } from '#core/registers/days.ts';
import { latestEdition } from '#core/registers/editions.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { batchOf, type BatchQuestion, type Decision, isBatch, register, type Verdict } from './model.ts';
import { refusal } from './refusals.ts';
import { decisionStore } from './store.ts';
import { verdictOf } from './verdict.ts';

export interface Decisions {
  /**
   * May it be dispensed on that day? By what is known now, or was known on the day `known`.
   * @throws Refusal `no-edition`, `bad-gtin`, `bad-batch`, `bad-day`
   */
  verdict(tx: Tx, question: BatchQuestion, known?: string): Promise<Verdict>;
  /** All decisions about a package, oldest first. */
  about(tx: Tx, gtin: string, known?: string): Promise<Decision[]>;
  /** The same verdict from decisions that were read before. @throws Refusal `bad-batch`, `bad-day` */
  judge(all: readonly Decision[], question: BatchQuestion): Verdict;
}

export const decisions: Decisions = {
  async verdict(tx, question, known) {
    demandQuestion(question);
    return judge(await about(tx, question.gtin, known), question);
  },
  about,
  judge,
};

function judge(all: readonly Decision[], question: BatchQuestion): Verdict {
  demandQuestion(question);
  return verdictOf(all, question.day, question.batch);
}

function demandQuestion({ day, batch }: BatchQuestion): void {
  if (!isDay(day)) throw refusal('bad-day');
  if (batch !== undefined && !isBatch(batchOf(batch))) throw refusal('bad-batch');
}

async function about(tx: Tx, gtin: string, known?: string): Promise<Decision[]> {
  if (!isGtin(gtin)) throw refusal('bad-gtin');
  if (known !== undefined && !isDay(known)) throw refusal('bad-day');
  const edition = await latestEdition(tx, register, known);
  // Without a register nobody may say that nothing stops a batch.
  if (!edition) throw refusal('no-edition');
  return decisionStore(tx).about(toGtin14(gtin), edition.number);
}
