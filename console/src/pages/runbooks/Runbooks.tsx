import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { type RunbookShown, runbookQuestion, runbooksQuestion } from '../../api/questions';
import { type Column, DataList } from '../../parts/DataList';
import { textOf } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Facts, Page, Panel } from '../../parts/Page';
import { Prose } from '../../parts/Prose';
import { SearchBox } from '../../parts/SearchBox';
import { Blank, Shown } from '../../parts/states';
import { State, sayOf, Tag } from '../../parts/tone';
import classes from './Runbooks.module.css';

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
export function Runbooks() {
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

const endings: Record<string, string> = {
  'later-success': 'It ends by itself when the same thing succeeds later.',
  mapping: 'It ends when the mapping is mended and what waited has been decided again.',
  parity: 'It ends when a comparison finds both ends equal.',
  none: 'It ends when somebody deals with it.',
};

/** What people wrote by hand; what stands before it is said by the page itself. */
const remedyOf = (markdown: string) => markdown.slice(Math.max(0, markdown.indexOf('\n## ')));

/** One kind of case. */
export function Runbook() {
  const { code = '' } = useParams();
  const asked = useQuery(runbooksQuestion);
  const found = asked.data?.find((row) => row.code === code);
  const page = useQuery({ ...runbookQuestion(code), enabled: !!found });
  return (
    <Page
      title={
        <>
          {found?.title ?? code}
          {found && <State word={found.severity} />}
        </>
      }
      name={found?.title ?? code}
      crumbs={[{ to: '/runbooks', label: 'Runbooks' }]}
      lead={found && <span className="mono">{found.code}</span>}
    >
      <Shown of={asked} rows={6}>
        {() =>
          found ? (
            <div className={classes.split}>
              <Panel title="What to do">
                <p className={classes.next}>{found.nextAction}</p>
                <Shown of={page} rows={4}>
                  {({ markdown }) => <Prose text={remedyOf(markdown)} />}
                </Shown>
              </Panel>
              <Panel title="What it is">
                <p className={classes.meaning}>{found.meaning}</p>
                <Facts
                  of={[
                    ['Owner', sayOf(found.owner)],
                    ['How it ends', endings[found.healing] ?? ''],
                    [
                      'Open now',
                      <Link key="o" className="link" to={`/cases?code=${found.code}`}>
                        {textOf(found.open)} cases
                      </Link>,
                    ],
                    [
                      'History',
                      <Link key="h" className="link" to={`/cases?code=${found.code}&state=all`}>
                        all cases of this kind
                      </Link>,
                    ],
                  ]}
                />
              </Panel>
            </div>
          ) : (
            <Blank title="No such kind of case">
              The catalogue is closed: the code may be of another version.
            </Blank>
          )
        }
      </Shown>
    </Page>
  );
}
