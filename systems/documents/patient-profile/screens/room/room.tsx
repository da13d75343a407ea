/**
 * "Pokaż tak, jak widzi pacjent": around the patient's own screen, in Gabinet, when a physician shows it in the room. A
 * banner says so, Escape goes back to the same level, and nothing here leads to anybody else's data (the place is
 * `bare`: no navigation). What is read is audited as the physician's reading, which it is.
 */
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { InTheRoom } from '../patient/whose.tsx';
import '../patient/patient.css';

export function Room({ patient, back, children }: { patient: string; back: string; children: ReactNode }) {
  const { i18n } = useLingui();
  const { go } = usePortal();
  useKeys({ Escape: () => go(back) });
  return (
    <InTheRoom patient={patient}>
      <div className="pp-room" data-density="patient">
        <div className="ez-no-print">
          <Notice kind="info" title={i18n._('Widok pacjenta')}>
            <p>{i18n._('Tak widzi te dane pacjent na swoim koncie. Odczyt zapisuje się jako odczyt lekarza.')}</p>
            <ButtonLink href={back} aria-keyshortcuts="Escape">
              {i18n._('Wróć do widoku lekarza (Esc)')}
            </ButtonLink>
          </Notice>
        </div>
        {children}
      </div>
    </InTheRoom>
  );
}
