/** The apps that act for me: what each may do, and its end. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { useScopeWords } from './scope-words.ts';

interface App {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly patient?: string;
  readonly used: string;
  readonly offlineUntil?: string;
}

export function ConnectedApps() {
  const { i18n } = useLingui();
  const api = useApi();
  const query = useGet<readonly App[]>('/api/accounts/apps');
  const [done, setDone] = useState<{ kind: 'success' | 'warning'; says: string }>();
  const end = async ({ id, name }: App) => {
    setDone(undefined);
    await api.send('POST', `/api/accounts/apps/${id}/revoke`).then(
      () => setDone({ kind: 'success', says: i18n._('Aplikacja „{name}” nie ma już dostępu.', { name }) }),
      () => setDone({ kind: 'warning', says: i18n._('Nie udało się zakończyć. Spróbuj ponownie za chwilę.') }),
    );
    await query.refetch();
  };
  return (
    <Card title={i18n._('Połączone aplikacje')} id="aplikacje">
      <p>{i18n._('Te aplikacje działają w Twoim imieniu. Możesz im to w każdej chwili odebrać.')}</p>
      {done && (
        <Notice kind={done.kind} live>
          <p>{done.says}</p>
        </Notice>
      )}
      <Loaded query={query} lines={3}>
        {(apps) =>
          apps.length === 0 ? (
            <p>{i18n._('Nie ma żadnej połączonej aplikacji.')}</p>
          ) : (
            <ul className="saz-list">
              {apps.map((app) => (
                <AppRow key={app.id} app={app} onEnd={() => end(app)} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function AppRow({ app, onEnd }: { app: App; onEnd: () => void }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const words = useScopeWords();
  const { name, scopes, patient, used, offlineUntil } = app;
  const own = scopes.some((scope) => scope.startsWith('patient/')) && patient === undefined;
  return (
    <li>
      <div className="saz-row">
        <div>
          <strong>{name}</strong>
          <ul className="saz-more">
            {words(scopes, { own, onePatient: patient !== undefined }).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <div className="saz-more">
            {i18n._('Ostatnio użyta: {when}.', { when: dateTime(used) })}{' '}
            {offlineUntil && i18n._('Najdłużej do: {when}.', { when: dateTime(offlineUntil) })}
          </div>
        </div>
        <Button kind="quiet" onClick={onEnd} aria-label={i18n._('Odbierz dostęp: {name}', { name })}>
          {i18n._('Odbierz dostęp')}
        </Button>
      </div>
    </li>
  );
}
