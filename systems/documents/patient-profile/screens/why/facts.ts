/** Whose facts are on the page, why each is shown and who disputes it: given by the page, read by every line. */
import { createContext, useContext } from 'react';
import type { Dispute } from '../../disputes/model.ts';
import type { Why } from '../../model.ts';

export interface Facts {
  readonly patient: string;
  /** Of when the page speaks: inputs are shown as they were then. */
  readonly asOf?: string;
  readonly why: { readonly [fact: string]: readonly Why[] };
  readonly disputes: readonly Dispute[];
}

const FactsContext = createContext<Facts | undefined>(undefined);
export const FactsProvider = FactsContext.Provider;
export const useFacts = (): Facts | undefined => useContext(FactsContext);
