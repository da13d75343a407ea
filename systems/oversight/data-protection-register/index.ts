/**
 * The data-protection register: disclosures, objections, questions about accesses, disposals of the trail's expired
 * content. See README.md.
 */
import type { System } from '#core/http/operation.ts';
import type { Handler } from '#core/jobs/index.ts';
import { caseOperations } from './cases.ts';
import { disclosureOperations } from './disclosures.ts';
import { disposalHandler, disposalOperations } from './disposals.ts';
import type { RegisterNeeds } from './needs.ts';
import { startRecorder } from './recorder.ts';

export type { RegisterNeeds } from './needs.ts';

export interface DataProtectionRegister extends System {
  readonly handlers: readonly Handler[];
}

export function dataProtectionRegister(
  needs: RegisterNeeds,
  onFailure: (says: string) => void = () => undefined,
): DataProtectionRegister {
  return {
    name: 'data-protection-register',
    operations: [...disclosureOperations(needs), ...caseOperations(needs), ...disposalOperations(needs)],
    handlers: [disposalHandler(needs)],
    async start() {
      const recorder = startRecorder(needs.database, (error) => onFailure(`Recording disclosures: ${error.message}`));
      return () => recorder.stop();
    },
  };
}
