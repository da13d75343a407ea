/** Trusted persons: those whom I let act for me, and those for whom I act. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { DelegationShown, Permissions } from '../../model.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';
import { Row, Rows } from './rows.tsx';
import { switchPerson } from './switch-person.ts';

export function People({ permissions, onChange }: { permissions: Permissions; onChange: () => unknown }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const words = usePermissionWords();
  const { given, held } = permissions;
  return (
    <>
      <Card title={i18n._('Osoby zaufane')}>
        <p>{i18n._('Te osoby mogą oglądać Twoje dane na swoim koncie. Zanim kogoś dodasz, zobaczysz, co zobaczy.')}</p>
        <Rows>
          {given.map((one) => (
            <Row
              key={one.id}
              title={one.name}
              more={[words.kind(one), words.areas(one.scope), words.until(one.ends)]}
              {...(one.kind === 'trusted'
                ? { action: i18n._('Odbierz dostęp'), path: `/api/permissions/delegations/${one.id}` }
                : {})}
              onDone={onChange}
            />
          ))}
        </Rows>
        <p>
          <ButtonLink kind="primary" href={href('patient-portal/delegate') ?? ''}>
            {i18n._('Dodaj osobę zaufaną')}
          </ButtonLink>
        </p>
      </Card>
      {held.length > 0 && (
        <Card title={i18n._('Za kogo mogę działać')}>
          <Rows>
            {held.map((one) => (
              <Row
                key={one.id}
                title={one.name}
                more={[words.kind(one), words.areas(one.scope), words.until(one.ends)]}
              >
                <ActFor delegation={one} />
              </Row>
            ))}
          </Rows>
        </Card>
      )}
    </>
  );
}

function ActFor({ delegation: { name, patient } }: { delegation: DelegationShown }) {
  const { i18n } = useLingui();
  const api = useApi();
  const { home } = usePortal();
  const { busy, act } = useAct();
  return (
    <Button busy={busy} onClick={() => act(() => switchPerson(api, home, patient))}>
      {i18n._('Działaj za tę osobę')}
      <span className="ez-hidden">: {name}</span>
    </Button>
  );
}
