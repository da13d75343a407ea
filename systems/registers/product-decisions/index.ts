/** The face of the register of decisions of the inspectorate (RDG): `productDecisions(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { rdgImporter } from './importer.ts';
import { operations } from './operations.ts';
import { type Decisions, decisions } from './reading.ts';
import { tellDecisions, type TellingNeeds } from './telling.ts';

export type { BatchQuestion, Decision, Verdict } from './model.ts';

/** How often it is looked whether a decision has come into force. */
const everyMinutes = 10;

export interface ProductDecisions extends System {
  /** What dispensing asks in process. */
  readonly decisions: Decisions;
  readonly importer: RegisterImporter;
}

export function productDecisions(needs: EditionNeeds & TellingNeeds): ProductDecisions {
  const tell = () => tellDecisions(needs);
  return {
    name: 'product-decisions',
    operations: operations(),
    decisions,
    importer: rdgImporter(needs, tell),
    async start() {
      // What could not be told now is told ten minutes later.
      const timer = setInterval(() => void tell().catch(() => undefined), everyMinutes * 60_000);
      timer.unref();
      await tell().catch(() => undefined);
      return async () => clearInterval(timer);
    },
  };
}
