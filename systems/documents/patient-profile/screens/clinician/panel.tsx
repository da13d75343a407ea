/** A part of the overview: a heading that a shortcut can reach, and a list that opens where it is long. */
import { useLingui } from '@lingui/react';
import { type ReactNode, useState } from 'react';

interface PanelProps {
  id: string;
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

export function Panel({ id, title, aside, children }: PanelProps) {
  return (
    <section className="pp-panel" aria-labelledby={id}>
      <div className="pp-panel-head">
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A list that shows its first lines; one button shows the others and says how many they are. All are printed. */
export function LongList<T>({
  items,
  shown,
  keyOf,
  children,
}: {
  items: readonly T[];
  shown: number;
  keyOf: (item: T) => string;
  children: (item: T) => ReactNode;
}) {
  const { i18n } = useLingui();
  const [all, showAll] = useState(false);
  const hidden = items.length - shown;
  return (
    <>
      <ul className="pp-lines">
        {items.map((item, place) => (
          <li key={keyOf(item)} className={!all && place >= shown ? 'pp-later' : undefined}>
            {children(item)}
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className="pp-more ez-no-print" aria-expanded={all} onClick={() => showAll(!all)}>
          {all ? i18n._('Zwiń listę') : i18n._('Pokaż wszystkie ({count})', { count: items.length })}
        </button>
      )}
    </>
  );
}
