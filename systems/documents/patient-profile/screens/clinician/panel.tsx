/** A part of the overview: a heading that a shortcut can reach, and a list that opens where it is long. */
import { useLingui } from '@lingui/react';
import { createContext, type ReactNode, useContext } from 'react';
import { useEntryState } from './use-return.ts';

interface PanelProps {
  id: string;
  title: string;
  /** Why the panel as a whole is as it is: beside the title. */
  why?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** The id of the panel that a list lies in: what Back remembers of the list goes by it. */
const PanelContext = createContext('');

export function Panel({ id, title, why, aside, children }: PanelProps) {
  return (
    <section className="pp-panel" aria-labelledby={id}>
      <div className="pp-panel-head">
        <span className="pp-panel-title">
          <h2 id={id} tabIndex={-1}>
            {title}
          </h2>
          {why}
        </span>
        {aside}
      </div>
      <PanelContext value={id}>{children}</PanelContext>
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
  const [shownAs, show] = useEntryState(useContext(PanelContext), 'first');
  const all = shownAs === 'all';
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
        <button
          type="button"
          className="pp-more ez-no-print"
          aria-expanded={all}
          onClick={() => show(all ? 'first' : 'all')}
        >
          {all ? i18n._('Zwiń listę') : i18n._('Pokaż wszystkie ({count})', { count: items.length })}
        </button>
      )}
    </>
  );
}
