/** How the chain stands: what is sealed, what waits, and whether the sealer stands still. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { ChainShown } from './model.ts';

/** Waiting longer than this is an alarm (core/audit). */
export const sealedWithin = 5 * 60_000;

export const standsStill = ({ oldestUnsealed }: ChainShown, now: Date): boolean =>
  oldestUnsealed !== undefined && now.getTime() - Date.parse(oldestUnsealed) > sealedWithin;

export function Chain() {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const { number, dateTime, shortDateTime } = useFormat();
  const chain = useGet<ChainShown>('/api/audit-trail/chain', { fresh: true }).data;
  if (!chain) return null;
  if (standsStill(chain, now())) {
    return (
      <Notice kind="critical" title={i18n._('Dziennik nie jest pieczętowany')}>
        <p>
          {i18n._('Najstarszy wpis bez pieczęci: {when}. Sprawdź, czy działa proces pieczętujący.', {
            when: dateTime(chain.oldestUnsealed),
          })}
        </p>
      </Notice>
    );
  }
  return (
    <p className="ez-secondary">
      {i18n._(
        'Pod pieczęcią: {sealed} wpisów, ostatnia pieczęć {when}, klucz {key}. Pełny dowód: npx ezdrowie verify-audit.',
        {
          sealed: number(chain.sealed),
          when: shortDateTime(chain.lastSeal) ?? '–',
          key: chain.keyId ?? '–',
        },
      )}
    </p>
  );
}
