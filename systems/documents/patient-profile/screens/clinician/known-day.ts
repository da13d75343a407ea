/** Addresses of the profile's operations as of the day that a screen shows (`?stan=2025-03-12`). Pure. */
import type { ScreenProps } from '#libs/ui/screens/screens.ts';

/** The day that the address names; undefined: today. */
export const dayOf = (search: ScreenProps['search']): string | undefined => search.stan || undefined;

/** An address of the profile's operations, of the day that the screen shows. */
export const asKnown = (path: string, day: string | undefined): string =>
  day ? `${path}${path.includes('?') ? '&' : '?'}asOf=${encodeURIComponent(day)}` : path;

/** What level 0 shows. */
export const overviewPath = (patient: string): string => `/api/patient-profile/${encodeURIComponent(patient)}/overview`;
