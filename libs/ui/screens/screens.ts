/** How a system offers screens to portals: a named place and how to load what is shown there. */
import type { ComponentType } from 'react';
import type { Words } from '../language/language.ts';

/** What every screen is given: the parts of the address that the place names, and the query. */
export interface ScreenProps {
  readonly params: Readonly<Record<string, string>>;
  readonly search: Readonly<Record<string, string>>;
}

export type ScreenModule = { readonly default: ComponentType<ScreenProps> };

/** `'patient-portal/medicines': () => import('./my-medicines.tsx')`. Places are named in apps/portals/places.ts. */
export type Screens = Readonly<Record<string, () => Promise<ScreenModule>>>;

/** A system's face towards the portals: `systems/<group>/<system>/screens/index.ts` exports one as `offer`. */
export interface Offer {
  readonly screens: Screens;
  /** The words of these screens, loaded in the language that is on. */
  readonly words: Words;
}
