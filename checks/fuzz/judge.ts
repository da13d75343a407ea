/** What every answer of the FHIR face must be, whatever was asked. */
export interface FuzzAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly milliseconds: number;
}

/** Longest that any answer may take, ms: the statement timeout and a margin for a busy machine. */
const longest = 20_000;

/** What is wrong with an answer, or undefined. */
export function faultOf(answer: FuzzAnswer, method: string): string | undefined {
  const { status, contentType, text, milliseconds } = answer;
  if (status >= 500) return `answered ${status}`;
  if (milliseconds > longest) return `took ${Math.round(milliseconds)} ms`;
  if (status < 400 || method === 'HEAD') return undefined;
  if (!/json|xml/.test(contentType)) return `refused as ${contentType || 'nothing'}, not as an OperationOutcome`;
  if (!text.includes('OperationOutcome')) return 'refused without an OperationOutcome';
  if (!/diagnostics/.test(text)) return 'refused without words';
  if (/\bat .+\.ts:\d+|node_modules|\bselect\b.+\bfrom record\b/i.test(text)) return 'tells of its inside';
  return undefined;
}
