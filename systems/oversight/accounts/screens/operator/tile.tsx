/** What accounts count on the operators' first page: requests, reviews, rights that end soon; red lines of the policy. */
import { useLingui } from '@lingui/react';
import { Counter } from '#libs/ui/counters/counters.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { PolicyShown, RequestShown, RightToReview, TemporaryRightShown } from './model.ts';

const fresh = { fresh: true };
const soon = 14 * 24 * 60 * 60_000;
/** The server's lists end there: more is said as more. */
const most = { requests: 50, reviews: 200 };

const counted = (rows: readonly unknown[] | undefined, limit: number) =>
  rows === undefined ? '…' : rows.length >= limit ? `${limit}+` : rows.length;

export default function AccountsTile() {
  const { i18n } = useLingui();
  const { href, now } = usePortal();
  const open = useGet<{ requests: readonly RequestShown[] }>('/api/accounts/requests?state=open', fresh).data?.requests;
  const due = useGet<{ rights: readonly RightToReview[] }>('/api/accounts/reviews', fresh).data?.rights;
  const temporary = useGet<{ rights: readonly TemporaryRightShown[] }>('/api/accounts/temporary-rights').data?.rights;
  const weak = useGet<PolicyShown>('/api/accounts/policy').data?.exceptions;
  const ending = temporary?.filter(({ endsAt }) => Date.parse(endsAt) - now().getTime() < soon);
  return (
    <>
      <Counter
        value={counted(open, most.requests)}
        label={i18n._('wnioski do decyzji')}
        tone={open?.length ? 'act' : 'calm'}
        href={href('operations-portal/requests')}
      />
      <Counter
        value={counted(due, most.reviews)}
        label={i18n._('uprawnienia do przejrzenia')}
        tone={due?.length ? 'act' : 'calm'}
        href={href('operations-portal/rights-review')}
      />
      <Counter
        value={ending?.length ?? '…'}
        label={i18n._('uprawnienia kończą się w 14 dni')}
        href={href('operations-portal/temporary-rights')}
      />
      <Counter
        value={weak?.length ?? '…'}
        label={i18n._('osłabienia polityki')}
        tone={weak?.length ? 'stop' : 'calm'}
        href={href('operations-portal/policy')}
      />
    </>
  );
}
