import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type PositionShown, positionsQuestion } from '../../api/questions';
import { type Column, DataList } from '../../parts/DataList';
import { Qty } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { Blank, Loading, Trouble } from '../../parts/states';
import { Ago } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';

const states = ['drift', 'held', 'pending', 'in-flight', 'in-step', 'unmapped'];

const columns: Column<PositionShown>[] = [
  {
    id: 'sku',
    head: 'SKU',
    width: 'minmax(140px, 1.4fr)',
    cell: (row) => (
      <Link className="link mono" to={`/stock/${encodeURIComponent(row.sku)}`}>
        {row.sku}
      </Link>
    ),
  },
  { id: 'location', head: 'Location', cell: (row) => row.location },
  { id: 'status', head: 'Status', width: '104px', cell: (row) => <State word={row.status} /> },
  {
    id: 'sellable',
    head: 'Owner’s figure',
    align: 'right',
    width: '104px',
    cell: (row) => <Qty value={row.sellable} />,
  },
  {
    id: 'unseen',
    head: 'Unseen',
    align: 'right',
    width: '80px',
    from: 560,
    cell: (row) => (row.unseen ? <Qty value={-row.unseen} /> : <span className="faint">0</span>),
  },
  {
    id: 'ats',
    head: 'Available to sell',
    align: 'right',
    width: '112px',
    cell: (row) => (
      <strong>
        <Qty value={row.ats} />
      </strong>
    ),
  },
  {
    id: 'owner',
    head: 'Owner',
    width: '90px',
    from: 760,
    cell: (row) => <span className="quiet">{row.owner}</span>,
  },
  {
    id: 'asOf',
    head: 'Reported',
    width: '92px',
    from: 860,
    align: 'right',
    cell: (row) => <Ago at={row.asOf} />,
  },
];

/** Every SKU at every place: what the owner says, what is spoken for, what may be sold. */
export function Stock() {
  const { get, set } = useFilters();
  const [text, setText] = useState(get('query'));
  const apply = useDebouncedCallback((value: string) => set({ query: value }), 150);
  const filter = { query: get('query'), location: get('location'), state: get('state') };
  const asked = useInfiniteQuery(positionsQuestion(filter));
  const navigate = useNavigate();
  const rows = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = asked;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  useEffect(() => setText(get('query')), [get]);

  return (
    <Page title="Stock" wide lead="Every number here opens to the messages that made it.">
      <div className="filters" role="search">
        <TextInput
          data-search
          aria-label="Search SKUs"
          placeholder="Part of a SKU"
          leftSection={<IconSearch size={14} aria-hidden="true" />}
          w={260}
          value={text}
          maxLength={200}
          onChange={(event) => {
            setText(event.currentTarget.value);
            apply(event.currentTarget.value);
          }}
        />
        <Select
          aria-label="Status"
          placeholder="Any status"
          w={140}
          clearable
          data={states.map((value) => ({ value, label: sayOf(value) }))}
          value={filter.state || null}
          onChange={(state) => set({ state })}
        />
      </div>
      {asked.error && !asked.data ? (
        <Trouble fault={asked.error} retry={asked.refetch} />
      ) : asked.isPending ? (
        <Loading rows={14} />
      ) : (
        <DataList
          label="Positions"
          rows={rows}
          columns={columns}
          idOf={(row) => `${row.sku} ${row.location}`}
          onOpen={(row) => navigate(`/stock/${encodeURIComponent(row.sku)}`)}
          onEnd={onEnd}
          empty={
            filter.query || filter.state || filter.location ? (
              <Blank title="No position is like that">Shorten the text, or take a filter away.</Blank>
            ) : (
              <Blank title="No stock was reported yet">
                As soon as the owner of a location reports a level, it is here.
              </Blank>
            )
          }
        />
      )}
    </Page>
  );
}
