/** The one line of a prescription, to which entitlements and dispensings refer. */
import type { Identifier } from './model.ts';

/** The number of the one line: the document's with `-1`, under the branch `.2.3` of who gave it (domain 1.2). */
export const lineOf = ({ id }: { readonly id: Identifier }): Identifier => ({
  root: id.root.replace(/\.2\.1$/, '.2.3'),
  extension: `${id.extension}-1`,
});
