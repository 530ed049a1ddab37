import { Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { type CaseShown, casesQuestion, contractQuestion, groupsQuestion } from '../../api/questions';
import type { Column, Selection } from '../../parts/DataList';
import { Stake, textOf } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { PagedList } from '../../parts/PagedList';
import { SearchBox } from '../../parts/SearchBox';
import { Blank } from '../../parts/states';
import { Ago, Until } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';
import { ownerOf, useRole } from '../../shell/role';
import { BulkBar, selectedOf } from './BulkBar';
import { CaseSheet } from './CaseSheet';
import classes from './Cases.module.css';
import { Groups } from './Groups';
import { subjectOf } from './lineage';

const states = ['open', 'assigned', 'waiting', 'snoozed', 'resolved', 'ignored', 'all'];
const owners = ['ops', 'ecommerce', 'finance', 'cx', 'engineering'];
const severities = ['critical', 'warning', 'notice'];
const sorts = [
  { value: 'rank', label: 'By money and impact' },
  { value: 'recent', label: 'Last met first' },
  { value: 'oldest', label: 'Oldest first' },
];

const columns: Column<CaseShown>[] = [
  {
    id: 'title',
    head: 'Case',
    width: 'minmax(170px, 1.2fr)',
    cell: (row) => <State word={row.severity} label={row.title} />,
  },
  {
    id: 'about',
    head: 'About',
    width: 'minmax(110px, 1fr)',
    cell: (row) => <span className="mono">{subjectOf(row.about)}</span>,
  },
  {
    id: 'detail',
    head: 'What was found',
    width: 'minmax(160px, 2fr)',
    from: 1100,
    cell: (row) => <span className="quiet">{row.detail}</span>,
  },
  {
    id: 'stake',
    head: 'At stake',
    width: '148px',
    align: 'right',
    from: 640,
    cell: (row) => <Stake of={row.revenue} />,
  },
  {
    id: 'impact',
    head: 'Costs in',
    width: '72px',
    align: 'right',
    from: 560,
    cell: (row) => (row.state === 'open' ? <Until at={row.impactAt} /> : <span className="faint">–</span>),
  },
  {
    id: 'owner',
    head: 'Whose',
    width: '128px',
    from: 800,
    cell: (row) => row.assignee ?? <span className="quiet">{sayOf(row.owner)}</span>,
  },
  {
    id: 'standing',
    head: 'Stands',
    width: '84px',
    from: 900,
    cell: (row) => <State word={row.standing} />,
  },
  { id: 'last', head: 'Last', width: '56px', align: 'right', cell: (row) => <Ago at={row.lastAt} /> },
];

/** What is wrong: groups by cause on the left, their cases in the middle, the open one on the right. */
export default function Cases() {
  const { id } = useParams();
  const { get, set, text: search } = useFilters();
  const navigate = useNavigate();
  const [role] = useRole();
  const groups = useQuery(groupsQuestion);
  const { data: contract } = useQuery(contractQuestion);
  const filter = {
    query: get('query'),
    state: get('state') || 'open',
    owner: get('owner'),
    severity: get('severity'),
    connection: get('connection'),
    location: get('location'),
    assignee: get('assignee'),
    tag: get('tag'),
    code: get('code'),
    group: get('group'),
    sort: get('sort') || 'rank',
  };
  const asked = useInfiniteQuery(casesQuestion(filter));
  const [selected, setSelected] = useState<Selection>({});
  const rows = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const ids = Object.keys(selected).filter((one) => rows.some((row) => row.id === one));
  const group = groups.data?.find((known) => known.id === filter.group);
  const open = (to?: string) => navigate({ pathname: to ? `/cases/${to}` : '/cases', search });
  const isFiltered = [
    'query',
    'owner',
    'severity',
    'connection',
    'location',
    'assignee',
    'tag',
    'code',
    'group',
  ].some(get);
  const narrowed = ['code', 'location', 'tag', 'assignee'].filter((name) => get(name));

  return (
    <Page
      title="Cases"
      wide
      lead="Every problem with its cause, its owner and what to do next. A case closes when proof comes, not before."
    >
      <div className="filters" role="search">
        <SearchBox
          label="Search cases"
          placeholder="SKU, order, location or words"
          width={230}
          value={filter.query}
          onChange={(query) => set({ query })}
        />
        <Select
          aria-label="State"
          w={120}
          allowDeselect={false}
          data={states.map((value) => ({ value, label: sayOf(value) }))}
          value={filter.state}
          onChange={(state) => set({ state: state === 'open' ? null : state })}
        />
        <Select
          aria-label="Owner"
          placeholder="Any owner"
          w={140}
          clearable
          data={[...owners]
            .sort((a, b) => Number(b === ownerOf(role)) - Number(a === ownerOf(role)))
            .map((value) => ({ value, label: sayOf(value) }))}
          value={filter.owner || null}
          onChange={(owner) => set({ owner })}
        />
        <Select
          aria-label="Severity"
          placeholder="Any severity"
          w={130}
          clearable
          data={severities.map((value) => ({ value, label: sayOf(value) }))}
          value={filter.severity || null}
          onChange={(severity) => set({ severity })}
        />
        <Select
          aria-label="Connection"
          placeholder="Any connection"
          w={150}
          clearable
          data={contract?.connections.map(({ name }) => name) ?? []}
          value={filter.connection || null}
          onChange={(connection) => set({ connection })}
        />
        <Select
          aria-label="Order of the list"
          w={190}
          allowDeselect={false}
          data={sorts}
          value={filter.sort}
          onChange={(sort) => set({ sort: sort === 'rank' ? null : sort })}
        />
        <Select
          className={classes.groupPick}
          aria-label="Cause"
          placeholder="Any cause"
          w={220}
          clearable
          data={
            groups.data?.map((known) => ({ value: known.id, label: `${known.title} (${known.count})` })) ?? []
          }
          value={filter.group || null}
          onChange={(chosen) => set({ group: chosen })}
        />
        {narrowed.map((name) => (
          <button key={name} type="button" className={classes.chip} onClick={() => set({ [name]: null })}>
            {name} <span className="mono">{get(name)}</span> <span aria-hidden="true">×</span>
            <span className="hidden">take away</span>
          </button>
        ))}
      </div>
      <div className={classes.panes} data-open={id ? true : undefined}>
        <Groups of={groups} chosen={filter.group} choose={(chosen) => set({ group: chosen })} />
        <div className={classes.main}>
          {ids.length > 0 ? (
            <BulkBar target={{ ids }} label={selectedOf(ids.length)} clear={() => setSelected({})} />
          ) : (
            group &&
            !id && (
              <BulkBar
                target={{ group: group.id }}
                label={`All ${textOf(group.count)} of “${group.title}”`}
              />
            )
          )}
          <PagedList
            of={asked}
            label="Cases"
            columns={columns}
            idOf={(row) => row.id}
            onOpen={(row) => open(row.id)}
            selected={selected}
            onSelect={setSelected}
            current={id}
            empty={
              filter.state === 'open' && !isFiltered ? (
                <Blank good title="Nothing is wrong">
                  Every number agrees, every document arrived.
                </Blank>
              ) : (
                <Blank title="No case is like that">Take a filter away, or look at all states.</Blank>
              )
            }
          />
        </div>
        {id && <CaseSheet key={id} id={id} close={() => open()} />}
      </div>
    </Page>
  );
}
