/** The importers of vocabularies, by kind; `npx ezdrowie terminology import` runs them. */
import { atc } from './atc.ts';
import { icd10, icd9Pl } from './icd.ts';
import type { Importer } from './importer.ts';
import { loinc } from './loinc.ts';
import { p1 } from './p1.ts';
import { rpl } from './rpl.ts';
import { snomed } from './snomed.ts';

export const importers: readonly Importer[] = [icd10, icd9Pl, loinc, atc, snomed, p1, rpl];
export type { ImportOptions, Importer, Problem } from './importer.ts';
export { type Loaded, loadSystem } from './load.ts';
export { openSource } from './source-files.ts';
