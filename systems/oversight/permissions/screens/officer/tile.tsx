/** What permissions count on the operators' first page: emergency accesses that wait for their review. */
import { useLingui } from '@lingui/react';
import { Counter } from '#libs/ui/counters/counters.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { Review } from '../../model.ts';

export default function PermissionsTile() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const reviews = useGet<{ reviews: readonly Review[] }>('/api/permissions/reviews', { fresh: true }).data?.reviews;
  const late = reviews?.filter(({ overdue }) => overdue).length ?? 0;
  return (
    <Counter
      value={reviews?.length ?? '…'}
      label={i18n._('dostępy ratunkowe do sprawdzenia')}
      more={
        late > 0
          ? i18n._('{late, plural, one {# po terminie} few {# po terminie} other {# po terminie}}', { late })
          : undefined
      }
      tone={late > 0 ? 'stop' : reviews?.length ? 'act' : 'calm'}
      href={href('operations-portal/emergency-reviews')}
    />
  );
}
