import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { type OrderRow, ordersQuestion } from '../../api/questions';
import type { Column } from '../../parts/DataList';
import { Money } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { PagedList } from '../../parts/PagedList';
import { SearchBox } from '../../parts/SearchBox';
import { Blank } from '../../parts/states';
import { Ago, Moment } from '../../parts/time';
import { State, sayOf, Tag } from '../../parts/tone';

const statuses = [
  '',
  'refused',
  'held',
  'captured',
  'released',
  'accepted',
  'shipped',
  'finished',
  'cancelled',
];

const columns: Column<OrderRow>[] = [
  {
    id: 'number',
    head: 'Order',
    width: 'minmax(120px, 1fr)',
    cell: (row) => (
      <Link className="link mono" to={`/orders/${encodeURIComponent(row.id)}`}>
        {row.number}
      </Link>
    ),
  },
  { id: 'storefront', head: 'Storefront', from: 520, cell: (row) => row.storefront },
  { id: 'status', head: 'State', width: '110px', cell: (row) => <State word={row.status} /> },
  {
    id: 'documents',
    head: 'Documents',
    width: '150px',
    from: 640,
    cell: (row) =>
      row.documentsRefused ? (
        <Tag tone="bad">{row.documentsRefused} refused</Tag>
      ) : row.documentsPending ? (
        <Tag tone="info">{row.documentsPending} on the way</Tag>
      ) : (
        <span className="faint">all answered</span>
      ),
  },
  {
    id: 'gross',
    head: 'Charged',
    align: 'right',
    width: '110px',
    cell: (row) => <Money amount={row.gross} currency={row.currency} />,
  },
  {
    id: 'age',
    head: 'Age',
    align: 'right',
    width: '76px',
    from: 700,
    cell: (row) => <Ago at={row.placedAt} />,
  },
  {
    id: 'placed',
    head: 'Placed',
    align: 'right',
    width: '96px',
    cell: (row) => <Moment at={row.placedAt} />,
  },
];

/** Orders, the newest first; the number that the customer has finds one. */
export function Orders() {
  const { get, set } = useFilters();
  const filter = { query: get('query'), status: get('status'), storefront: get('storefront') };
  const asked = useInfiniteQuery(ordersQuestion(filter));
  const navigate = useNavigate();
  return (
    <Page title="Orders" wide lead="One timeline per order, from capture to refund, across every system.">
      <div className="filters" role="search">
        <SearchBox
          label="Search orders"
          placeholder="Order number, or part of it"
          value={filter.query}
          onChange={(query) => set({ query })}
        />
        <SegmentedControl
          aria-label="State"
          data={statuses.map((value) => ({ value, label: value ? sayOf(value) : 'All' }))}
          value={filter.status}
          onChange={(status) => set({ status })}
        />
      </div>
      <PagedList
        of={asked}
        label="Orders"
        columns={columns}
        idOf={(row) => row.id}
        onOpen={(row) => navigate(`/orders/${encodeURIComponent(row.id)}`)}
        empty={
          filter.query || filter.status ? (
            <Blank title="No order is like that">
              The number may be of another storefront, or not captured yet.
            </Blank>
          ) : (
            <Blank title="No order was captured yet">
              The first one is here within seconds of being placed.
            </Blank>
          )
        }
      />
    </Page>
  );
}
