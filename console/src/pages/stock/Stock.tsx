import { Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { contractQuestion, type PositionShown, positionsQuestion } from '../../api/questions';
import type { Column } from '../../parts/DataList';
import { Qty } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { PagedList } from '../../parts/PagedList';
import { SearchBox } from '../../parts/SearchBox';
import { Blank } from '../../parts/states';
import { Ago } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';
import { Left, lefts } from './left';

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
  {
    id: 'owner',
    head: 'Owner',
    width: '90px',
    from: 760,
    cell: (row) => <span className="quiet">{row.owner}</span>,
  },
  { id: 'status', head: 'Status', width: '104px', cell: (row) => <State word={row.status} /> },
  { id: 'left', head: 'Left', width: '108px', from: 680, cell: (row) => <Left of={row.left} /> },
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
    id: 'asOf',
    head: 'Reported',
    width: '92px',
    from: 860,
    align: 'right',
    cell: (row) => <Ago at={row.asOf} />,
  },
];

/** Every SKU at every place: what the owner says, what is spoken for, what may be sold. */
export default function Stock() {
  const { get, set } = useFilters();
  const filter = { query: get('query'), location: get('location'), state: get('state'), left: get('left') };
  const asked = useInfiniteQuery(positionsQuestion(filter));
  const { data: contract } = useQuery(contractQuestion);
  const navigate = useNavigate();
  return (
    <Page title="Stock" wide lead="Every number here opens to the messages that made it.">
      <div className="filters" role="search">
        <SearchBox
          label="Search SKUs"
          placeholder="Part of a SKU"
          value={filter.query}
          onChange={(query) => set({ query })}
        />
        <Select
          aria-label="Location"
          placeholder="Any location"
          w={150}
          clearable
          data={contract?.locations.map(({ code, title }) => ({ value: code, label: title })) ?? []}
          value={filter.location || null}
          onChange={(location) => set({ location })}
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
        <Select
          aria-label="How much is left"
          placeholder="Any left"
          w={140}
          clearable
          data={Object.entries(lefts).map(([value, { label }]) => ({ value, label }))}
          value={filter.left || null}
          onChange={(left) => set({ left })}
        />
      </div>
      <PagedList
        of={asked}
        label="Positions"
        columns={columns}
        idOf={(row) => `${row.sku} ${row.location}`}
        onOpen={(row) => navigate(`/stock/${encodeURIComponent(row.sku)}`)}
        empty={
          filter.query || filter.state || filter.location || filter.left ? (
            <Blank title="No position is like that">Shorten the text, or take a filter away.</Blank>
          ) : (
            <Blank title="No stock was reported yet">
              As soon as the owner of a location reports a level, it is here.
            </Blank>
          )
        }
      />
    </Page>
  );
}
