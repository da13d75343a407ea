/** What the parts of this folder are given. */
import type { FhirRecord } from '../../record/index.ts';
import type { ExportNeeds } from '../export/index.ts';
import type { ImportSources } from './manifest.ts';

export type ImportNeeds = Omit<ExportNeeds, 'files' | 'permitOf'> & {
  readonly record: FhirRecord;
  readonly home: string;
  /** Where files that are named may come from. */
  readonly from: ImportSources;
};
