/** Where the account is open, and closing it there. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { deviceOf } from './device.ts';
import type { OpenSession } from './model.ts';

export function OpenSessions() {
  const { i18n } = useLingui();
  const api = useApi();
  const query = useGet<readonly OpenSession[]>('/api/accounts/sessions');
  const [failed, setFailed] = useState(false);
  const end = async ({ id }: OpenSession) => {
    setFailed(false);
    await api.send('POST', `/api/accounts/sessions/${id}/revoke`).catch(() => setFailed(true));
    await query.refetch();
  };
  return (
    <Card title={i18n._('Gdzie konto jest otwarte')} id="urzadzenia">
      <p>{i18n._('Nie poznajesz któregoś miejsca? Zakończ je i zmień sposób logowania.')}</p>
      {failed && (
        <Notice kind="warning" live>
          <p>{i18n._('Nie udało się zakończyć. Spróbuj ponownie za chwilę.')}</p>
        </Notice>
      )}
      <Loaded query={query} lines={3}>
        {(sessions) => (
          <ul className="saz-list">
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => end(session)} />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function SessionRow({ session, onEnd }: { session: OpenSession; onEnd: () => void }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const { current, device, started, source, factors } = session;
  const { browser, system } = deviceOf(device);
  const place = browser ? i18n._('{browser}, {system}', { browser, system }) : i18n._('Nieznana przeglądarka');
  const by = factors.includes('passkey')
    ? i18n._('kluczem dostępu')
    : factors.includes('recovery')
      ? i18n._('kodem zapasowym')
      : factors.includes('node')
        ? i18n._('przez login.gov.pl')
        : i18n._('hasłem i kodem');
  return (
    <li>
      <div className="saz-row">
        <div>
          <strong>{place}</strong> {current && <Tag kind="info">{i18n._('to okno')}</Tag>}
          <div className="saz-more">
            {i18n._('Od {when}, zalogowano {by}, z adresu {source}.', { when: dateTime(started), by, source })}
          </div>
        </div>
        {!current && (
          <Button kind="quiet" onClick={onEnd} aria-label={i18n._('Zakończ: {place}', { place })}>
            {i18n._('Zakończ')}
          </Button>
        )}
      </div>
    </li>
  );
}
