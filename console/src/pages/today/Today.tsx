import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { groupsQuestion, parityQuestion, statusQuestion } from '../../api/questions';
import { shareOf, textOf } from '../../parts/figures';
import { Page, Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Ago, spanOf } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';
import { levelsOf } from '../cases/lineage';
import classes from './Today.module.css';

/** Is everything true? If not: where, since when, and what to click. */
export function Today() {
  const status = useQuery(statusQuestion);
  const parity = useQuery(parityQuestion);
  const groups = useQuery(groupsQuestion);
  return (
    <Page title="Today">
      <Shown of={status}>
        {(now) => (
          <>
            <div className={classes.figures}>
              <Figure
                label="Parity"
                value={shareOf(now.parity)}
                tone={now.parity === 1 ? 'ok' : now.parity >= 0.995 ? 'warn' : 'bad'}
                note="of SKUs agree at both ends"
                to="/parity"
              />
              <Figure
                label="Open cases"
                value={textOf(now.exceptions.open)}
                tone={now.exceptions.open ? 'bad' : 'ok'}
                note={
                  Object.entries(now.exceptions.byOwner)
                    .map(([owner, count]) => `${sayOf(owner)} ${count}`)
                    .join(' · ') || 'nobody has to do anything'
                }
                to="/cases"
              />
              <Figure
                label="Behind"
                value={spanOf(now.journal.lagMs)}
                tone={now.journal.lagMs < 5_000 ? 'ok' : 'warn'}
                note={`${textOf(now.journal.accepted - now.journal.applied)} messages not decided`}
                to="/journal"
              />
              <Figure
                label="Connections"
                value={`${now.connections.filter((one) => one.state === 'up').length} of ${now.connections.length}`}
                tone={now.connections.every((one) => one.state === 'up') ? 'ok' : 'bad'}
                note="up"
                to="/connections"
              />
            </div>
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
                      <th className="right">Calls/s</th>
                      <th>Last error</th>
                    </tr>
                  </thead>
                  <tbody>
                    {now.connections.map((one) => (
                      <tr key={one.name}>
                        <td>
                          <strong>{one.name}</strong> <span className="faint">{one.kind}</span>
                        </td>
                        <td>
                          <State word={one.state} />
                        </td>
                        <td className="right num">{textOf(one.pending.orders)}</td>
                        <td className="right num">{textOf(one.pending.stock)}</td>
                        <td className="right num">{textOf(one.pending.other)}</td>
                        <td className="right num">
                          {one.oldestPendingMs ? spanOf(one.oldestPendingMs) : '–'}
                        </td>
                        <td className="right num">
                          {one.rate.used} / {one.rate.limit}
                        </td>
                        <td className="quiet">
                          {one.lastError} {one.lastErrorAt && <Ago at={one.lastErrorAt} />}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </Panel>
          </>
        )}
      </Shown>
      <div className={classes.split}>
        <Panel
          title="Cases by cause"
          flush
          actions={
            <Link className="link" to="/cases">
              All cases
            </Link>
          }
        >
          <Shown of={groups} rows={4}>
            {(known) =>
              known.length === 0 ? (
                <Blank good title="Nothing is wrong" />
              ) : (
                <ul className={classes.rows}>
                  {known.slice(0, 8).map((group) => (
                    <li key={group.id}>
                      <Link to={`/cases?group=${group.id}`}>
                        <State word={group.severity} label={group.title} />
                        <span className="quiet clip">
                          {levelsOf(group.about)
                            .map(([level, value]) => `${level} ${value}`)
                            .join(' · ')}
                        </span>
                        <strong className="num">{textOf(group.count)}</strong>
                      </Link>
                    </li>
                  ))}
                </ul>
              )
            }
          </Shown>
        </Panel>
        <Panel
          title="Parity"
          flush
          actions={
            <Link className="link" to="/parity">
              All comparisons
            </Link>
          }
        >
          <Shown of={parity} rows={4}>
            {(known) => (
              <ul className={classes.rows}>
                {known.storefronts.map((shop) => (
                  <li key={shop.connection}>
                    <Link to="/parity">
                      <State word={shop.drifting ? 'drift' : 'in-step'} label={shop.connection} />
                      <span className="quiet">
                        {textOf(shop.drifting)} of {textOf(shop.compared)} differ · compared{' '}
                        <Ago at={shop.comparedAt} /> ago
                      </span>
                      <strong className="num">{shareOf(shop.parity)}</strong>
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </Shown>
        </Panel>
      </div>
    </Page>
  );
}

function Figure({
  label,
  value,
  note,
  tone,
  to,
}: {
  label: string;
  value: string;
  note: string;
  tone: 'ok' | 'warn' | 'bad';
  to: string;
}) {
  return (
    <Link to={to} className={classes.figure} data-tone={tone}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{value}</span>
      <span className={classes.note}>{note}</span>
    </Link>
  );
}
