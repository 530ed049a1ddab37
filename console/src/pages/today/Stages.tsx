import { Link } from 'react-router';
import type { Answer } from '../../api/client';
import { textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Blank } from '../../parts/states';
import { spanOf } from '../../parts/time';
import { sayOf, Tag } from '../../parts/tone';
import classes from './Today.module.css';

const ended = new Set(['delivered', 'cancelled', 'refunded', 'returned', 'finished']);

/** Where orders are, how many are stuck, and how fast they are taken off the figures. */
export function Stages({ of }: { of: Answer<'/api/status'>['orders'] }) {
  const stages = Object.entries(of.byStage).filter(([, count]) => count > 0);
  const most = Math.max(1, ...stages.map(([, count]) => count));
  return (
    <Panel
      title="Orders"
      note="by the stage that they are in"
      flush
      actions={
        of.stuck > 0 ? (
          <Link to="/cases?code=ORDER.STUCK" className="link">
            <Tag tone="bad">{textOf(of.stuck)} stuck</Tag>
          </Link>
        ) : (
          <Tag tone="ok">none is stuck</Tag>
        )
      }
    >
      {stages.length === 0 ? (
        <Blank title="No order was captured yet" />
      ) : (
        <ul className={classes.rows}>
          {stages.map(([stage, count]) => (
            <li key={stage}>
              <Link to={`/orders?stage=${stage}&sort=age`}>
                <span className={classes.stage}>{sayOf(stage)}</span>
                <span className={classes.wide} aria-hidden="true">
                  <span
                    data-ended={ended.has(stage) || undefined}
                    style={{ width: `${(count / most) * 100}%` }}
                  />
                </span>
                <strong className="num">{textOf(count)}</strong>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {of.lag.length > 0 && (
        <p className={classes.lag}>
          {of.lag.map((lag) => (
            <span key={lag.channel}>
              {lag.channel}: counted within {spanOf(lag.capturedP99Ms)}, off every figure within{' '}
              {spanOf(lag.decrementedP99Ms)} (99 of 100)
            </span>
          ))}
        </p>
      )}
    </Panel>
  );
}
