/** The face of medication safety: `medicationSafety(needs) → System`, and the check in process. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { type Checker, checker, type CheckNeeds } from './checking.ts';
import { safetyImporter } from './importer.ts';
import { operations } from './operations.ts';

export type { Check, Checker } from './checking.ts';
export type { Asked, SafetyReply, Severity, Warning } from './model.ts';

export interface MedicationSafety extends System {
  /** What prescribing asks in process, by the rights of its caller. @throws Refusal `no-edition`, and the record's */
  readonly check: Checker;
  readonly importer: RegisterImporter;
}

export function medicationSafety(needs: CheckNeeds & EditionNeeds): MedicationSafety {
  const check = checker(needs);
  return { name: 'medication-safety', operations: operations(check), check, importer: safetyImporter(needs) };
}
