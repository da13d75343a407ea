/** Elements of the services, named as P1's services name them (domain/poland.md 1.2, 4.3, 5). */
import type { Field } from '#core/soap/model.ts';

export const one = (name: string, type: Field['type'] = 'string'): Field => ({ name, type });
export const maybe = (name: string, type: Field['type'] = 'string'): Field => ({ name, type, times: '?' });
export const many = (name: string, type: Field['type'] = 'string'): Field => ({ name, type, times: '*' });

/** `urn:csioz:p1:erecepta:kodWynikuWeryfikacji:blad` and its kin; the code of the rule is ours. */
const rule = many('wynikWeryfikacjiReguly', [
  one('kodRegulyWeryfikacji'),
  one('wynikWeryfikacji'),
  maybe('opisProblemu'),
  maybe('miejsceWystapieniaBledu'),
]);
export const verification = (name: string): Field => maybe(name, [rule]);

/** How it went: `major` says whether it was done. */
export const outcome: Field = one('wynik', [one('major'), maybe('minor'), maybe('komunikat')]);
export const oid = (name: string): Field => one(name, [one('extension'), one('root')]);
export const content = (name: string): Field => one(name, [one('tresc', 'base64')]);
