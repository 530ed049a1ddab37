import { Button, SegmentedControl, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { contractQuestion, type OrderRow, ordersQuestion } from '../../api/questions';
import type { Column } from '../../parts/DataList';
import { Money } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { PagedList } from '../../parts/PagedList';
import { SearchBox } from '../../parts/SearchBox';
import { Blank } from '../../parts/states';
import { Ago, Moment } from '../../parts/time';
import { State, sayOf, Tag } from '../../parts/tone';
import { Parcels } from './Parcels';

const statuses = ['refused', 'held', 'captured', 'released', 'accepted', 'shipped', 'finished', 'cancelled'];

const stages = [
  'captured',
  'released',
  'accepted',
  'allocated',
  'picked',
  'packed',
  'shipped',
  'delivered',
  'held',
  'cancelled',
  'returned',
  'refunded',
];

const ages = [
  { value: '1h', label: 'Over an hour in it' },
  { value: '4h', label: 'Over four hours in it' },
  { value: '1d', label: 'Over a day in it' },
  { value: '7d', label: 'Over a week in it' },
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
  { id: 'stage', head: 'Stage', width: '90px', from: 700, cell: (row) => sayOf(row.stage) },
  {
    id: 'age',
    head: 'In it for',
    width: '76px',
    from: 560,
    cell: (row) => <Ago at={row.stageSince ?? row.placedAt} />,
  },
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
    id: 'placed',
    head: 'Placed',
    align: 'right',
    width: '96px',
    cell: (row) => <Moment at={row.placedAt} />,
  },
];

/** Orders, the newest first; the number that the customer has finds one. */
export default function Orders() {
  const { get, set } = useFilters();
  const filter = {
    query: get('query'),
    status: get('status'),
    storefront: get('storefront'),
    stage: get('stage'),
    olderThan: get('older'),
    sort: get('sort'),
  };
  const isFiltered = ['query', 'status', 'storefront', 'stage', 'older'].some(get);
  const { data: contract } = useQuery(contractQuestion);
  const asked = useInfiniteQuery(ordersQuestion(filter));
  const navigate = useNavigate();
  return (
    <Page
      title="Orders"
      wide
      lead="One timeline per order, from capture to refund, across every system."
      actions={
        <Button
          variant="default"
          aria-expanded={get('parcels') === '1'}
          onClick={() => set({ parcels: get('parcels') === '1' ? '' : '1' })}
        >
          In several parcels
        </Button>
      }
    >
      {get('parcels') === '1' && <Parcels />}
      <div className="filters" role="search">
        <SearchBox
          label="Search orders"
          placeholder="Order number, or part of it"
          value={filter.query}
          onChange={(query) => set({ query })}
        />
        <Select
          aria-label="State"
          placeholder="Any state"
          w={130}
          clearable
          data={statuses.map((value) => ({ value, label: sayOf(value) }))}
          value={filter.status || null}
          onChange={(status) => set({ status })}
        />
        <Select
          aria-label="Stage"
          placeholder="Any stage"
          w={130}
          clearable
          data={stages.map((value) => ({ value, label: sayOf(value) }))}
          value={filter.stage || null}
          onChange={(stage) => set({ stage })}
        />
        <Select
          aria-label="Time in the stage"
          placeholder="However long"
          w={170}
          clearable
          data={ages}
          value={filter.olderThan || null}
          onChange={(older) => set({ older })}
        />
        <Select
          aria-label="Storefront"
          placeholder="Any storefront"
          w={150}
          clearable
          data={
            contract?.connections.filter((one) => one.roles.includes('storefront')).map(({ name }) => name) ??
            []
          }
          value={filter.storefront || null}
          onChange={(storefront) => set({ storefront })}
        />
        <SegmentedControl
          aria-label="Order of the list"
          data={[
            { value: '', label: 'Newest' },
            { value: 'age', label: 'Longest in stage' },
          ]}
          value={filter.sort}
          onChange={(sort) => set({ sort })}
        />
      </div>
      <PagedList
        of={asked}
        label="Orders"
        columns={columns}
        idOf={(row) => row.id}
        onOpen={(row) => navigate(`/orders/${encodeURIComponent(row.id)}`)}
        empty={
          isFiltered ? (
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
