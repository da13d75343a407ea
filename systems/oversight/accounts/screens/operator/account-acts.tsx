/** What an operator may do to an account alone and at once; and the way to what two people do. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { PersonShown } from './model.ts';
import { ReasonForm } from './reason-form.tsx';
import { useDecisive } from './use-decisive.tsx';
import './operator.css';

type Act = 'suspension' | 'password-change' | 'sign-out';

export function AccountActs({ person, onDone }: { person: PersonShown; onDone: () => Promise<unknown> }) {
  const { i18n } = useLingui();
  const api = useApi();
  const { href } = usePortal();
  const { busy, run, message } = useDecisive();
  const [open, setOpen] = useState<Act>();
  const [done, setDone] = useState('');
  const request = (rodzaj: string) => href('operations-portal/new-request', { konto: person.id, rodzaj }) ?? '';
  const go = (act: Act, says: string) => (reason: string) =>
    run(async () => {
      const body = act === 'sign-out' ? undefined : { reason };
      await api.send('POST', `/api/accounts/staff/${person.id}/${act}`, body);
      setOpen(undefined);
      setDone(says);
      await onDone();
    });
  const start = (act: Act) => () => {
    setDone('');
    setOpen(act);
  };
  if (person.state === 'closed') return null;
  return (
    <>
      <div className="saz-acts ez-no-print">
        {person.state === 'active' && <Button onClick={start('suspension')}>{i18n._('Zablokuj konto')}</Button>}
        {person.state === 'blocked' && (
          <ButtonLink href={request('resume')}>{i18n._('Wniosek o odblokowanie')}</ButtonLink>
        )}
        {person.password && <Button onClick={start('password-change')}>{i18n._('Nakaż zmianę hasła')}</Button>}
        {person.sessions.length > 0 && (
          <Button busy={busy} onClick={() => go('sign-out', i18n._('Sesje zakończone.'))('')}>
            {i18n._('Zakończ wszystkie sesje')}
          </Button>
        )}
        <ButtonLink href={request('grant')}>{i18n._('Złóż wniosek')}</ButtonLink>
      </div>
      {message}
      {done && (
        <Notice kind="success" live>
          <p>{done}</p>
        </Notice>
      )}
      {open === 'suspension' && (
        <ReasonForm
          id={open}
          label={i18n._('Zablokuj')}
          danger
          busy={busy}
          onGiven={go(open, i18n._('Konto zablokowane. Sesje i dostępy kończą się w ciągu minuty.'))}
          onCancel={() => setOpen(undefined)}
        >
          <p>
            {i18n._(
              'Ta osoba natychmiast straci dostęp. Nic z jej danych nie zniknie. Odblokowanie wymaga wniosku i decyzji drugiej osoby.',
            )}
          </p>
        </ReasonForm>
      )}
      {open === 'password-change' && (
        <ReasonForm
          id={open}
          label={i18n._('Nakaż zmianę')}
          busy={busy}
          onGiven={go(open, i18n._('Przy następnym logowaniu ta osoba ustawi nowe hasło.'))}
          onCancel={() => setOpen(undefined)}
        >
          <p>{i18n._('Zakończymy jej sesje. Nowego hasła nikt poza nią nie zobaczy ani nie ustawi.')}</p>
        </ReasonForm>
      )}
    </>
  );
}
