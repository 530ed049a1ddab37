import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Answer } from '../../api/client';
import { type QueueShown, queuesQuestion } from '../../api/questions';
import { textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Table } from '../../parts/Table';
import { Ago, Moment, spanOf, useNow } from '../../parts/time';
import { State, Tag } from '../../parts/tone';
import classes from './Today.module.css';

/** How long it takes until everything that waits for a connection is sent: its slowest queue decides. */
export function drainOf(queues: readonly QueueShown[]): number | 'never' | undefined {
  const waiting = queues.filter((queue) => queue.depth > 0 && queue.kind !== 'mapping');
  if (waiting.length === 0) {
    return undefined;
  }
  const spans = waiting.map((queue) => queue.drainMs);
  return spans.some((span) => typeof span !== 'number') ? 'never' : Math.max(...(spans as number[]));
}

/** The clock time at which the backlog is gone at the present rate, and how long that is. */
function Drained({ of }: { of: readonly QueueShown[] }) {
  const now = useNow(1_000);
  const span = drainOf(of);
  return span === undefined ? (
    '–'
  ) : span === 'never' ? (
    <Tag tone="bad">stands still</Tag>
  ) : (
    <>
      <Moment at={new Date(now + span).toISOString()} /> <span className="faint">in {spanOf(span)}</span>
    </>
  );
}

function Allowance({ rate }: { rate: { used: number; limit: number } }) {
  const share = rate.limit > 0 ? Math.min(1, rate.used / rate.limit) : 0;
  return (
    <span className={classes.allowance}>
      <span className={classes.track} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className="num">
        {rate.used} / {textOf(Math.round(rate.limit * 10) / 10)} a second
      </span>
    </span>
  );
}

/** What waits for each system, how long it will take at its allowance, and how much of that is used. */
export function Queues({ of }: { of: Answer<'/api/status'> }) {
  const { data: queues } = useQuery(queuesQuestion);
  return (
    <Panel title="Queues" note="what waits for each system, and when it is sent at the present rate" flush>
      <Table
        rows={of.connections}
        idOf={(one) => one.name}
        fields={[
          {
            head: 'Connection',
            cell: (one) => (
              <>
                <Link className="link" to={`/connections/${encodeURIComponent(one.name)}`}>
                  {one.name}
                </Link>
                <div className="faint">{one.kind}</div>
              </>
            ),
          },
          { head: 'State', cell: (one) => <State word={one.state} /> },
          { head: 'Documents', look: 'num', cell: (one) => textOf(one.pending.orders) },
          { head: 'Levels', look: 'num', cell: (one) => textOf(one.pending.stock) },
          { head: 'Unmapped', look: 'num', cell: (one) => textOf(one.pending.other) },
          {
            head: 'Oldest',
            look: 'num',
            cell: (one) => (one.oldestPendingMs ? spanOf(one.oldestPendingMs) : '–'),
          },
          {
            head: 'Drained by',
            look: 'num',
            cell: (one) => <Drained of={queues?.filter((queue) => queue.connection === one.name) ?? []} />,
          },
          { head: 'Allowance used', cell: (one) => <Allowance rate={one.rate} /> },
          {
            head: 'Last error',
            look: 'quiet',
            cell: (one) =>
              one.lastError ? (
                <>
                  {one.lastError}{' '}
                  <span className="faint">
                    (<Ago inWords at={one.lastErrorAt} />)
                  </span>
                </>
              ) : (
                <span className="faint">none</span>
              ),
          },
        ]}
      />
    </Panel>
  );
}
