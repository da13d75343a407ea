/** What detection counts on the operators' first page: alerts that nobody has taken. */
import { useLingui } from '@lingui/react';
import { Counter } from '#libs/ui/counters/counters.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { type AlertPage, type DetectionShown, longBehind } from './model.ts';

const most = 100;

export default function DetectionTile() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const found = useGet<AlertPage>(`/api/detection/alerts?state=new&count=${most}`, { fresh: true }).data;
  const behind = useGet<DetectionShown>('/api/detection/rules', { fresh: true }).data?.behindSeconds ?? 0;
  const waiting = found?.alerts.length ?? 0;
  const stands = behind > longBehind;
  return (
    <Counter
      value={found ? (found.next ? `${most}+` : waiting) : '…'}
      label={i18n._('alerty bez prowadzącego')}
      more={stands ? i18n._('wykrywanie stoi') : i18n._('wykrywanie działa')}
      tone={stands ? 'stop' : waiting > 0 ? 'act' : 'calm'}
      href={href('operations-portal/alerts')}
    />
  );
}
