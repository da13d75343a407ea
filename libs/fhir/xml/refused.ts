/** Why a text was not taken as XML. */
export class XmlRefused extends Error {
  /** Machine-readable reason, kebab-case. */
  readonly code: string;
  /** Line of the text, from 1, where known. */
  readonly line: number | undefined;

  constructor(code: string, message: string, line?: number) {
    super(message);
    this.name = 'XmlRefused';
    this.code = code;
    this.line = line;
  }
}
