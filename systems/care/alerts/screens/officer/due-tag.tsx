/** When a review is due: late, soon, or with time left. */
import { useLingui } from '@lingui/react';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { daysLeft } from './reading.ts';

const soon = 3;

export function DueTag({ due }: { due: string }) {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const days = daysLeft(due, now());
  if (days < 0)
    return (
      <Tag kind="critical">
        {i18n._('{days, plural, one {# dzień} few {# dni} many {# dni} other {# dnia}} po terminie', { days: -days })}
      </Tag>
    );
  const says = i18n._('{days, plural, one {za # dzień} few {za # dni} many {za # dni} other {za # dnia}}', { days });
  return <Tag kind={days <= soon ? 'warning' : 'info'}>{says}</Tag>;
}
