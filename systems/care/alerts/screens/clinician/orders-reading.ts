/** What `POST /api/alerts/:patient/orders` says of drafts, asked once per change, after the typing pauses. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { useSettled } from '#libs/ui/session/use-settled.ts';
import type { DraftOrder } from '#libs/ui/slots/slots.ts';
import type { Evidence, Unchecked } from '../../model.ts';
import { addressOf, type Reason, type ShownAlert } from './reading.ts';

export interface OrderAlert extends ShownAlert {
  /** Medication safety says it beside the medicine. */
  readonly saidBySafety: boolean;
}

export interface AboutOrders {
  readonly patient: string;
  readonly alerts: readonly OrderAlert[];
  readonly tolerated: readonly OrderAlert[];
  readonly unchecked: readonly Unchecked[];
  readonly odd: readonly Evidence[];
  readonly reasons: readonly Reason[];
}

export const bundleOf = (drafts: readonly DraftOrder[]) => ({
  ...{ resourceType: 'Bundle', type: 'collection' },
  entry: drafts.map((resource) => ({ resource })),
});

const pause = 250;
/** Nobody waits longer for rules before signing, ms. */
const patience = 4_000;

/** While medicines are chosen: what the hook order-select would say. */
export function useJudged(patient: string, drafts: readonly DraftOrder[]) {
  const api = useApi();
  const text = JSON.stringify(drafts);
  const settled = useSettled(text, pause);
  return useQuery<AboutOrders, ApiProblem>({
    queryKey: [`${addressOf(patient)}/orders`, settled],
    queryFn: () => {
      const draftOrders = bundleOf(JSON.parse(settled) as DraftOrder[]);
      return api.send('POST', `${addressOf(patient)}/orders`, { hook: 'order-select', draftOrders });
    },
    enabled: drafts.length > 0 && settled === text,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

/** Before signing: what the hook order-sign says. @returns undefined when the rules do not answer in time, or at all */
export function useSigningJudge(patient: string): (drafts: readonly DraftOrder[]) => Promise<AboutOrders | undefined> {
  const api = useApi();
  return (drafts) => {
    const body = { hook: 'order-sign', draftOrders: bundleOf(drafts) };
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patience));
    const asked = api.send<AboutOrders>('POST', `${addressOf(patient)}/orders`, body).catch(() => undefined);
    return Promise.race([asked, late]);
  };
}
