import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Answer, read } from '../../api/client';
import type { Column } from '../../parts/DataList';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { PagedList } from '../../parts/PagedList';
import { SearchBox } from '../../parts/SearchBox';
import { Blank } from '../../parts/states';
import { Moment } from '../../parts/time';
import { changeOf, deedOf, type Subject, subjectOf } from './words';

type Entry = Answer<'/api/audit'>['items'][number];

const auditQuestion = (filter: { by?: string; did?: string; subject?: string }) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }) =>
      read('/api/audit', {
        signal,
        query: { ...filter, order: 'newest', after: pageParam ?? undefined, limit: 200 },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    refetchInterval: 5_000,
  });

const columns: Column<Entry>[] = [
  { id: 'at', head: 'When', width: '96px', cell: (row) => <Moment at={row.at} /> },
  { id: 'by', head: 'Who', width: '120px', cell: (row) => <strong>{row.by}</strong> },
  {
    id: 'did',
    head: 'Did',
    width: '210px',
    cell: (row) => <span title={row.did}>{deedOf(row.did)}</span>,
  },
  {
    id: 'subject',
    head: 'To what',
    width: 'minmax(140px, 1.4fr)',
    cell: (row) => <To of={subjectOf(row.did, row.subject)} />,
  },
  {
    id: 'change',
    head: 'Before → after',
    width: 'minmax(160px, 1.6fr)',
    from: 760,
    cell: (row) =>
      row.before || row.after ? (
        <Change of={changeOf(row.before, row.after)} />
      ) : (
        <span className="faint">{row.text ?? '–'}</span>
      ),
  },
  {
    id: 'message',
    head: 'Message',
    align: 'right',
    width: '84px',
    cell: (row) => (
      <Link className="link num" to={`/journal/${row.message}`}>
        {row.message}
      </Link>
    ),
  },
];

function To({ of }: { of: Subject }) {
  return of.to ? (
    <Link className="link" to={of.to} title={of.text}>
      {of.text}
    </Link>
  ) : (
    <span title={of.text}>{of.text}</span>
  );
}

function Change({ of: [before, after] }: { of: [string, string] }) {
  return (
    <span title={`${before} → ${after}`}>
      <span className="faint">{before}</span> → {after}
    </span>
  );
}

/** What people asked for, the newest first, from what to what. */
export default function AuditLog() {
  const { get, set } = useFilters();
  const filter = { by: get('by'), did: get('did'), subject: get('subject') };
  const asked = useInfiniteQuery(auditQuestion(filter));
  return (
    <Page
      title="Audit log"
      wide
      lead="Who did what, when, from what to what. It is part of the journal, so nobody can take a line out of it."
    >
      <div className="filters" role="search">
        <SearchBox
          label="To what"
          placeholder="Case, user, location or message"
          value={filter.subject}
          onChange={(subject) => set({ subject })}
        />
        <SearchBox
          label="Who"
          placeholder="Who"
          width={140}
          value={filter.by}
          onChange={(by) => set({ by })}
        />
        <SearchBox
          label="Did"
          placeholder="What, as case or user"
          width={170}
          value={filter.did}
          onChange={(did) => set({ did })}
        />
      </div>
      <PagedList
        of={asked}
        label="Audit log"
        columns={columns}
        idOf={(row) => String(row.message)}
        empty={
          filter.by || filter.did || filter.subject ? (
            <Blank title="Nothing of that kind">Take a filter away.</Blank>
          ) : (
            <Blank title="Nobody has asked for anything yet">
              Whatever somebody does here or by the API is written down.
            </Blank>
          )
        }
      />
    </Page>
  );
}
