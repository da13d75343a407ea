/** How a derived fact is called when somebody asks why it is shown: replies, screens and the operation share these words. */
import type { DocumentFact } from '../document-model.ts';
import type { EventLink } from '../link.ts';
import type { Gap } from '../model.ts';
import type { Missing } from '../problem-model.ts';

export const levels = ['overview', 'problem', 'event', 'document'] as const;
/** On which level of the e-Profil a fact is shown. */
export type Level = (typeof levels)[number];

/** More inputs than a person reads are neither asked for nor answered. */
export const mostInputs = 12;

export const linkKey = ({ type, id }: EventLink): string => `${type}/${id}`;

/** A gap carries its rule and its inputs: nothing need be derived again to say why. */
export const gapKey = ({ kind, links }: Pick<Gap, 'kind' | 'links'>): string =>
  `gap:${kind}:${links.slice(0, mostInputs).map(linkKey).join('+')}`;

export const missingKey = (missing: Missing): string =>
  `missing:${missing.kind}${'what' in missing ? `:${missing.what}` : ''}`;

export const measureKey = (code: string): string => `measure:${code}`;

/** What stands in no entry of its own (author, facility) is called by its kind and words. */
export const documentFactKey = ({ kind, what, link }: DocumentFact): string =>
  link ? linkKey(link) : `${kind}:${what}`;
