/** What the command line and the demonstration need of a register: how its publication is imported. */
import type { SourceFiles } from '../terminology/importers/source-files.ts';
import type { ImportedEdition } from './editions.ts';

export interface RegisterImporter {
  /** As on the command line: `rpl`. */
  readonly kind: string;
  /** Name of its editions: `medicinal-products`. */
  readonly register: string;
  /** What it is and which file it takes, in one line. */
  readonly summary: string;
  /** @throws Refusal that says what is wrong; nothing is changed then. */
  load(files: SourceFiles, options?: LoadOptions): Promise<ImportedEdition>;
  /** An invented publication for the demonstration, of the day given. */
  demonstration(day: string): SourceFiles;
}

export interface LoadOptions {
  /** Believes a file that withdraws a great part of what is here. */
  readonly manyWithdrawn?: boolean;
}
