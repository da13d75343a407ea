/** The whole service: what the process asks, and the operations as entries of a batch. */
import type { Operate } from '../record/bundle-operation.ts';
import { operateIn } from './http/operations.ts';
import { type Terminology, terminologyOf, type TerminologyNeeds } from './terminology.ts';

export interface TerminologyService extends Terminology {
  /** For the record, which runs batches. */
  readonly operate: Operate;
}

export function createTerminology(needs: TerminologyNeeds): TerminologyService {
  const terminology = terminologyOf(needs);
  return { ...terminology, operate: operateIn(terminology) };
}
