import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Answer } from '../../api/client';
import { type QueueShown, queuesQuestion } from '../../api/questions';
import { textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Ago, spanOf } from '../../parts/time';
import { State } from '../../parts/tone';
import classes from './Today.module.css';

/** When everything that waits for a connection is sent, at the present rate: its slowest queue decides. */
function drainOf(queues: readonly QueueShown[]): string {
  const waiting = queues.filter((queue) => queue.depth > 0 && queue.kind !== 'mapping');
  if (waiting.length === 0) {
    return '–';
  }
  const spans = waiting.map((queue) => queue.drainMs);
  return spans.some((span) => typeof span !== 'number')
    ? 'stands still'
    : spanOf(Math.max(...(spans as number[])));
}

/** What waits for each system, how long it will take at its allowance, and how much of that is used. */
export function Queues({ of }: { of: Answer<'/api/status'> }) {
  const { data: queues } = useQuery(queuesQuestion);
  return (
    <Panel title="Queues" note="what waits for each system, and when it is sent at the present rate" flush>
      <div className="tableFrame">
        <table className="plain">
          <thead>
            <tr>
              <th>Connection</th>
              <th>State</th>
              <th className="right">Documents</th>
              <th className="right">Levels</th>
              <th className="right">Unmapped</th>
              <th className="right">Oldest</th>
              <th className="right">Drained in</th>
              <th>Allowance used</th>
              <th>Last error</th>
            </tr>
          </thead>
          <tbody>
            {of.connections.map((one) => {
              const share = one.rate.limit > 0 ? Math.min(1, one.rate.used / one.rate.limit) : 0;
              return (
                <tr key={one.name}>
                  <td>
                    <Link className="link" to={`/connections/${encodeURIComponent(one.name)}`}>
                      {one.name}
                    </Link>
                    <div className="faint">{one.kind}</div>
                  </td>
                  <td>
                    <State word={one.state} />
                  </td>
                  <td className="right num">{textOf(one.pending.orders)}</td>
                  <td className="right num">{textOf(one.pending.stock)}</td>
                  <td className="right num">{textOf(one.pending.other)}</td>
                  <td className="right num">{one.oldestPendingMs ? spanOf(one.oldestPendingMs) : '–'}</td>
                  <td className="right num">
                    {drainOf(queues?.filter((queue) => queue.connection === one.name) ?? [])}
                  </td>
                  <td>
                    <span className={classes.allowance}>
                      <span className={classes.track} aria-hidden="true">
                        <span style={{ width: `${share * 100}%` }} />
                      </span>
                      <span className="num">
                        {one.rate.used} / {textOf(Math.round(one.rate.limit * 10) / 10)} a second
                      </span>
                    </span>
                  </td>
                  <td className="quiet">
                    {one.lastError ? (
                      <>
                        {one.lastError}{' '}
                        <span className="faint">
                          (<Ago inWords at={one.lastErrorAt} />)
                        </span>
                      </>
                    ) : (
                      <span className="faint">none</span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
