/** A link that was just made: its code and address, shown once; and the short card on paper with this code. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { QrCode } from '#libs/ui/qr-code/qr-code.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { Made } from '../../model.ts';

export function NewLink({ made: { address } }: { made: Made }) {
  const { i18n } = useLingui();
  const api = useApi();
  const { busy, problem, act } = useAct();
  const place = useRef<HTMLDivElement>(null);
  // It stands above the form that made it: whoever asked for it must come to see it.
  useEffect(() => place.current?.focus(), []);
  const print = () =>
    act(async () => save(await api.file('/api/health-links/card.pdf', { address }), 'karta-pacjenta.pdf'));
  return (
    <div ref={place} tabIndex={-1}>
      <Notice kind="success" title={i18n._('Link jest gotowy')} live>
        <p>{i18n._('Pokaż ten kod albo przekaż adres. Nie da się go pokazać drugi raz. PIN przekaż osobno.')}</p>
        <QrCode text={address} label={i18n._('Kod QR do podsumowania')} />
        <p className="hl-address">
          <a href={address}>{address}</a>
        </p>
        <Button busy={busy} onClick={print}>
          {i18n._('Pobierz kartę z tym kodem (PDF)')}
        </Button>
        {problem && <p>{i18n._('Nie udało się przygotować karty. Spróbuj ponownie za chwilę.')}</p>}
      </Notice>
    </div>
  );
}

/** Hands a file to the browser as a download. */
function save(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
