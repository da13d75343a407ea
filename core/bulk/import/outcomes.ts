/** What was refused, as OperationOutcomes: one line for each resource, naming its line in the upload. */
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { RefusedLine } from '../../import/refused.ts';
import { operationOutcome } from '../../refusal/refusal.ts';

/** How many lines were refused. A run that was interrupted may have told of some twice. */
export async function countRefused(refusedFile: string): Promise<number> {
  let count = 0;
  for await (const _line of outcomeLines(refusedFile)) count++;
  return count;
}

/** In memory are only the numbers of the lines that were told. */
export async function* outcomeLines(refusedFile: string): AsyncGenerator<string> {
  if (!existsSync(refusedFile)) return;
  const told = new Set<number>();
  for await (const line of createInterface({ input: createReadStream(refusedFile) })) {
    if (line === '') continue;
    const { place, resource, issues } = JSON.parse(line) as RefusedLine;
    if (place !== undefined && told.has(place)) continue;
    if (place !== undefined) told.add(place);
    const where = `${place === undefined ? 'Upload' : `Line ${place}`}${resource ? ` (${resource})` : ''}`;
    const named = issues.map((issue) => ({ ...issue, diagnostics: `${where}: ${issue.diagnostics}` }));
    yield `${JSON.stringify(operationOutcome(named))}\n`;
  }
}
