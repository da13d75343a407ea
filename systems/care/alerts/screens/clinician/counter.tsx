/**
 * Over every open record: how many alerts there are, in a corner where it covers no work. Only what must be decided
 * now is said aloud at once; the rest waits until it is asked for (ALE-1). Alt+A opens them.
 */
import { useLingui } from '@lingui/react';
import { useEffect } from 'react';
import { Icon } from '#libs/ui/icon/icon.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { BannerProps } from '#libs/ui/screens/screens.ts';
import { useAlerts } from './reading.ts';
import '../alerts.css';

export default function AlertCounter({ path }: BannerProps) {
  const patient = /^\/pacjent\/([^/]+)/.exec(path)?.[1];
  const { data } = useAlerts(patient);
  const { go, href } = usePortal();
  const address = patient && href('clinician-portal/alerts', { patient });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!address || !event.altKey || event.ctrlKey || event.code !== 'KeyA') return;
      event.preventDefault();
      go(address);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [address, go]);
  if (!address || !data || path.endsWith('/alerty')) return null;
  return <Corner address={address} data={data} />;
}

function Corner({ address, data }: { address: string; data: NonNullable<ReturnType<typeof useAlerts>['data']> }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const urgent = data.alerts.filter(({ tier }) => tier === 1);
  const count = data.alerts.filter(({ tier }) => tier < 3).length;
  return (
    <aside className="al-corner ez-no-print" aria-label={i18n._('Alerty o pacjencie')}>
      <Link
        href={address}
        className={urgent.length > 0 ? 'al-pill al-pill-urgent' : 'al-pill'}
        aria-keyshortcuts="Alt+A"
      >
        <Icon name={urgent.length > 0 ? 'stop' : 'alert'} />{' '}
        {urgent.length > 0 && (
          <strong>
            {i18n._('{count, plural, one {# pilny} few {# pilne} other {# pilnych}}', { count: urgent.length })}
            {' · '}
          </strong>
        )}
        {i18n._('{count, plural, one {# alert} few {# alerty} other {# alertów}}', { count })} <kbd>Alt+A</kbd>
      </Link>
      <span className="ez-hidden" role={urgent.length > 0 ? 'alert' : 'status'}>
        {urgent.map(({ title }) => title[language]).join('. ')}
      </span>
    </aside>
  );
}
