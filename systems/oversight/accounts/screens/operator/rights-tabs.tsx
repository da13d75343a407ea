/** The three views of rights: reviews that are due, rights that end by themselves, roles. */
import { useLingui } from '@lingui/react';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { TabLinks } from '#libs/ui/tabs/tab-links.tsx';

const places = ['operations-portal/rights-review', 'operations-portal/temporary-rights', 'operations-portal/roles'];

export function RightsTabs({ current }: { current: 0 | 1 | 2 }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const labels = [i18n._('Przegląd okresowy'), i18n._('Czasowe'), i18n._('Role')];
  return (
    <TabLinks
      label={i18n._('Uprawnienia')}
      tabs={places.map((place, at) => ({ href: href(place) ?? '', label: labels[at] ?? '', current: at === current }))}
    />
  );
}
