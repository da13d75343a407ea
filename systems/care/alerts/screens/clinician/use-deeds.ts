/** Does what an alert offers, and writes down what was decided. */
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import { type Action, addressOf, type ShownAlert } from './reading.ts';

export interface Deeds {
  /** Whether an action can be done where the alert stands. */
  can(action: Action): boolean;
  take(action: Action): Promise<unknown>;
  setAside(reason: string, comment: string): Promise<unknown>;
  /** Undefined where nothing is taken back. */
  undo?(id: string): Promise<unknown>;
}

/** Where the places that an action may open lie in Gabinet. */
const places = {
  overview: 'clinician-portal/patient',
  medicines: 'clinician-portal/prescriptions',
  results: 'clinician-portal/patient',
  vaccinations: 'clinician-portal/vaccinations',
  documents: 'clinician-portal/patient',
  referrals: 'clinician-portal/patient-referrals',
} as const;

/** On the patient's own page: everything can be done there. */
export function useDeeds(patient: string, alert: ShownAlert): Deeds {
  const api = useApi();
  const { go, href } = usePortal();
  const refresh = useRefresh(addressOf(patient));
  const decisions = `${addressOf(patient)}/decisions`;
  const said = (decision: object) => api.send('POST', decisions, { alert: alert.id, ...decision });
  return {
    can: () => true,
    async take({ id, type, resource, place }) {
      // The order first: a decision without what it decided would be a lie.
      if (type === 'create' && resource) await api.send('POST', `/fhir/R4/${resource.resourceType}`, resource);
      await said({ decision: 'accepted', action: id });
      await refresh();
      const there = type === 'open' && href(places[place ?? 'overview'], { patient });
      if (there) go(there);
    },
    async setAside(reason, comment) {
      await said({ decision: 'overridden', reason, ...(comment ? { comment } : {}) });
      await refresh();
    },
    async undo(id) {
      await api.send('DELETE', `${decisions}/${encodeURIComponent(id)}`);
      await refresh();
    },
  };
}
