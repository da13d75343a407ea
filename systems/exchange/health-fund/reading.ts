/** Which provider has which contract, and is a cell paid for: over HTTP and in process. */
import type { Tx } from '#core/db/database.ts';
import { isDay } from '#core/registers/days.ts';
import { entryRefusal } from '#core/registers/entries.ts';
import { entryReading } from '#core/registers/entry-reading.ts';
import { standingOn } from '#core/registers/standing.ts';
import { type Contract, type ContractAnswer, contractAnswer, type Performance, register } from './model.ts';
import { idOf } from './publication.ts';

const reading = entryReading(register);

export interface HealthFund {
  /** Does this contract of a branch (`07`) hold on that day? @throws Refusal `no-edition`, `bad-day` */
  contract(tx: Tx, branch: string, number: string, day: string, known?: string): Promise<ContractAnswer>;
  /**
   * Contracts that hold on a day: of a provider (`book:…`, `nip:…`, `regon:…`), or under which a cell (`cell:…`) is
   * paid for. @throws Refusal `no-edition`, `bad-day`
   */
  contractsOf(tx: Tx, key: string, day: string, known?: string): Promise<Contract[]>;
}

export const healthFund: HealthFund = {
  contract: async (tx, branch, number, day, known) =>
    contractAnswer(await reading.held<Contract>(tx, 'contract', idOf(branch, number), day, known)),
  async contractsOf(tx, key, day, known) {
    if (!isDay(day)) throw entryRefusal('bad-day');
    const at = await reading.asOf(tx, known);
    const found = await reading.byKey<Contract | Performance>(tx, key, at);
    const holding = found.filter((one) => standingOn(one, day) === 'holds');
    const ids = new Set(holding.flatMap((one) => (one.kind === 'performance' ? [one.contract] : [])));
    const performed = await Promise.all([...ids].map((id) => reading.entry<Contract>(tx, 'contract', id, at)));
    const own = holding.filter((one) => one.kind === 'contract');
    return [...own, ...performed.filter((one) => one !== undefined && standingOn(one, day) === 'holds')] as Contract[];
  },
};
