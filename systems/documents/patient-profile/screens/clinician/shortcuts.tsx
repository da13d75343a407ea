/** The keys of the overview, on demand, in the page: never in a dialog. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import { Button } from '#libs/ui/button/button.tsx';

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { i18n } = useLingui();
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  const keys: [string, string][] = [
    ['/', i18n._('szukaj innego pacjenta')],
    ['T', i18n._('linia życia jako tabela')],
    ['← →', i18n._('poprzedni i następny wpis na linii życia')],
    ['↑ ↓', i18n._('poprzedni i następny tor')],
    ['+ −', i18n._('przybliż, oddal')],
    ['PgUp PgDn', i18n._('wcześniej, później')],
    ['Enter', i18n._('otwórz wpis')],
    ['g p · g l · g w · g d · g o', i18n._('przejdź do: problemy, leki, wyniki, dokumenty, linia życia')],
    ['Alt ←', i18n._('wróć')],
    ['?', i18n._('pokaż lub ukryj skróty')],
  ];
  return (
    <section className="pp-panel pp-shortcuts ez-no-print" ref={box} tabIndex={-1} aria-labelledby="pp-shortcuts">
      <div className="pp-panel-head">
        <h2 id="pp-shortcuts">{i18n._('Skróty klawiszowe')}</h2>
        <Button kind="quiet" onClick={onClose}>
          {i18n._('Ukryj')}
        </Button>
      </div>
      <dl>
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
