/** "Zgody i upoważnienia": who sees my record and why, whom I let in, what I hid, a code for today's visit. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { Permissions } from '../../model.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';
import { AccessCode } from './access-code.tsx';
import { Facilities } from './facilities.tsx';
import { People } from './people.tsx';
import { Row, Rows } from './rows.tsx';
import '../permissions.css';

export default function PermissionsScreen() {
  const { i18n } = useLingui();
  const query = useGet<Permissions>('/api/permissions/mine');
  const again = () => query.refetch();
  const known = useRef(query.data !== undefined);
  // What was read before may be of before the change that one comes back from.
  useEffect(() => {
    if (known.current) void query.refetch();
    known.current = false;
  }, [query]);
  return (
    <Page
      title={i18n._('Zgody i upoważnienia')}
      lead={i18n._('Tu decydujesz, kto widzi Twoje dane. Każdą zgodę możesz cofnąć. Działa to od razu.')}
    >
      <Loaded query={query} lines={12}>
        {(permissions) => (
          <>
            <Emergencies permissions={permissions} />
            <People permissions={permissions} onChange={again} />
            <AccessCode ends={permissions.codeEnds} onChange={again} />
            <Facilities permissions={permissions} onChange={again} />
            <Withheld permissions={permissions} onChange={again} />
            <Notices permissions={permissions} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What was opened without consent stands on top. */
function Emergencies({ permissions: { emergencies } }: { permissions: Permissions }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const words = usePermissionWords();
  if (emergencies.length === 0) return null;
  return (
    <Notice kind="warning" title={i18n._('Ktoś otworzył Twoje dane bez Twojej zgody, bo chodziło o życie')}>
      <ul>
        {emergencies.map((one) => (
          <li key={one.id}>
            <strong>{one.name}</strong>, {one.facilityName}, {dateTime(one.at)}. {i18n._('Powód:')}{' '}
            {words.reason(one.reason)}. {one.explanation}{' '}
            {one.verdict === undefined && i18n._('Sprawdzi to inspektor, najpóźniej w 3 dni.')}
            {one.verdict === 'justified' && i18n._('Inspektor sprawdził: był powód.')}
            {one.verdict === 'unjustified' && i18n._('Inspektor sprawdził: nie było powodu.')}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Withheld({ permissions: { withheld }, onChange }: { permissions: Permissions; onChange: () => unknown }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const { href } = usePortal();
  return (
    <Card title={i18n._('Co ukrywam')}>
      <p>{i18n._('Ukrytej rzeczy ta osoba nie zobaczy i nie dowie się, że istnieje. Ty widzisz ją zawsze.')}</p>
      <Rows>
        {withheld.map((one) => (
          <Row
            key={`${one.type}${one.id}${one.readers}`}
            title={one.title || i18n._('wpis')}
            more={[
              one.date && date(one.date),
              one.readers === '+proxies'
                ? i18n._('przed osobami zaufanymi')
                : one.readers === '+facilities'
                  ? i18n._('przed placówkami')
                  : i18n._('przed placówką: {facility}', { facility: one.facilityName ?? '' }),
              one.emergency && i18n._('widoczne przy ratowaniu życia'),
            ]}
            action={i18n._('Pokaż znowu')}
            path={`/api/permissions/withheld/${one.type}/${one.id}/${encodeURIComponent(one.readers)}`}
            onDone={onChange}
          />
        ))}
      </Rows>
      <p>
        <ButtonLink href={href('patient-portal/withhold') ?? ''}>{i18n._('Ukryj coś')}</ButtonLink>
      </p>
    </Card>
  );
}

function Notices({ permissions: { notices } }: { permissions: Permissions }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const words = usePermissionWords();
  if (notices.length === 0) return null;
  return (
    <Card title={i18n._('Wiadomości o dostępie')}>
      <ul className="saa-list">
        {notices.map((notice) => (
          <li key={notice.id}>
            <span className="saa-what">{words.notice(notice)}</span>
            <span className="ez-secondary">{dateTime(notice.at)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
