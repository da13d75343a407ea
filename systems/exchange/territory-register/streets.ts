/** Names of streets as people write them against those of ULIC. Pure. */
import { fold } from '#libs/fhir/search/values.ts';
import type { Street } from './model.ts';

const features =
  /^(ulica|ul|aleje?|al|plac|pl|osiedle|os|rondo|park|skwer|bulwar|bulw|rynek|droga|szosa|wybrzeże|wyb|wyspa)\.?\s+/i;

/** Without `ul.` and the like. A name may begin with such a word itself (Rynek Główny), so both are tried. */
export const spellings = (street: string): string[] => [...new Set([street, street.trim().replace(features, '')])];

/** Whether this is what was typed: `Adama Mickiewicza`, `Mickiewicza Adama`, `ul. Mickiewicza`. */
export function isCalled({ name, before = '', feature = '' }: Street, typed: string): boolean {
  const own = [name, `${before} ${name}`, `${name} ${before}`, `${feature} ${name}`].map(fold);
  return spellings(typed).some((one) => own.includes(fold(one)));
}
