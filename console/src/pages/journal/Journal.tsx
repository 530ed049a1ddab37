import { SegmentedControl, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { journalQuestion, type MessageRow, statusQuestion } from '../../api/questions';
import type { Column } from '../../parts/DataList';
import { textOf } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { PagedList } from '../../parts/PagedList';
import { SearchBox } from '../../parts/SearchBox';
import { Blank } from '../../parts/states';
import { Moment } from '../../parts/time';
import { Tag } from '../../parts/tone';

const kinds = [
  { value: '', label: 'Everything' },
  { value: 'seen', label: 'From outside' },
  { value: 'asked', label: 'By people' },
  { value: 'settled', label: 'Calls' },
  { value: 'decided', label: 'Decisions' },
];

const columns: Column<MessageRow>[] = [
  {
    id: 'message',
    head: 'Message',
    width: '92px',
    cell: (row) => (
      <Link className="link num" to={`/journal/${row.message}`}>
        {row.message}
      </Link>
    ),
  },
  { id: 'at', head: 'Taken in', width: '92px', cell: (row) => <Moment at={row.at} /> },
  {
    id: 'connection',
    head: 'Connection',
    width: '120px',
    cell: (row) => row.connection || <span className="faint">hub</span>,
  },
  { id: 'kind', head: 'Kind', width: '84px', from: 560, cell: (row) => <Tag>{row.kind}</Tag> },
  {
    id: 'form',
    head: 'Form',
    width: 'minmax(120px, 1.2fr)',
    cell: (row) => <span className="mono">{row.form}</span>,
  },
  {
    id: 'key',
    head: 'Sender’s id',
    width: 'minmax(120px, 1.2fr)',
    from: 700,
    cell: (row) => <span className="mono quiet">{row.key}</span>,
  },
  {
    id: 'bytes',
    head: 'Bytes',
    width: '76px',
    align: 'right',
    from: 700,
    cell: (row) => <span className="num">{textOf(row.bytes)}</span>,
  },
];

/** Raw messages as they came, the newest first. */
export default function Journal() {
  const { get, set } = useFilters();
  const filter = { query: get('query'), connection: get('connection'), kind: get('kind') };
  const asked = useInfiniteQuery(journalQuestion(filter));
  const { data: status } = useQuery(statusQuestion);
  const navigate = useNavigate();
  return (
    <Page
      title="Journal"
      wide
      lead="Every message as it came, kept before anybody interprets it. A wrong mapping loses nothing."
    >
      <div className="filters" role="search">
        <SearchBox
          label="Search messages"
          placeholder="Id, SKU, order or any text of the body"
          value={filter.query}
          onChange={(query) =>
            /^\d+$/.test(query) && query === filter.query ? navigate(`/journal/${query}`) : set({ query })
          }
        />
        <SegmentedControl
          aria-label="Kind"
          data={kinds}
          value={filter.kind}
          onChange={(kind) => set({ kind })}
        />
        <Select
          aria-label="Connection"
          placeholder="Any connection"
          w={160}
          clearable
          data={status?.connections.map((one) => one.name) ?? []}
          value={filter.connection || null}
          onChange={(connection) => set({ connection })}
        />
      </div>
      <PagedList
        of={asked}
        label="Messages"
        columns={columns}
        idOf={(row) => String(row.message)}
        onOpen={(row) => navigate(`/journal/${row.message}`)}
        empty={
          filter.query || filter.connection || filter.kind ? (
            <Blank title="No message is like that">
              The search looked through the newest 20,000 entries; a number in the search above (Ctrl K) opens
              any message.
            </Blank>
          ) : (
            <Blank title="Nothing was taken in yet">
              The first delivery, poll or request is here when it is on disk.
            </Blank>
          )
        }
      />
    </Page>
  );
}
