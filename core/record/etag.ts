/**
 * Versions as entity tags, W/"3", and the conditions that name them. https://hl7.org/fhir/R4/http.html#versioning
 * https://www.rfc-editor.org/rfc/rfc9110#section-13.1
 */
import { Refusal } from '../refusal/refusal.ts';

export const etagOf = (version: number): string => `W/"${version}"`;

/** Versions that a condition names, or any version at all. */
export type Versions = number | readonly number[] | '*';

/** A version as we write it: counted from one. */
export const versionForm = /^[1-9]\d{0,8}$/;
const tag = /^(?:W\/)?("?)([1-9]\d{0,8})\1$/;
/** Any entity tag. One that is not of ours names no version, which is no fault. RFC 9110, section 8.8.3 */
const foreign = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;
const noVersion = 0;
/** A header that names more is no honest question. */
const mostTags = 100;

/** If-Match and If-None-Match of a change. @throws Refusal `invalid` `bad-etag` for what is no entity tag. */
export function parseEtags(text: string): Versions {
  if (text.trim() === '*') return '*';
  const parts = text.split(',', mostTags + 1).map((part) => part.trim());
  const versions = parts.filter((part) => part !== '').map(versionOf);
  if (parts.length > mostTags || versions.length === 0 || versions.some(Number.isNaN)) {
    throw new Refusal('invalid', 'bad-etag', 'A version is written as W/"3", several with commas between, any as *.');
  }
  return versions;
}

function versionOf(part: string): number {
  const version = tag.exec(part)?.[2];
  if (version !== undefined) return Number(version);
  return foreign.test(part) ? noVersion : Number.NaN;
}

/** Whether the condition names this version. Undefined: nothing is there. */
export function names(condition: Versions, version: number | undefined): boolean {
  if (version === undefined) return false;
  if (condition === '*') return true;
  return typeof condition === 'number' ? condition === version : condition.includes(version);
}

/** What the reader has already, from If-None-Match and If-Modified-Since. https://hl7.org/fhir/R4/http.html#cread */
export interface Known {
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
}

/** True when the reader need not be sent this version again. Tags of others are simply not ours. */
export function isKnown({ ifNoneMatch, ifModifiedSince }: Known, version: number, updated: Date): boolean {
  if (ifNoneMatch !== undefined) {
    const strong = `"${version}"`;
    return ifNoneMatch.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === strong);
  }
  // HTTP dates know seconds only.
  return ifModifiedSince !== undefined && wholeSeconds(updated) <= Date.parse(ifModifiedSince);
}

const wholeSeconds = (time: Date): number => Math.floor(time.getTime() / 1000) * 1000;
