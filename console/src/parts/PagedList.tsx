import type { RowData } from '@tanstack/react-table';
import { type ReactNode, useCallback, useMemo } from 'react';
import { type Column, DataList, type Selection } from './DataList';
import { Loading, Trouble } from './states';

interface Pages<T> {
  data: { pages: { items: T[] }[] } | undefined;
  error: unknown;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

/** A list that the hub gives page by page, read on as somebody scrolls. */
export function PagedList<T extends RowData>({
  of,
  ...list
}: {
  of: Pages<T>;
  label: string;
  columns: Column<T>[];
  idOf: (row: T) => string;
  onOpen?: (row: T) => void;
  empty?: ReactNode;
  current?: string;
  selected?: Selection;
  onSelect?: (selected: Selection) => void;
  rowHeight?: number;
}) {
  const rows = useMemo(() => of.data?.pages.flatMap((page) => page.items) ?? [], [of.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = of;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (of.error && !of.data) {
    return <Trouble fault={of.error} retry={() => of.refetch()} />;
  }
  return of.isPending ? (
    <Loading rows={14} label={`Loading ${list.label}`} />
  ) : (
    <DataList rows={rows} onEnd={onEnd} {...list} />
  );
}
