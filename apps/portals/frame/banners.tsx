/** What systems show above every screen of a portal. Each comes when it is loaded; a page does not wait for it. */
import { type ComponentType, lazy, Suspense, useMemo } from 'react';
import type { BannerProps, Offer } from '#libs/ui/screens/screens.ts';

interface BannersProps {
  offers: readonly Offer[];
  portal: string;
  path: string;
}

export function Banners({ offers, portal, path }: BannersProps) {
  const loaded = useMemo<ComponentType<BannerProps>[]>(
    () => offers.flatMap(({ banners }) => (banners?.[portal] ? [lazy(banners[portal])] : [])),
    [offers, portal],
  );
  return (
    <Suspense>
      {loaded.map((Banner, place) => (
        // The offers do not change while a portal is open: neither do the places in the list.
        <Banner key={`${portal}-${place}`} path={path} />
      ))}
    </Suspense>
  );
}
