/** Facilities that see my record, each with why and until when; refusing one, and taking a refusal or consent back. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { AccessShown, Permissions } from '../../model.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';
import { Row, Rows } from './rows.tsx';

export function Facilities({ permissions, onChange }: { permissions: Permissions; onChange: () => unknown }) {
  const { i18n } = useLingui();
  const words = usePermissionWords();
  const { access, consents } = permissions;
  const open = access.filter(({ refused }) => !refused);
  return (
    <>
      <Card title={i18n._('Placówki, które widzą Twoje dane')}>
        <Rows>
          {open.map((one) => (
            <Row key={one.facility} title={one.facilityName || one.facility} more={[...new Set(why(one))]}>
              <Refuse access={one} onChange={onChange} />
            </Row>
          ))}
        </Rows>
      </Card>
      {consents.length > 0 && (
        <Card title={i18n._('Twoje zgody i odmowy')}>
          <Rows>
            {consents.map((one) => (
              <Row
                key={one.id}
                title={one.facilityName}
                more={[
                  one.refusal ? i18n._('nie widzi Twoich danych') : words.areas(one.scope),
                  one.ends && words.until(one.ends),
                ]}
                action={one.refusal ? i18n._('Cofnij odmowę') : i18n._('Cofnij zgodę')}
                path={`/api/permissions/consents/${one.id}`}
                onDone={onChange}
              />
            ))}
          </Rows>
        </Card>
      )}
    </>
  );

  function why({ relations }: AccessShown): string[] {
    return relations.map(({ kind, ends }) =>
      ends ? `${words.relation(kind)} (${words.until(ends)})` : words.relation(kind),
    );
  }
}

function Refuse({ access: { facility, facilityName }, onChange }: { access: AccessShown; onChange: () => unknown }) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = usePermissionWords();
  const { busy, problem, act } = useAct();
  const refuse = () =>
    act(async () => {
      await api.send('POST', '/api/permissions/refusals', { facility });
      await onChange();
    });
  return (
    <>
      {problem && <Notice kind="warning">{words.problem(problem)}</Notice>}
      <Button kind="quiet" busy={busy} onClick={refuse}>
        {i18n._('Zamknij dostęp')}
        <span className="ez-hidden">: {facilityName}</span>
      </Button>
    </>
  );
}
