/**
 * A queue and the item that is looked at, side by side; where there is no room the item stands alone, with the way back
 * to the queue above it.
 */
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { Link } from '../link/link.tsx';
import './split.css';

export interface SplitProps {
  list: ReactNode;
  /** Undefined: nothing is chosen. */
  item: ReactNode | undefined;
  /** What stands in place of an item where there is room for one. */
  hint: ReactNode;
  /** The address of the queue alone. */
  back: string;
}

export function Split({ list, item, hint, back }: SplitProps) {
  const { i18n } = useLingui();
  return (
    <div className={item ? 'ez-split ez-split-chosen' : 'ez-split'}>
      <div className="ez-split-list">{list}</div>
      <div className="ez-split-item">
        {item && (
          <p className="ez-split-back ez-no-print">
            <Link href={back}>{i18n._('← Wróć do listy')}</Link>
          </p>
        )}
        {item ?? <p className="ez-secondary ez-split-hint">{hint}</p>}
      </div>
    </div>
  );
}
