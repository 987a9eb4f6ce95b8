import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import classes from './data-table.module.css';

export type Column<Row> = {
  readonly title: string;
  /** A CSS grid track: `120px`, `2fr`, `minmax(160px, 1fr)`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
};

type Props<Row> = {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** How many rows there are in all, on hand or not. */
  readonly count: number;
  /** Undefined while the row is on its way: its place is held. */
  readonly rowAt: (index: number) => Row | undefined;
  readonly onOpen?: (row: Row) => void;
  /** Told which rows are looked at, so that they can be fetched. */
  readonly onRange?: (first: number, last: number) => void;
  readonly chosen?: number;
};

const ROW_HEIGHT = 38;
const HEAD_HEIGHT = 34;

/**
 * A long table that draws only the rows in sight: thousands scroll as smoothly as ten. Rows are walked with the arrow keys,
 * Home, End and the page keys, and opened with Enter.
 */
export function DataTable<Row>({ label, columns, count, rowAt, onOpen, onRange, chosen }: Props<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const { active, walk } = useWalk(count, (index) => virtual.scrollToIndex(index), scroller);
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onRange?.(first, last), [first, last, count, onRange]);
  const template = columns.map(({ width }) => width).join(' ');
  return (
    <div
      ref={scroller}
      className={classes['frame']}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      onKeyDown={walk}
    >
      <TableHead columns={columns} template={template} />
      <div role="rowgroup" className={classes['space']} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <TableRow
            key={index}
            index={index}
            row={rowAt(index)}
            columns={columns}
            style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
            active={index === active}
            chosen={index === chosen}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  );
}

type HeadProps<Row> = Pick<Props<Row>, 'columns'> & { readonly template: string };

const TableHead = <Row,>({ columns, template }: HeadProps<Row>) => (
  <div role="rowgroup" className={classes['head']}>
    <div role="row" aria-rowindex={1} className={classes['titles']} style={{ gridTemplateColumns: template }}>
      {columns.map(({ title, align }) => (
        <div key={title} role="columnheader" data-align={align}>
          {title}
        </div>
      ))}
    </div>
  </div>
);

type RowProps<Row> = Pick<Props<Row>, 'columns'> & {
  readonly index: number;
  readonly row: Row | undefined;
  readonly style: CSSProperties;
  readonly active: boolean;
  readonly chosen: boolean;
  readonly onOpen: Props<Row>['onOpen'];
};

const TableRow = <Row,>({ index, row, columns, style, active, chosen, onOpen }: RowProps<Row>) => (
  <div
    role="row"
    data-index={index}
    aria-rowindex={index + 2}
    aria-selected={chosen}
    tabIndex={active ? 0 : -1}
    className={classes['row']}
    data-opens={onOpen !== undefined || undefined}
    style={style}
    onClick={() => row !== undefined && onOpen?.(row)}
    onKeyDown={({ key, target, currentTarget }) => {
      if (key === 'Enter' && target === currentTarget && row !== undefined) onOpen?.(row);
    }}
  >
    {columns.map(({ title, cell, align }) => (
      <div key={title} role="gridcell" data-align={align} className={classes['cell']}>
        {row === undefined ? <span className={classes['coming']} /> : cell(row)}
      </div>
    ))}
  </div>
);

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index) => index + 15,
  PageUp: (index) => index - 15,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** The row that holds the focus, and how the keys move it. */
function useWalk(
  count: number,
  show: (index: number) => void,
  scroller: React.RefObject<HTMLDivElement | null>,
) {
  const [at, setAt] = useState(0);
  const active = Math.min(at, Math.max(0, count - 1));
  const walk = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined || count === 0) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, step(active, count)));
    setAt(next);
    show(next);
    // The row may have to be drawn first.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus({ preventScroll: true }),
    );
  };
  return { active, walk };
}
