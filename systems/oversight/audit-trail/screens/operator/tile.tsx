/** What the audit trail counts on the operators' first page: events that wait for their seal. */
import { useLingui } from '@lingui/react';
import { Counter } from '#libs/ui/counters/counters.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { standsStill } from './chain.tsx';
import type { ChainShown } from './model.ts';

export default function AuditTile() {
  const { i18n } = useLingui();
  const { href, now } = usePortal();
  const { number } = useFormat();
  const chain = useGet<ChainShown>('/api/audit-trail/chain', { fresh: true }).data;
  const still = chain !== undefined && standsStill(chain, now());
  return (
    <Counter
      value={chain ? number(chain.unsealed) : '…'}
      label={i18n._('wpisy dziennika bez pieczęci')}
      more={still ? i18n._('pieczętowanie stoi') : i18n._('pieczętowanie działa')}
      tone={still ? 'stop' : 'calm'}
      href={href('operations-portal/audit')}
    />
  );
}
