/**
 * Permissions (SAA): what patients give and take, emergencies and their reviews. What it opens are rows of core/access;
 * who may see what is decided there. See README.md.
 */
import { type Call, platformActor } from '#core/access/actor.ts';
import type { System } from '#core/http/operation.ts';
import { codeOperations } from './codes.ts';
import { consentOperations } from './consents.ts';
import { delegationOperations } from './delegations.ts';
import { emergencyOperations } from './emergencies.ts';
import type { PermissionsNeed } from './needs.ts';
import { overviewOperations } from './overview.ts';
import { people } from './people.ts';
import { permissionStore } from './store.ts';
import { withholdingOperations } from './withholding.ts';

/** What the platform asks by itself. */
const ownCall: Call = { actor: platformActor('permissions'), source: 'local', trace: 'permissions' };

/** How often codes and failures that are over are forgotten. */
const sweep = 10 * 60_000;

export interface Permissions extends System {
  /** The name of a patient as people know it: accounts show it to whoever acts for them. */
  nameOfPatient(id: string): Promise<string | undefined>;
  /** People by PESEL and names of facilities, for other systems. */
  readonly directory: {
    patientByPesel(call: Call, pesel: string): Promise<{ readonly id: string; readonly name: string } | undefined>;
    facilityName(call: Call, id: string): Promise<string | undefined>;
  };
}

export function permissions(needs: PermissionsNeed): Permissions {
  const parts = { ...needs, people: people(needs.record) };
  return {
    name: 'permissions',
    nameOfPatient: async (id) => (await parts.people.byId(ownCall, id))?.name,
    directory: {
      patientByPesel: (call, pesel) => parts.people.byPesel(call, pesel),
      facilityName: async (call, id) => (await parts.people.facilities(call, [id])).get(id),
    },
    operations: [
      ...overviewOperations(parts),
      ...delegationOperations(parts),
      ...consentOperations(parts),
      ...withholdingOperations(parts),
      ...codeOperations(parts),
      ...emergencyOperations(parts),
    ],
    async start() {
      const { database, runtime } = needs;
      const forget = () => permissionStore(database).forget(new Date(runtime.now().getTime() - sweep * 2));
      // What failed to be forgotten now is forgotten ten minutes later.
      const timer = setInterval(() => void forget().catch(() => undefined), sweep);
      timer.unref();
      return async () => clearInterval(timer);
    },
  };
}
