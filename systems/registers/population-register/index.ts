/**
 * The population register (rejestr PESEL), as far as signing in needs it: who a PESEL belongs to, now or on a day. Here
 * its simulator, from rows of our own; the register's gateway will answer the same questions. See README.md.
 */
import type { Tx } from '#core/db/database.ts';
import type { System } from '#core/http/operation.ts';
import { isPesel } from '#libs/polish-identifiers/pesel.ts';
import { type RegisteredPerson, registerStore } from './store.ts';

export type { RegisteredPerson } from './store.ts';

export interface PopulationRegister extends System {
  /** Undefined when nobody has that PESEL, or nobody had it then. */
  person(pesel: string, asOf?: Date): Promise<RegisteredPerson | undefined>;
  /** Tells the simulator of people, as known from an instant on. What it knows already it keeps. */
  tell(people: Iterable<RegisteredPerson>, from: Date): Promise<void>;
}

/** Rows of one statement. */
const batch = 1000;

export function populationRegister({ database }: { database: Tx }): PopulationRegister {
  const store = registerStore(database);
  return {
    name: 'population-register',
    operations: [],
    person: async (pesel, asOf) => (isPesel(pesel) ? store.person(pesel, asOf) : undefined),
    async tell(people, from) {
      let waiting: RegisteredPerson[] = [];
      for (const person of people) {
        waiting.push(person);
        if (waiting.length < batch) continue;
        await store.add(waiting, from);
        waiting = [];
      }
      if (waiting.length > 0) await store.add(waiting, from);
    },
  };
}
