/** What alerts count on the operators' first page: reviews of rules that wait, and those that are late. */
import { useLingui } from '@lingui/react';
import { Counter } from '#libs/ui/counters/counters.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { daysLeft, type ReviewShown } from './reading.ts';

export default function AlertRulesTile() {
  const { i18n } = useLingui();
  const { href, now } = usePortal();
  const { data } = useGet<{ reviews: readonly ReviewShown[] }>('/api/alerts/reviews', { fresh: true });
  const open = (data?.reviews ?? []).filter(({ closed }) => closed === null);
  const late = open.filter(({ due }) => daysLeft(due, now()) < 0).length;
  return (
    <Counter
      value={data ? open.length : '…'}
      label={i18n._('reguły alertów do przeglądu')}
      more={late > 0 ? i18n._('po terminie: {late}', { late }) : i18n._('żadna po terminie')}
      tone={late > 0 ? 'stop' : open.length > 0 ? 'act' : 'calm'}
      href={href('operations-portal/alert-rules')}
    />
  );
}
