/** What became of a change, in words: for those who prefer an OperationOutcome. https://hl7.org/fhir/R4/http.html#ops */
import type { Issue } from '../refusal/refusal.ts';
import type { Written } from './record.ts';

const words = {
  created: 'was created',
  updated: 'was changed',
  unchanged: 'is as it was',
  deleted: 'was deleted',
} as const;

/** What became of a resource, as an issue of an outcome. */
export const issueOfChange = ({ type, id, version, outcome }: Written): Issue => ({
  severity: 'information',
  code: 'informational',
  diagnostics: `${type}/${id} ${words[outcome]} (version ${version}).`,
});
