import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { type RunbookShown, runbooksQuestion } from '../../api/questions';
import { type Column, DataList } from '../../parts/DataList';
import { textOf } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { SearchBox } from '../../parts/SearchBox';
import { Blank, Shown } from '../../parts/states';
import { State, sayOf, Tag } from '../../parts/tone';

const columns: Column<RunbookShown>[] = [
  {
    id: 'title',
    head: 'Case',
    width: 'minmax(170px, 1.2fr)',
    cell: (row) => (
      <Link className="link" to={`/runbooks/${row.code}`}>
        {row.title}
      </Link>
    ),
  },
  {
    id: 'code',
    head: 'Code',
    width: '220px',
    from: 640,
    cell: (row) => <span className="mono quiet">{row.code}</span>,
  },
  { id: 'severity', head: 'Severity', width: '92px', cell: (row) => <State word={row.severity} /> },
  { id: 'owner', head: 'Owner', width: '128px', from: 520, cell: (row) => sayOf(row.owner) },
  {
    id: 'next',
    head: 'Do next',
    width: 'minmax(160px, 2fr)',
    from: 900,
    cell: (row) => <span className="quiet">{row.nextAction}</span>,
  },
  {
    id: 'open',
    head: 'Open',
    width: '60px',
    align: 'right',
    cell: (row) => (row.open ? <Tag tone="bad">{textOf(row.open)}</Tag> : <span className="faint">0</span>),
  },
];

/** Every kind of case: what it means and what to do. */
export default function Runbooks() {
  const asked = useQuery(runbooksQuestion);
  const { get, set } = useFilters();
  const navigate = useNavigate();
  const text = get('query').toLowerCase();
  return (
    <Page
      title="Runbooks"
      wide
      lead="A page for every kind of case that there can be: what it means, whose it is, what to do, and how it ends."
    >
      <div className="filters" role="search">
        <SearchBox
          label="Search runbooks"
          placeholder="Words or a code"
          value={get('query')}
          onChange={(query) => set({ query })}
        />
      </div>
      <Shown of={asked} rows={14}>
        {(all) => (
          <DataList
            label="Runbooks"
            rows={all.filter((row) => `${row.code} ${row.title} ${row.meaning}`.toLowerCase().includes(text))}
            columns={columns}
            idOf={(row) => row.code}
            onOpen={(row) => navigate(`/runbooks/${row.code}`)}
            empty={<Blank title="No kind of case is like that">Shorten the text.</Blank>}
          />
        )}
      </Shown>
    </Page>
  );
}
