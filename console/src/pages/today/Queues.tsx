import { Link } from 'react-router';
import type { Answer } from '../../api/client';
import { textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Ago, spanOf } from '../../parts/time';
import { State } from '../../parts/tone';
import classes from './Today.module.css';

/** What waits for each system, how long it will take at its allowance, and how much of that is used. */
export function Queues({ of }: { of: Answer<'/api/status'> }) {
  return (
    <Panel title="Queues" note="what waits for each system" flush>
      <div className="tableFrame">
        <table className="plain">
          <thead>
            <tr>
              <th>Connection</th>
              <th>State</th>
              <th className="right">Orders</th>
              <th className="right">Stock</th>
              <th className="right">Unmapped</th>
              <th className="right">Oldest</th>
              <th className="right">Drained in</th>
              <th>Allowance used</th>
              <th>Last error</th>
            </tr>
          </thead>
          <tbody>
            {of.connections.map((one) => {
              const waiting = one.pending.orders + one.pending.stock;
              const share = one.rate.limit > 0 ? Math.min(1, one.rate.used / one.rate.limit) : 0;
              return (
                <tr key={one.name}>
                  <td>
                    <Link className="link" to="/connections">
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
                    {waiting && one.rate.limit ? spanOf((waiting / one.rate.limit) * 1000) : '–'}
                  </td>
                  <td>
                    <span className={classes.allowance}>
                      <span className={classes.track} aria-hidden="true">
                        <span style={{ width: `${share * 100}%` }} />
                      </span>
                      <span className="num">
                        {one.rate.used} / {one.rate.limit} a second
                      </span>
                    </span>
                  </td>
                  <td className="quiet">
                    {one.lastError ? (
                      <>
                        {one.lastError}{' '}
                        <span className="faint">
                          (<Ago at={one.lastErrorAt} /> ago)
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
