import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { type CaseShown, casesQuestion, groupsQuestion } from '../../api/questions';
import { type Column, DataList, type Selection } from '../../parts/DataList';
import { textOf } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { Blank, Loading, Trouble } from '../../parts/states';
import { Ago } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';
import { BulkBar } from './BulkBar';
import { CaseSheet } from './CaseSheet';
import classes from './Cases.module.css';
import { Groups } from './Groups';
import { levelsOf, subjectOf } from './lineage';

const states = ['open', 'resolved', 'ignored', 'all'];
const owners = ['ops', 'ecommerce', 'finance', 'cx', 'engineering'];

const columns: Column<CaseShown>[] = [
  {
    id: 'title',
    head: 'Case',
    width: 'minmax(150px, 1.2fr)',
    cell: (row) => <State word={row.severity} label={row.title} />,
  },
  {
    id: 'about',
    head: 'About',
    width: 'minmax(120px, 1fr)',
    cell: (row) => <span className="mono">{subjectOf(row.about)}</span>,
  },
  {
    id: 'detail',
    head: 'What was found',
    width: 'minmax(160px, 2fr)',
    from: 760,
    cell: (row) => <span className="quiet">{row.detail}</span>,
  },
  { id: 'owner', head: 'Owner', width: '112px', from: 620, cell: (row) => row.assignee ?? sayOf(row.owner) },
  {
    id: 'met',
    head: 'Met',
    width: '52px',
    align: 'right',
    from: 860,
    cell: (row) => <span className="num">{textOf(row.met)}</span>,
  },
  { id: 'last', head: 'Last', width: '64px', align: 'right', cell: (row) => <Ago at={row.lastAt} /> },
];

/** What is wrong: groups by cause on the left, their cases in the middle, the open one on the right. */
export function Cases() {
  const { id } = useParams();
  const { get, set, text: search } = useFilters();
  const navigate = useNavigate();
  const groups = useQuery(groupsQuestion);
  const group = groups.data?.find((known) => known.id === get('group'));
  const filter = {
    query: get('query'),
    state: get('state') || 'open',
    owner: get('owner'),
    code: group?.code ?? get('code'),
  };
  const asked = useInfiniteQuery(casesQuestion(filter));
  const [text, setText] = useState(filter.query);
  const apply = useDebouncedCallback((value: string) => set({ query: value }), 150);
  const [selected, setSelected] = useState<Selection>({});
  const rows = (asked.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (row) => !group || levelsOf(group.about).every(([level, value]) => row.about[level] === value),
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = asked;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const open = (to?: string) => navigate({ pathname: to ? `/cases/${to}` : '/cases', search });

  return (
    <Page
      title="Cases"
      wide
      lead="Every problem with its cause, its owner and what to do next. A case closes when proof comes, not before."
    >
      <div className="filters" role="search">
        <TextInput
          data-search
          aria-label="Search cases"
          placeholder="SKU, order, location or words"
          w={260}
          maxLength={200}
          leftSection={<IconSearch size={14} aria-hidden="true" />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            apply(event.currentTarget.value);
          }}
        />
        <SegmentedControl
          aria-label="State"
          data={states.map((value) => ({ value, label: sayOf(value) }))}
          value={filter.state}
          onChange={(state) => set({ state: state === 'open' ? null : state })}
        />
        <Select
          aria-label="Owner"
          placeholder="Any owner"
          w={150}
          clearable
          data={owners.map((value) => ({ value, label: sayOf(value) }))}
          value={filter.owner || null}
          onChange={(owner) => set({ owner })}
        />
      </div>
      <div className={classes.panes}>
        <Groups of={groups} chosen={get('group')} choose={(chosen) => set({ group: chosen })} />
        <div className={classes.main}>
          <BulkBar
            ids={Object.keys(selected).filter((one) => rows.some((row) => row.id === one))}
            group={group && !id ? { id: group.id, count: group.count, title: group.title } : undefined}
            clear={() => setSelected({})}
          />
          {asked.error && !asked.data ? (
            <Trouble fault={asked.error} retry={asked.refetch} />
          ) : asked.isPending ? (
            <Loading rows={12} />
          ) : (
            <DataList
              label="Cases"
              rows={rows}
              columns={columns}
              idOf={(row) => row.id}
              onOpen={(row) => open(row.id)}
              onEnd={onEnd}
              selected={selected}
              onSelect={setSelected}
              current={id}
              empty={
                filter.state === 'open' && !filter.query && !filter.owner && !filter.code ? (
                  <Blank good title="Nothing is wrong">
                    Every number agrees, every document arrived.
                  </Blank>
                ) : (
                  <Blank title="No case is like that">Take a filter away, or look at all states.</Blank>
                )
              }
            />
          )}
        </div>
        {id && <CaseSheet id={id} close={() => open()} />}
      </div>
    </Page>
  );
}
