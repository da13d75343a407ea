/** Deeds beside orders that are being written: a decision names the drafts, and taking one off changes the package. */
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import type { DraftOrder } from '#libs/ui/slots/slots.ts';
import { bundleOf } from './orders-reading.ts';
import { addressOf, type ShownAlert } from './reading.ts';
import type { Deeds } from './use-deeds.ts';

interface Ordering {
  readonly patient: string;
  readonly drafts: readonly DraftOrder[];
  readonly onRemove: (id: string) => void;
  /** What was decided: a draft went, or the alert is answered otherwise. */
  readonly onDecided?: (how: 'removed' | 'answered') => void;
}

export function useOrderDeeds(alert: ShownAlert, { patient, drafts, onRemove, onDecided }: Ordering): Deeds {
  const api = useApi();
  const refresh = useRefresh(addressOf(patient));
  const said = (decision: object) =>
    api.send('POST', `${addressOf(patient)}/decisions`, {
      ...{ alert: alert.id, draftOrders: bundleOf(drafts) },
      ...decision,
    });
  return {
    // A screen elsewhere would lose what is being written.
    can: ({ type }) => type !== 'open',
    async take({ id, type, resource, resourceId }) {
      if (type === 'create' && resource) await api.send('POST', `/fhir/R4/${resource.resourceType}`, resource);
      await said({ decision: 'accepted', action: id });
      if (type === 'delete') onRemove(resourceId?.split('/').at(-1) ?? '');
      else await refresh();
      onDecided?.(type === 'delete' ? 'removed' : 'answered');
    },
    async setAside(reason, comment) {
      await said({ decision: 'overridden', reason, ...(comment ? { comment } : {}) });
      await refresh();
      onDecided?.('answered');
    },
  };
}
