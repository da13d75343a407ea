/** Contracts of the National Health Fund (NFZ) as its readers see them. */
import type { EntryRegister } from '#core/registers/entries.ts';
import type { Answered, Held, Standing } from '#core/registers/standing.ts';
import type { Owner } from '#core/registers/usual-columns.ts';

export const register: EntryRegister = {
  ...{ name: 'health-fund', schema: 'health_fund', command: 'nfz-umowy' },
  kinds: ['contract', 'performance'],
};

/** A contract of a branch with a provider; the period is that for which it was made. */
export interface Contract extends Held {
  readonly kind: 'contract';
  /** `{branch}-{number}`, the number as far as it fits an address. */
  readonly id: string;
  /** As the branch writes it. */
  readonly number: string;
  /** `01`–`16`. */
  readonly branch: string;
  readonly provider: Owner;
  /** Book of the provider in RPWDL. */
  readonly book?: string;
  /** Kind of services (rodzaj świadczeń): code and words. */
  readonly service: { readonly code: string; readonly name: string };
}

/** Where a contract is performed: a cell and what is done there. */
export interface Performance extends Held {
  readonly kind: 'performance';
  readonly id: string;
  readonly contract: string;
  /** Number of the cell in RPWDL. */
  readonly cell: string;
  /** Contracted product (produkt kontraktowy). */
  readonly product?: string;
}

export interface ContractAnswer {
  readonly answer: Standing | 'unknown';
  readonly contract?: Contract;
  readonly says: { readonly pl: string; readonly en: string };
}

/** Contract Act of 27 August 2004 on health-care services financed from public funds, art. 132–161b. */
const words: { readonly [answer in ContractAnswer['answer']]: ContractAnswer['says'] } = {
  holds: { pl: 'Umowa obowiązuje tego dnia.', en: 'The contract holds on that day.' },
  'not-yet': { pl: 'Umowa tego dnia jeszcze nie obowiązuje.', en: 'The contract does not hold yet on that day.' },
  over: { pl: 'Umowa tego dnia już nie obowiązuje.', en: 'The contract does not hold any more on that day.' },
  suspended: { pl: 'Umowa jest tego dnia zawieszona.', en: 'The contract is suspended on that day.' },
  unknown: { pl: 'Nie ma takiej umowy z NFZ.', en: 'There is no such contract with the Fund. Check its number.' },
};

export const contractAnswer = ({ answer, held }: Answered<Contract>): ContractAnswer => ({
  ...{ answer, says: words[answer] },
  ...(held ? { contract: held } : {}),
});
