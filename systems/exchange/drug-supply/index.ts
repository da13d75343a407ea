/** The face of reporting turnover and stock of medicines (ZSMOPL): `drugSupply(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { Receipt } from './model.ts';
import { operations } from './operations.ts';
import type { Needs } from './ports.ts';
import { receive, type Receiving } from './receiving.ts';

export type { Finding, Receipt } from './model.ts';
export type { Needs, Numbers } from './ports.ts';

export interface DrugSupply extends System {
  /** What the SOAP face hands over: the text of a message. @throws Refusal as `receive` */
  receive(at: Receiving, xml: string): Promise<Receipt>;
}

export const drugSupply = (needs: Needs): DrugSupply => ({
  name: 'drug-supply',
  operations: operations(needs),
  receive: (at, xml) => receive(needs, at, xml),
});
