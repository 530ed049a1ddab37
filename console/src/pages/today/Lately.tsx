import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { read } from '../../api/client';
import { Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Moment } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';
import { subjectOf } from '../cases/lineage';
import classes from './Today.module.css';

const latelyQuestion = queryOptions({
  queryKey: ['cases', 'lately'],
  queryFn: ({ signal }) => read('/api/exceptions', { signal, query: { state: 'all', limit: 7 } }),
});

/** What changed last: cases that came and went. */
export function Lately() {
  const asked = useQuery(latelyQuestion);
  return (
    <Panel
      title="Lately"
      note="what came and went"
      flush
      actions={
        <Link className="link" to="/cases?state=all">
          All of it
        </Link>
      }
    >
      <Shown of={asked} rows={4}>
        {(page) =>
          page.items.length === 0 ? (
            <Blank good title="Nothing has gone wrong yet" />
          ) : (
            <ul className={classes.rows}>
              {page.items.map((known) => (
                <li key={known.id}>
                  <Link to={`/cases/${known.id}?state=all`}>
                    <Moment at={known.lastAt} />
                    <State word={known.state} label={sayOf(known.state)} />
                    <span className="clip">
                      {known.title} <span className="quiet mono">{subjectOf(known.about)}</span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Panel>
  );
}
