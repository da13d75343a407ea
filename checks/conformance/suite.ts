/** What a conformance suite is given and what it answers. */
import type { Platform } from '#apps/platform.ts';

export interface SuiteNeeds {
  folder: string;
  /** FHIR base address of the running server. */
  base: string;
  token: string;
  platform: Platform;
}

export interface SuiteResult {
  total: number;
  failures: { what: string; why: string }[];
}

export interface Suite {
  name: string;
  /** Of the samples, when it is not called like the suite. */
  folder?: string;
  run(needs: SuiteNeeds): Promise<SuiteResult>;
}
