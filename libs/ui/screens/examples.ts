/**
 * Examples of a component: read by the catalogue, by accessibility checks and by those who want to see what there is.
 */
import type { ReactNode } from 'react';

/** `{ 'with an error': () => <TextField … /> }` */
export type Examples = Readonly<Record<string, () => ReactNode>>;
