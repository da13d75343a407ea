/** What happened to the account lately. Opening the page is having seen it. */
import { useLingui } from '@lingui/react';
import { useEffect } from 'react';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { deviceOf } from './device.ts';
import type { AccountNotice } from './model.ts';

export function Notices() {
  const { i18n } = useLingui();
  const api = useApi();
  const query = useGet<readonly AccountNotice[]>('/api/accounts/notices');
  const unread = query.data?.some(({ read }) => !read);
  useEffect(() => {
    if (unread) api.send('POST', '/api/accounts/notices/read').catch(() => undefined);
  }, [api, unread]);
  return (
    <Card title={i18n._('Co działo się z kontem')} id="zdarzenia">
      <Loaded query={query} lines={2}>
        {(notices) =>
          notices.length === 0 ? (
            <p>{i18n._('Nic, o czym trzeba wiedzieć. Tu powiemy na przykład o logowaniu na nowym urządzeniu.')}</p>
          ) : (
            <ul className="saz-list">
              {notices.map((notice) => (
                <NoticeRow key={notice.id} notice={notice} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function NoticeRow({ notice }: { notice: AccountNotice }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const words = useNoticeWords();
  const { browser, system } = deviceOf(notice.device ?? '');
  const where = [browser && i18n._('{browser}, {system}', { browser, system }), notice.source]
    .filter(Boolean)
    .join(', ');
  return (
    <li>
      <strong>{words[notice.kind] ?? notice.kind}</strong> {!notice.read && <Tag kind="info">{i18n._('nowe')}</Tag>}
      <div className="saz-more">{[dateTime(notice.at), where].filter(Boolean).join(' · ')}</div>
    </li>
  );
}

function useNoticeWords(): Readonly<Record<string, string>> {
  const { i18n } = useLingui();
  return {
    'new-device': i18n._('Zalogowano się na nowym urządzeniu.'),
    'new-passkey': i18n._('Dodano klucz dostępu.'),
    'passkey-removed': i18n._('Usunięto klucz dostępu.'),
    'new-authenticator': i18n._('Zmieniono aplikację do kodów.'),
    'new-recovery-codes': i18n._('Utworzono nowe kody zapasowe.'),
    'identity-linked': i18n._('Pierwszy raz zalogowano się przez login.gov.pl.'),
    'recovery-code-used': i18n._('Zalogowano się kodem zapasowym.'),
    lockout: i18n._('Ktoś pomylił hasło kilka razy. Obce urządzenia muszą poczekać, Twoje działa.'),
    'second-factor-paused': i18n._('Ktoś znał hasło i pomylił kod kilka razy. Zmień hasło.'),
    'password-off': i18n._('Hasło wyłączono po stu nieudanych próbach. Ustaw nowe kodem zapasowym.'),
    'signed-in-after-failures': i18n._('Zalogowano się po kilku nieudanych próbach.'),
    'password-changed': i18n._('Zmieniono hasło.'),
    'password-ordered': i18n._('Administrator poprosił o zmianę hasła.'),
    'password-expiring': i18n._('Wkrótce trzeba będzie zmienić hasło.'),
    recovered: i18n._('Odzyskano dostęp kodem zapasowym i ustawiono nowe hasło.'),
    'session-replaced': i18n._('Otwarto czwartą sesję, więc najdawniej używaną zakończono.'),
    unused: i18n._('Konto nie było używane od miesiąca. Po dwóch miesiącach zostanie zablokowane.'),
    'rights-changed': i18n._('Zmieniono uprawnienia konta.'),
    'factor-asked': i18n._('Zauważyliśmy nietypowe użycie konta i poprosiliśmy o potwierdzenie, że to Ty.'),
    held: i18n._('Zauważyliśmy nietypowe użycie konta i wstrzymaliśmy je na pewien czas. Zapytaj administratora.'),
  };
}
