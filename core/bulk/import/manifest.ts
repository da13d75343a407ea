/**
 * What a client asks by `$import` of files that are named: as JSON, or as Parameters with the same names.
 * https://github.com/smart-on-fhir/bulk-import/blob/master/import.md
 */
import type { Actor } from '../../access/actor.ts';
import { authorize } from '../../access/index.ts';
import { demandAllowed, type OutboundRules } from '../../http/outbound.ts';
import { storedTypes } from '../../record/checks.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { findFile } from './import-folder.ts';

export interface Input {
  readonly type: string;
  readonly url: string;
}

export interface Manifest {
  /** Goes into `meta.source` of what says nothing of its source. */
  readonly source: string;
  readonly inputs: readonly Input[];
}

/** Where files may come from. */
export interface ImportSources {
  readonly outbound: OutboundRules;
  /** Folder below which files may be named; none: files cannot be. */
  readonly folder: string | undefined;
}

const formats = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson']);
const known = ['inputFormat', 'inputSource', 'input', 'storageDetail', 'extension', 'resourceType', 'id', 'meta'];
const most = { inputs: 200, url: 2_000 };

const bad = (says: string): Refusal => new Refusal('invalid', 'bad-manifest', says);

type Json = { readonly [name: string]: unknown };

/** @throws Refusal `invalid` naming what is wrong; `rule-broken` for places that are not allowed; `forbidden` for types. */
export async function understandManifest(body: unknown, actor: Actor, from: ImportSources): Promise<Manifest> {
  const asked = isObject(body) ? (body.resourceType === 'Parameters' ? ofParameters(body) : body) : {};
  const unknown = Object.keys(asked).find((name) => !known.includes(name));
  if (unknown !== undefined) throw bad(`${unknown.slice(0, 60)} is not known here: leave it out.`);
  if (!formats.has(String(asked.inputFormat))) throw bad('inputFormat must be application/fhir+ndjson.');
  const source = asked.inputSource;
  if (typeof source !== 'string' || source.length > most.url || !/^[a-z][a-z0-9+.-]*:\S+$/i.test(source)) {
    throw bad('inputSource must be the address of where the data come from.');
  }
  const storage = storageOf(asked.storageDetail);
  if (!Array.isArray(asked.input) || asked.input.length === 0) throw bad('input must name at least one file.');
  if (asked.input.length > most.inputs) throw bad(`At most ${most.inputs} files at once: send several imports.`);
  const inputs: Input[] = [];
  for (const one of asked.input) inputs.push(await inputOf(one, storage, actor, from));
  return { source, inputs };
}

/** What a type of storage needs besides, such as credentials, is refused: it would have to be kept. */
function storageOf(detail: unknown): 'https' | 'file' {
  if (detail === undefined) return 'https';
  const { type, contentEncoding, ...more } = isObject(detail) ? detail : {};
  if (type !== 'https' && type !== 'file') throw bad('storageDetail.type must be https or file: nothing else is read.');
  if ([contentEncoding ?? []].flat().some((one) => one !== 'gzip' && one !== 'identity')) {
    throw bad('storageDetail.contentEncoding may be gzip: nothing else is unpacked.');
  }
  const [name] = Object.keys(more);
  if (name !== undefined)
    throw bad(`storageDetail.${name.slice(0, 60)} is not known here: sign the addresses instead.`);
  return type;
}

async function inputOf(one: unknown, storage: string, actor: Actor, from: ImportSources): Promise<Input> {
  const { type, url } = isObject(one) ? one : {};
  if (typeof type !== 'string' || !storedTypes.includes(type)) {
    throw bad(`input.type must be a type of resource, not '${String(type).slice(0, 60)}'.`);
  }
  if (typeof url !== 'string' || url.length > most.url || !URL.canParse(url)) {
    throw bad(`input.url must be an address of at most ${most.url} letters.`);
  }
  const isFile = new URL(url).protocol === 'file:';
  if (isFile !== (storage === 'file')) throw bad('input.url must fit storageDetail.type: https://… or file:….');
  authorize(actor, 'create', type);
  if (isFile) await findFile(url, from.folder);
  else demandAllowed(url, from.outbound);
  return { type, url };
}

/** Parts of the same names; a part with parts is an object. */
function ofParameters(body: Json): Json {
  const asked: { [name: string]: unknown } = {};
  for (const one of partsOf(body.parameter)) {
    const { name } = one;
    if (typeof name !== 'string' || name === '__proto__') throw bad('Every parameter needs a name.');
    const value = one.part === undefined ? valueOf(one) : ofParameters({ parameter: one.part });
    if (name === 'input') asked.input = [...((asked.input as unknown[]) ?? []), value];
    else asked[name] = value;
  }
  return asked;
}

const partsOf = (parts: unknown): readonly Json[] =>
  (Array.isArray(parts) ? parts : []).map((one) => (isObject(one) ? one : {}));
const valueOf = (one: Json): unknown => one[Object.keys(one).find((key) => key.startsWith('value')) ?? ''];
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
