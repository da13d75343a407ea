/**
 * "Od razu" or "po komentarzu lekarza": the patient's choice per test, and what stands in place of a result that waits.
 * The result can always be opened: it is the patient's.
 */
import { useLingui } from '@lingui/react';
import { type ReactNode, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useApi, useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import type { ResultDisplay } from '../../result-display.ts';
import { useWhose } from './whose.tsx';

/** Where the choice is kept; undefined in the room, where the physician is the comment. */
function useAddress(): string | undefined {
  const { session } = usePortal();
  const { patient, room } = useWhose();
  const isOwn = !room && (session?.role === 'patient' || session?.role === 'proxy');
  return isOwn && patient ? `/api/patient-profile/${encodeURIComponent(patient)}/result-display` : undefined;
}

/** Whether results of a test wait for a comment. Until it is known they do not: nothing is held back by a fault. */
export function useWaits(): (code: string) => boolean {
  const { data } = useGet<ResultDisplay>(useAddress());
  return (code) => data?.choices.some((one) => one.code === code && one.when === 'after-comment') ?? false;
}

/** A value in a list, or the words that it waits. */
export function Waiting({ code, children }: { code: string; children: ReactNode }): ReactNode {
  const { i18n } = useLingui();
  return useWaits()(code) ? <i>{i18n._('wynik jest, pokażemy go z komentarzem lekarza')}</i> : children;
}

/** The page of a result: all of it, or first the question whether to show what nobody has commented on. */
export function AfterComment({ code, commented, children }: { code: string; commented: boolean; children: ReactNode }) {
  const { i18n } = useLingui();
  const [shown, show] = useState(false);
  const waits = useWaits()(code);
  if (!waits || commented || shown) return children;
  return (
    <Card title={i18n._('Ten wynik czeka na komentarz lekarza')}>
      <p>{i18n._('Tak chcesz oglądać wyniki tego badania. Wynik już jest i możesz go zobaczyć w każdej chwili.')}</p>
      <Button onClick={() => show(true)}>{i18n._('Pokaż wynik teraz')}</Button>
    </Card>
  );
}

export function ShowWhenChoice({ code }: { code: string }) {
  const { i18n } = useLingui();
  const { session } = usePortal();
  const address = useAddress();
  const api = useApi();
  const refresh = useRefresh(address ?? '');
  const waits = useWaits()(code);
  const [failed, setFailed] = useState(false);
  if (!address || session?.role !== 'patient' || !code) return null;
  const change = async (when: string) => {
    try {
      await api.send('PUT', address, { code, when });
      setFailed(false);
    } catch {
      setFailed(true);
    }
    await refresh();
  };
  return (
    <section className="ez-no-print pp-choice">
      <Radios
        id="pp-show-when"
        label={i18n._('Kiedy pokazywać Ci wyniki tego badania?')}
        options={[
          { value: 'at-once', label: i18n._('od razu') },
          { value: 'after-comment', label: i18n._('po komentarzu lekarza') },
        ]}
        value={waits ? 'after-comment' : 'at-once'}
        onChange={change}
        {...(failed ? { error: i18n._('Nie udało się zapisać wyboru. Spróbuj ponownie.') } : {})}
      />
    </section>
  );
}
