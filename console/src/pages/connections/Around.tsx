import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { casesQuestion, journalQuestion } from '../../api/questions';
import { Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Ago, Moment } from '../../parts/time';
import { State } from '../../parts/tone';
import { subjectOf } from '../cases/lineage';
import classes from './Connections.module.css';

const rowsMax = 8;

/** What is wrong with one connection now, and what came of it last. */
export function Around({ connection }: { connection: string }) {
  const cases = useInfiniteQuery(casesQuestion({ connection, sort: 'rank' }));
  const messages = useInfiniteQuery(journalQuestion({ connection }));
  const query = encodeURIComponent(connection);
  return (
    <div className={classes.around}>
      <Panel
        title="Open cases"
        flush
        actions={
          <Link className="link" to={`/cases?connection=${query}`}>
            All
          </Link>
        }
      >
        <Shown of={cases} rows={4}>
          {({ pages }) => {
            const items = pages[0]?.items ?? [];
            return items.length === 0 ? (
              <Blank good title="Nothing is wrong with it" />
            ) : (
              <ul className={classes.rows}>
                {items.slice(0, rowsMax).map((one) => (
                  <li key={one.id}>
                    <Link to={`/cases/${one.id}?connection=${query}`}>
                      <State word={one.severity} label={one.title} />
                      <span className="clip mono quiet">{subjectOf(one.about)}</span>
                      <span className="faint">
                        <Ago at={one.lastAt} />
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            );
          }}
        </Shown>
      </Panel>
      <Panel
        title="Newest messages"
        flush
        actions={
          <Link className="link" to={`/journal?connection=${query}`}>
            All
          </Link>
        }
      >
        <Shown of={messages} rows={4}>
          {({ pages }) => {
            const items = pages[0]?.items ?? [];
            return items.length === 0 ? (
              <Blank title="It has not said anything lately" />
            ) : (
              <ul className={classes.rows}>
                {items.slice(0, rowsMax).map((one) => (
                  <li key={one.message}>
                    <Link to={`/journal/${one.message}`}>
                      <Moment at={one.at} />
                      <span className="clip mono quiet">{one.form}</span>
                      <span className="faint num">{one.message}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            );
          }}
        </Shown>
      </Panel>
    </div>
  );
}
