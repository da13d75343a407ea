/** Versions as entity tags: W/"3". https://hl7.org/fhir/R4/http.html#versioning */
import { Refusal } from '../refusal/refusal.ts';

export const etagOf = (version: number): string => `W/"${version}"`;

/** The version of an If-Match. @throws Refusal `invalid` `bad-etag`. */
export function parseEtag(text: string): number {
  const version = /^\s*(?:W\/)?"?(\d{1,9})"?\s*$/.exec(text)?.[1];
  if (version === undefined) throw new Refusal('invalid', 'bad-etag', 'A version is written as W/"3".');
  return Number(version);
}
