/** What an importer of a vocabulary is: from the files of its publisher to code systems that can be read twice. */
import type { NewConcept } from '../model.ts';
import type { NewSystem } from '../indexing-store.ts';
import type { SourceFiles } from './source-files.ts';

export interface Problem {
  /** 1 … , where the format has lines. */
  readonly line: number;
  readonly says: string;
}

/** Of a code that comes again only the first is kept. */
export const twice = (line: number, code: string): Problem => ({
  line,
  says: `'${code.slice(0, 40)}' is there twice: the first stands.`,
});

export interface ImportOptions {
  /** Version of the code system, when the file does not tell it or another is wanted. */
  readonly version?: string | undefined;
  /** Address of the code system, in place of the usual one. */
  readonly system?: string | undefined;
  readonly title?: string | undefined;
  /** Language of the displays. */
  readonly language?: string | undefined;
  /** Character set of the file when it is not UTF-8: `windows-1250`. */
  readonly encoding?: string | undefined;
  onProblem(problem: Problem): void;
}

/** A code system about to be imported. `concepts` is called twice: for the hierarchy, and for everything. */
export interface ImportedSystem {
  readonly system: NewSystem;
  concepts(pass: 'hierarchy' | 'all'): AsyncIterable<NewConcept>;
}

export interface Importer {
  /** As on the command line: `icd-10`. */
  readonly kind: string;
  /** What it is and which files it takes, in one line. */
  readonly summary: string;
  /** Where the vocabulary comes from and under which terms; shown after the import. */
  readonly notice: string;
  /** @throws Refusal for files that are not what it takes. */
  open(files: SourceFiles, options: ImportOptions): Promise<readonly ImportedSystem[]>;
}

/** A code system with what importers have in common. */
export function importedSystem(
  options: ImportOptions,
  usual: {
    readonly url: string;
    readonly version: string;
    readonly name: string;
    readonly title: string;
    readonly language: string;
    readonly copyright: string;
    readonly content?: NewSystem['content'];
    readonly property?: readonly { code: string; type: string; uri?: string }[];
  },
): NewSystem {
  return {
    url: options.system ?? usual.url,
    version: options.version ?? usual.version,
    source: 'import',
    content: usual.content ?? 'complete',
    caseSensitive: true,
    header: {
      name: usual.name,
      title: options.title ?? usual.title,
      status: 'active',
      language: options.language ?? usual.language,
      copyright: usual.copyright,
      ...(usual.property ? { property: usual.property } : {}),
    },
  };
}
