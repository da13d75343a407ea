/** batch: independent entries in one request. https://hl7.org/fhir/R4/http.html#transaction */
import { STATUS_CODES } from 'node:http';
import type { Call } from '../../access/actor.ts';
import { operationOutcome, Refusal } from '../../refusal/refusal.ts';
import { type Entry, inEntry, readEntry } from './bundle-entry.ts';
import { operationInBundle } from './bundle-operations.ts';
import { readInBundle } from './bundle-read.ts';
import {
  type AnswerForm,
  changedEntry,
  deletedEntry,
  readEntryText,
  refusedEntry,
  responseBundle,
} from './bundle-text.ts';
import type { RecordContext } from '../context.ts';
import { create } from './create.ts';
import { conditionalDelete, remove } from './delete.ts';
import { guarded } from '../guard.ts';
import { conditionalPatch, decodePatch, patch } from './patch.ts';
import type { Resource } from '../record.ts';
import { conditionalUpdate, idDiffers, update } from './update.ts';

/** The standard's order; entries of one rank do not depend on each other and run together. */
const ranks: readonly Entry['method'][][] = [['DELETE'], ['POST'], ['PUT', 'PATCH'], ['GET']];
/** Entries under way at once: enough to share commits, few enough that other callers get their turn. */
const together = 32;

/** Runs a batch and returns the text of its answer. An entry that is refused says so and harms no other. */
export function batch(context: RecordContext, call: Call, raw: readonly unknown[], form: AnswerForm): Promise<string> {
  return guarded(context, call, { action: 'E', kind: 'batch' }, async () => {
    const answers = new Array<string>(raw.length);
    const entries = raw.flatMap((value, n) => {
      try {
        return [readEntry(value, n, context.settings.baseUrl)];
      } catch (error) {
        answers[n] = refused(error);
        return [];
      }
    });
    for (const rank of ranks) {
      const queue = entries.filter(({ method }) => rank.includes(method)).values();
      const work = async () => {
        for (const entry of queue) {
          answers[entry.n] = await perform(context, call, entry, form).catch((error) =>
            refused(inEntry(entry.n, error)),
          );
        }
      };
      await Promise.all(Array.from({ length: together }, work));
    }
    return responseBundle('batch', answers);
  });
}

function refused(error: unknown): string {
  if (!(error instanceof Refusal)) throw error;
  return refusedEntry(error.status, STATUS_CODES[error.status] ?? '', operationOutcome(error.issues));
}

async function perform(context: RecordContext, call: Call, entry: Entry, form: AnswerForm): Promise<string> {
  const { method, type, id, criteria, options, operation } = entry;
  const resource = entry.resource as Resource;
  if (operation) {
    const asked = { ...operation, type, id: id ?? '', body: entry.resource, options };
    const answer = await operationInBundle(context, call, asked);
    if (answer) return readEntryText(answer, false);
    throw new Refusal('not-allowed', 'not-in-bundle', `$${operation.name} cannot be asked inside a bundle.`);
  }
  switch (method) {
    case 'GET':
      return readInBundle(context, call, entry);
    case 'POST':
      return changedEntry(
        await create(context, call, resource, criteria === undefined ? {} : { ifNoneExist: criteria }),
        form,
      );
    case 'PUT':
      if (id === undefined)
        return changedEntry(await conditionalUpdate(context, call, criteria ?? '', resource, options), form);
      if (resource.id !== id) throw idDiffers(String(resource.id), id);
      return changedEntry(await update(context, call, resource, options), form);
    case 'PATCH':
      if (id === undefined) {
        return changedEntry(
          await conditionalPatch(context, call, type, criteria ?? '', decodePatch(resource), options),
          form,
        );
      }
      return changedEntry(await patch(context, call, type, id, decodePatch(resource), options), form);
    case 'DELETE': {
      if (id !== undefined) return changedEntry(await remove(context, call, type, id, options), form);
      return deletedEntry(await conditionalDelete(context, call, type, criteria ?? '', options), form);
    }
  }
}
