/** Every function by its name. http://hl7.org/fhirpath/N1/#functions */
import type { FhirPathFunction } from './call.ts';
import { collections } from './functions/collections.ts';
import { conversions } from './functions/conversions.ts';
import { precision } from './functions/boundaries.ts';
import { moments } from './functions/moments.ts';
import { mathematics } from './functions/mathematics.ts';
import { resources } from './functions/resources.ts';
import { texts } from './functions/texts.ts';

export const functions: ReadonlyMap<string, FhirPathFunction> = new Map(
  Object.entries({ ...collections, ...conversions, ...texts, ...mathematics, ...precision, ...moments, ...resources }),
);
