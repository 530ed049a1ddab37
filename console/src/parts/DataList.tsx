import { Checkbox } from '@mantine/core';
import {
  type ColumnDef,
  type RowData,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useKeys } from '../shell/keys';
import classes from './DataList.module.css';

interface ColumnLook {
  /** CSS width of the column. Default: a share of what is left. */
  width?: string;
  align?: 'right';
  /** Hidden on narrower lists, in pixels. */
  from?: number;
}

const features = tableFeatures({ rowSelectionFeature, columnMeta: {} as ColumnLook });

/** The ids of the rows that are selected. */
export type Selection = RowSelectionState;

/** A column of a list. */
export interface Column<T> extends ColumnLook {
  id: string;
  head: string;
  cell: (row: T) => ReactNode;
}

interface Props<T> {
  /** What the list is of, for those who do not see it. */
  label: string;
  rows: T[];
  columns: Column<T>[];
  idOf: (row: T) => string;
  /** Opens a row: a click, Enter or o. */
  onOpen?: (row: T) => void;
  /** Called when the end comes into sight. */
  onEnd?: () => void;
  selected?: Selection;
  onSelect?: (selected: Selection) => void;
  rowHeight?: number;
  empty?: ReactNode;
  /** The row that is open beside the list. */
  current?: string;
  /** Height of the list; by default it fills what the page leaves. */
  height?: string;
}

/**
 * A list of any length: only what is in sight is in the document. j and k move, Enter opens, x selects; the list keeps the
 * place when rows come and go.
 */
export function DataList<T extends RowData>(props: Props<T>) {
  const { label, rows, columns, idOf, onOpen, onEnd, selected, onSelect, rowHeight = 34 } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1_000);
  const [place, setPlace] = useState(-1);
  const shown = useMemo(
    () => columns.filter((column) => !column.from || width >= column.from),
    [columns, width],
  );
  const definitions = useMemo(
    () =>
      shown.map(
        (column): ColumnDef<typeof features, T> => ({
          id: column.id,
          header: column.head,
          cell: (context) => column.cell(context.row.original),
          meta: { width: column.width, align: column.align },
        }),
      ),
    [shown],
  );
  const table = useTable({
    features,
    data: rows,
    columns: definitions,
    getRowId: idOf,
    state: { rowSelection: selected ?? {} },
    onRowSelectionChange: (change) =>
      onSelect?.(typeof change === 'function' ? change(selected ?? {}) : change),
  });
  const modelRows = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: modelRows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1_000, height: 600 },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;

  useEffect(() => {
    if (onEnd && rows.length > 0 && last >= rows.length - 8) {
      onEnd();
    }
  }, [last, rows.length, onEnd]);

  useEffect(() => {
    const element = frame.current;
    if (!element) {
      return;
    }
    const watch = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  const go = useCallback(
    (step: number) => {
      const next = Math.max(0, Math.min(rows.length - 1, place + step));
      setPlace(next);
      virtual.scrollToIndex(next);
      requestAnimationFrame(() => {
        frame.current?.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus({ preventScroll: true });
      });
    },
    [place, rows.length, virtual],
  );
  const at = rows[place];
  useKeys({
    j: () => go(1),
    k: () => go(-1),
    o: () => at && onOpen?.(at),
    x: () => at && onSelect && table.getRow(idOf(at)).toggleSelected(),
  });

  const template = [
    ...(onSelect ? ['34px'] : []),
    ...shown.map((column) => column.width ?? 'minmax(90px, 1fr)'),
  ].join(' ');

  return (
    <div className={classes.list} style={{ height: props.height }}>
      <div
        className={classes.scroll}
        ref={frame}
        tabIndex={0}
        role="region"
        aria-label={`${label}, a list to scroll`}
      >
        <div role="table" aria-label={label} aria-rowcount={rows.length}>
          <div className={classes.head} role="rowgroup">
            <div className={classes.row} role="row" style={{ gridTemplateColumns: template }}>
              {onSelect && (
                <div className={classes.cell} role="columnheader">
                  <Checkbox
                    size="xs"
                    aria-label={`Select all ${rows.length} that are loaded`}
                    checked={rows.length > 0 && table.getIsAllRowsSelected()}
                    indeterminate={table.getIsSomeRowsSelected()}
                    onChange={table.getToggleAllRowsSelectedHandler()}
                  />
                </div>
              )}
              {shown.map((column) => (
                <div className={classes.cell} key={column.id} role="columnheader" data-align={column.align}>
                  {column.head}
                </div>
              ))}
            </div>
          </div>
          {rows.length === 0 ? (
            <div role="rowgroup">
              <div role="row">
                <div role="cell">{props.empty}</div>
              </div>
            </div>
          ) : (
            <div className={classes.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
              {items.map((item) => {
                const row = modelRows[item.index];
                if (!row) {
                  return null;
                }
                return (
                  <div
                    key={row.id}
                    role="row"
                    aria-rowindex={item.index + 1}
                    aria-current={props.current === row.id || undefined}
                    className={classes.row}
                    data-place={item.index}
                    data-open={onOpen ? true : undefined}
                    data-selected={row.getIsSelected() || undefined}
                    tabIndex={-1}
                    style={{
                      gridTemplateColumns: template,
                      height: item.size,
                      transform: `translateY(${item.start}px)`,
                    }}
                    onFocus={() => setPlace(item.index)}
                    onClick={(event) => {
                      const target = event.target as HTMLElement;
                      if (!target.closest('a, button, input, label') && !window.getSelection()?.toString()) {
                        onOpen?.(row.original);
                      }
                    }}
                    onKeyDown={(event) => {
                      if (event.key === 'Enter' && event.target === event.currentTarget) {
                        onOpen?.(row.original);
                      }
                    }}
                  >
                    {onSelect && (
                      <div className={classes.cell} role="cell">
                        <Checkbox
                          size="xs"
                          aria-label="Select"
                          checked={row.getIsSelected()}
                          onChange={row.getToggleSelectedHandler()}
                        />
                      </div>
                    )}
                    {row.getAllCells().map((cell) => (
                      <div
                        className={classes.cell}
                        key={cell.id}
                        role="cell"
                        data-align={(cell.column.columnDef.meta as ColumnLook | undefined)?.align}
                      >
                        <table.FlexRender cell={cell} />
                      </div>
                    ))}
                  </div>
                );
              })}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
