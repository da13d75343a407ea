/** Holds every Task of the profile to what a dispute is, whoever writes it (the import of an export, for one). */
import type { Owner } from '#core/record/record.ts';
import { fromTask, profile } from './fhir.ts';
import { refuse } from './refusals.ts';

export const system = 'patient-profile';

/** Nobody but this system writes disputes, and nobody deletes one. docs/decisions/0037, 0049 */
export const ownedDisputes: Owner = {
  system,
  types: ['Task'],
  profiles: [profile],
  async hook(_tx, changes) {
    for (const { method, resource } of changes) {
      if (method === 'delete') throw refuse('never-deleted');
      // A Task that no longer declares the profile would be a dispute that vanished.
      if (!resource?.meta?.profile?.includes(profile) || !fromTask(resource)) throw refuse('not-a-dispute');
    }
  },
};
