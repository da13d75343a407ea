/** It was issued: the code to say aloud, the sheet to print, and what was to be said with it. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Sheet } from '../sheet/sheet.tsx';
import type { Signed } from './use-signing.ts';
import { Verdicts } from './verdicts.tsx';

interface IssuedProps {
  signed: Signed;
  patient: string;
  /** The visit in which it was written: the way back. */
  visit: string | undefined;
  onAgain: () => void;
}

export function Issued({ signed, patient, visit, onAgain }: IssuedProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, []);
  const record = href('clinician-portal/patient', { patient });
  const back = visit && href('clinician-portal/visit', { id: visit });
  const all = href('clinician-portal/prescriptions', { patient });
  const titles = {
    issued: i18n._('Wystawiono'),
    queued: i18n._('Podpisano. Wyślemy, gdy wróci połączenie'),
    basket: i18n._('Czeka na podpis razem z wizytą'),
  };
  const answer = signed.kind === 'issued' ? signed.answer : undefined;
  return (
    <section ref={box} tabIndex={-1} aria-label={titles[signed.kind]} className="rx-issued">
      <div className="ez-no-print">
        <Notice kind={answer ? 'success' : 'info'} title={titles[signed.kind]} live>
          {answer?.code && (
            <p>
              {i18n._('Kod dla pacjenta:')} <strong className="rx-code">{answer.code}</strong>
            </p>
          )}
          {answer && <Verdicts verdicts={answer.verdicts} />}
          {!answer && <p>{i18n._('Dokument leży zaszyfrowany na tym komputerze. Nie wystawi się dwa razy.')}</p>}
          <div className="rx-acts">
            {answer && (
              <Button kind="primary" onClick={() => print()}>
                {i18n._('Drukuj informację')}
              </Button>
            )}
            {back && (
              <ButtonLink kind={answer ? 'secondary' : 'primary'} href={back}>
                {i18n._('Wróć do wizyty')}
              </ButtonLink>
            )}
            {record && <ButtonLink href={record}>{i18n._('Wróć do pacjenta')}</ButtonLink>}
            <Button onClick={onAgain}>{i18n._('Następna recepta')}</Button>
            {all && (
              <ButtonLink kind="quiet" href={all}>
                {i18n._('Recepty pacjenta')}
              </ButtonLink>
            )}
          </div>
        </Notice>
      </div>
      {answer && <Sheet issued={answer} />}
    </section>
  );
}
