/** Above every screen of Gabinet: signed documents that have not reached the platform, so that nobody forgets them. */
import { useLingui } from '@lingui/react';
import { Link } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useOutbox } from '#libs/ui/outbox/use-outbox.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';

export default function WaitingBanner() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { documents = [] } = useOutbox();
  const waiting = documents.filter(({ state, problem }) => state === 'queued' && problem);
  const refused = documents.filter(({ state }) => state === 'refused');
  const day = href('clinician-portal/day');
  if (waiting.length + refused.length === 0) return null;
  return (
    <Notice kind={refused.length > 0 ? 'critical' : 'warning'} live>
      {waiting.length > 0 && (
        <p>
          {i18n._(
            '{count, plural, one {# podpisany dokument czeka} few {# podpisane dokumenty czekają} many {# podpisanych dokumentów czeka} other {# podpisanego dokumentu czeka}} na połączenie. Wyślemy je same, każdy raz.',
            { count: waiting.length },
          )}
        </p>
      )}
      {refused.length > 0 && (
        <p>
          {i18n._(
            '{count, plural, one {# dokumentu} few {# dokumentów} many {# dokumentów} other {# dokumentu}} e-Zdrowie nie przyjęło. Popraw je.',
            { count: refused.length },
          )}{' '}
          {day && <Link href={day}>{i18n._('Pokaż w moim dniu')}</Link>}
        </p>
      )}
    </Notice>
  );
}
