/** Whose facts are on the page, at which level, and who disputes what: given once by the page, read by every line. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { Dispute } from '../../disputes/model.ts';
import type { EventLink } from '../../link.ts';
import type { Level } from '../../provenance/keys.ts';
import { useEntryState } from '../clinician/use-return.ts';

interface Given {
  readonly patient: string;
  readonly level: Level;
  /** Which problem, event or document is open, as the operation names it. */
  readonly of?: string | undefined;
  /** Of when the page speaks: inputs are shown as they were then, and nothing is disputed. */
  readonly asOf?: string | undefined;
  /** In the patient's words. */
  readonly plain?: boolean;
  /** A page that only shows: nobody disputes or answers there. */
  readonly silent?: boolean;
  /** Where an entry opens. */
  readonly addressOf: (link: EventLink) => string | undefined;
}

export interface Facts extends Given {
  readonly disputes: readonly Dispute[];
  /** The fact that was open when the page was left: Back opens it again. */
  readonly opened: string;
  readonly remember: (fact: string) => void;
}

const FactsContext = createContext<Facts | undefined>(undefined);
export const useFacts = (): Facts | undefined => useContext(FactsContext);

interface ShownFactsProps extends Given {
  /** Where the page has read them already. */
  readonly disputes?: readonly Dispute[];
  readonly children: ReactNode;
}

export function ShownFacts({ disputes, children, ...given }: ShownFactsProps) {
  const { patient, level, of, asOf, plain, silent, addressOf } = given;
  const [opened, remember] = useEntryState('why', '');
  const past = asOf ? `?asOf=${encodeURIComponent(asOf)}` : '';
  const path = `/api/patient-profile/${encodeURIComponent(patient)}/disputes${past}`;
  const read = useGet<{ disputes: Dispute[] }>(disputes ? undefined : path);
  const known = disputes ?? read.data?.disputes;
  const facts = useMemo<Facts>(
    () => ({ patient, level, of, asOf, plain, silent, addressOf, opened, remember, disputes: known ?? [] }),
    [patient, level, of, asOf, plain, silent, addressOf, opened, remember, known],
  );
  return <FactsContext value={facts}>{children}</FactsContext>;
}
