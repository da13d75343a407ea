/** What the platform counts on the operators' first page: jobs that gave up, and how far the feed is behind. */
import { useLingui } from '@lingui/react';
import { Counter } from '#libs/ui/counters/counters.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { type Health, longLag } from './model.ts';

export default function HealthTile() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { number } = useFormat();
  const health = useGet<Health>('/api/platform-health/state', { fresh: true }).data;
  const parkedJobs = health?.jobs.reduce((sum, { state, jobs }) => sum + (state === 'parked' ? jobs : 0), 0) ?? 0;
  const parkedChanges = health?.followers.reduce((sum, { parked }) => sum + parked, 0) ?? 0;
  const lag = Math.max(0, ...(health?.followers ?? []).map(({ seconds }) => seconds));
  const parked = parkedJobs + parkedChanges;
  return (
    <>
      <Counter
        value={health ? number(parked) : '…'}
        label={i18n._('zadania odłożone po błędach')}
        tone={parked > 0 ? 'act' : 'calm'}
        href={href('operations-portal/platform', { stan: 'parked' })}
      />
      <Counter
        value={health ? i18n._('{seconds} s', { seconds: number(lag, 0) }) : '…'}
        label={i18n._('opóźnienie strumienia zmian')}
        tone={lag > longLag ? 'stop' : 'calm'}
        href={href('operations-portal/platform')}
      />
    </>
  );
}
