/** What was refused, as OperationOutcomes: one line for each resource, naming its line in the upload. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { RefusedLine } from '../../import/refused.ts';
import { operationOutcome } from '../../refusal/refusal.ts';

export async function* outcomeLines(refusedFile: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(refusedFile) })) {
    if (line === '') continue;
    const { place, resource, issues } = JSON.parse(line) as RefusedLine;
    const where = `${place === undefined ? 'Upload' : `Line ${place}`}${resource ? ` (${resource})` : ''}`;
    const told = issues.map((issue) => ({ ...issue, diagnostics: `${where}: ${issue.diagnostics}` }));
    yield `${JSON.stringify(operationOutcome(told))}\n`;
  }
}
