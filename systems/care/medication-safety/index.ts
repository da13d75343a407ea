/** The face of medication safety: `medicationSafety(needs) → System`, and the check in process. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { type Checker, checker, type CheckNeeds, type Judging, judgesOf, judging } from './checking.ts';
import { type Question, warningsOf } from './engine.ts';
import { openJudge, safetyImporter } from './importer.ts';
import type { Warning } from './model.ts';
import { operations } from './operations.ts';

export type { Check, Checker, Judging } from './checking.ts';
export type { Asked, SafetyReply, Severity, Warning } from './model.ts';

export interface MedicationSafety extends System {
  /** What prescribing asks in process, by the rights of its caller. @throws Refusal `no-edition`, and the record's */
  readonly check: Checker;
  /** The rules alone, about facts that are already read (alerts). @throws Refusal `no-edition` */
  readonly judge: Judging;
  readonly importer: RegisterImporter;
}

export function medicationSafety(needs: CheckNeeds & EditionNeeds): MedicationSafety {
  const judges = judgesOf();
  const check = checker(needs, judges);
  const importer = safetyImporter(needs);
  return { name: 'medication-safety', operations: operations(check), check, judge: judging(judges), importer };
}

/** What the open set says of facts, without a database: for replays of alerts. */
export async function openSetJudge(): Promise<(question: Question) => readonly Warning[]> {
  const judge = await openJudge();
  return (question) => warningsOf(judge, question);
}
