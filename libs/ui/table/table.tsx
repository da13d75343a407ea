/**
 * A real table: caption, sticky header, sort buttons in the header, paging by the server, its own scroll region on
 * small screens. No virtual rows and no endless scrolling: screen readers lose rows that way.
 */
import { type ReactNode, useId } from 'react';
import { useLingui } from '@lingui/react';
import { Button } from '../button/button.tsx';
import './table.css';

export interface Column<Row> {
  /** Stable name, also the value of `sort.column`. */
  key: string;
  /** With its unit for numbers: `Dawka (mg)`. */
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers stand on the right. */
  numeric?: boolean;
  sortable?: boolean;
  /** The cell that names the row; read before every other one. */
  rowHeader?: boolean;
}

export interface Sort {
  column: string;
  direction: 'ascending' | 'descending';
}

export interface TableProps<Row> {
  caption: ReactNode;
  /** The caption is for listeners only, because a heading above says the same. */
  captionHidden?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** What stands in an empty cell; `brak danych` unless told. */
  missing?: ReactNode;
  /** The row that is being looked at. */
  current?: string;
  /** Stays in view with its header while the rows scroll below: a CSS height. */
  height?: string;
  /** On phones each row is a card with named lines instead of a region that scrolls sideways: up to six columns. */
  cards?: boolean;
}

export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionHidden, columns, rows, rowKey, sort, onSort, missing, current, height, cards } = props;
  const { i18n } = useLingui();
  const captionId = useId();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="ez-table-scroll" aria-labelledby={captionId} tabIndex={0} style={{ maxHeight: height }}>
      <table className={cards ? 'ez-table ez-table-cards' : 'ez-table'}>
        <caption id={captionId} className={captionHidden ? 'ez-hidden' : undefined}>
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row);
            return (
              <tr key={key} aria-current={key === current ? 'true' : undefined}>
                {columns.map((column) => {
                  const content = column.cell(row) ?? missing ?? (
                    <i className="ez-secondary">{i18n._('brak danych')}</i>
                  );
                  const className = column.numeric ? 'ez-table-number' : undefined;
                  const label = cards && typeof column.header === 'string' ? column.header : undefined;
                  return column.rowHeader ? (
                    <th key={column.key} scope="row" className={className}>
                      {content}
                    </th>
                  ) : (
                    <td key={column.key} className={className} data-label={label}>
                      {content}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface HeaderCellProps<Row> {
  column: Column<Row>;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const sorted = sort?.column === column.key ? sort.direction : undefined;
  const next = sorted === 'ascending' ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      className={column.numeric ? 'ez-table-number' : undefined}
      aria-sort={column.sortable ? (sorted ?? 'none') : undefined}
    >
      {column.sortable && onSort ? (
        <button type="button" onClick={() => onSort({ column: column.key, direction: next })}>
          {column.header}
          <span aria-hidden="true">{sorted === 'ascending' ? ' ▲' : sorted === 'descending' ? ' ▼' : ' ↕'}</span>
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

export interface CursorPagingProps {
  /** How many rows are shown now; how many there are nobody counts. */
  count: number;
  /** Undefined on the first page. */
  onFirst?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
}

/** Paging of lists that go on from the last row shown: the first page and the next one; Back is the browser's. */
export function CursorPaging({ count, onFirst, onNext }: CursorPagingProps) {
  const { i18n } = useLingui();
  return (
    <nav className="ez-paging ez-no-print" aria-label={i18n._('Strony listy')}>
      {onFirst && (
        <Button kind="quiet" onClick={onFirst}>
          {i18n._('Od początku')}
        </Button>
      )}
      <span role="status">
        {i18n._('{count, plural, one {# pozycja} few {# pozycje} many {# pozycji} other {# pozycji}}', { count })}
      </span>
      {onNext && (
        <Button kind="secondary" onClick={onNext}>
          {i18n._('Następne')}
        </Button>
      )}
    </nav>
  );
}

export interface PagingProps {
  /** Leads to the page before or after; undefined where there is none. */
  onPrevious?: () => void;
  onNext?: () => void;
  /** First and last row shown, counted from 1, and how many there are when that is known. */
  from: number;
  to: number;
  total?: number;
}

export function Paging({ onPrevious, onNext, from, to, total }: PagingProps) {
  const { i18n } = useLingui();
  const shown =
    total === undefined
      ? i18n._('Pozycje {from}–{to}', { from, to })
      : i18n._('Pozycje {from}–{to} z {total, number}', { from, to, total });
  return (
    <nav className="ez-paging ez-no-print" aria-label={i18n._('Strony listy')}>
      <Button kind="secondary" onClick={onPrevious} disabled={!onPrevious}>
        {i18n._('Poprzednie')}
      </Button>
      <span role="status">{shown}</span>
      <Button kind="secondary" onClick={onNext} disabled={!onNext}>
        {i18n._('Następne')}
      </Button>
    </nav>
  );
}
