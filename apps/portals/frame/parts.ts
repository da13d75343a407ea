/** What a portal is put together from, handed from opening it to its routes and its frame. */
import type { Language, Words } from '#libs/ui/language/language.ts';
import type { Offer, ScreenModule } from '#libs/ui/screens/screens.ts';
import type { Api } from '#libs/ui/session/api.ts';
import type { Session } from '#libs/ui/session/session.ts';
import type { Wallet } from '#libs/ui/wallet/wallet.ts';
import type { PortalPlan } from '../places.ts';
import type { Pulse } from './pulse.ts';

export interface PortalParts {
  plan: PortalPlan;
  offers: readonly Offer[];
  words: readonly Words[];
  session: Session | undefined;
  api: Api;
  pulse: Pulse;
  wallet: Wallet | undefined;
  language: Language;
}

/** How to load what is shown at a place; undefined when no system offers it. */
export function screenAt(offers: readonly Offer[], place: string): (() => Promise<ScreenModule>) | undefined {
  return offers.find(({ screens }) => screens[place])?.screens[place];
}
