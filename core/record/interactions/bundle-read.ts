/** The reads of a batch or transaction. https://hl7.org/fhir/R4/http.html#transaction */
import type { Call } from '../../access/actor.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { readOptions } from '../as-of.ts';
import type { Entry } from './bundle-entry.ts';
import { operationOf } from '../bundle-operation.ts';
import { operationInBundle } from './bundle-operations.ts';
import {
  bundleAnswer,
  historyBundle,
  type ReadAnswer,
  readEntryText,
  searchsetText,
  storedAnswer,
} from './bundle-text.ts';
import { shown } from '../checks.ts';
import type { RecordContext } from '../context.ts';
import { type Known, versionForm } from '../etag.ts';
import { historyInstance } from './history-instance.ts';
import { historySystem } from './history-system.ts';
import { historyType } from './history-type.ts';
import { read } from './read.ts';
import { shortened } from '../search/index.ts';
import { searchCompartment } from './search-compartment.ts';
import { searchSystem } from './search-system.ts';
import { searchType } from './search-type.ts';
import { vread } from './vread.ts';

/**
 * Answers a GET by the text of its entry. @throws Refusal as the interaction; `not-allowed` for what cannot stand in a
 * bundle.
 */
export async function readInBundle(
  context: RecordContext,
  call: Call,
  { url, known, head }: Pick<Entry, 'url' | 'known' | 'head'>,
): Promise<string> {
  return readEntryText(await answerOf(context, call, url, known), head);
}

async function answerOf(context: RecordContext, call: Call, url: string, known: Known): Promise<ReadAnswer> {
  const { baseUrl: base } = context.settings;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark + 1);
  const [type = '', second, third, fourth, ...more] = path.split('/');
  const operation = operationOf(url);
  const answer = operation && (await operationInBundle(context, call, { ...operation, body: undefined }));
  if (answer) return answer;
  if (operation) throw notHere(url);
  if (path === 'metadata' && context.metadata) return bundleAnswer(await context.metadata(query));
  const address = `${base}/${path}`;
  if (more.length === 0 && fourth !== undefined && third === '_history' && versionForm.test(fourth)) {
    return storedAnswer(shortened(await vread(context, call, type, second ?? '', Number(fourth)), query), known);
  }
  if (fourth === undefined && third === '_history') {
    return bundleAnswer(historyBundle(base, address, await historyInstance(context, call, type, second ?? '', query)));
  }
  if (type === '_history' && second === undefined) {
    return bundleAnswer(historyBundle(base, address, await historySystem(context, call, query)));
  }
  if (third === undefined && second === '_history') {
    return bundleAnswer(historyBundle(base, address, await historyType(context, call, type, query)));
  }
  if (fourth === undefined && second !== undefined && /^([A-Z]|\*$)/.test(third ?? '')) {
    const place = { of: type, id: second, type: third as string };
    return bundleAnswer(searchsetText(base, address, await searchCompartment(context, call, place, query)));
  }
  if (type === '' && second === undefined) {
    return bundleAnswer(searchsetText(base, base, await searchSystem(context, call, query)));
  }
  if (third === undefined && second !== undefined) {
    return storedAnswer(shortened(await read(context, call, type, second, readOptions(query)), query), known);
  }
  if (second === undefined)
    return bundleAnswer(searchsetText(base, address, await searchType(context, call, type, query)));
  throw notHere(url);
}

const notHere = (url: string): Refusal =>
  new Refusal('not-allowed', 'not-in-bundle', `'${shown(url)}' cannot be asked inside a bundle.`);
