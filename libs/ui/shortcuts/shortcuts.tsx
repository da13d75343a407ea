/** The keys of a screen, on demand, in the page: never in a dialog. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import { Button } from '../button/button.tsx';
import './shortcuts.css';

export interface ShortcutsProps {
  /** Key and what it does: `['/', 'szukaj']`. */
  keys: readonly (readonly [string, string])[];
  onClose: () => void;
}

export function Shortcuts({ keys, onClose }: ShortcutsProps) {
  const { i18n } = useLingui();
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <section className="ez-shortcuts ez-no-print" ref={box} tabIndex={-1} aria-labelledby="ez-shortcuts">
      <div className="ez-shortcuts-head">
        <h2 id="ez-shortcuts">{i18n._('Skróty klawiszowe')}</h2>
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
