/** Whom a request is about: the person it names, or whose account it is. */
import type { RequestShown } from './model.ts';

export const subjectOf = ({ accountName, givenName, familyName, login, id }: RequestShown): string =>
  accountName ?? ([givenName, familyName].filter(Boolean).join(' ') || login || id);
