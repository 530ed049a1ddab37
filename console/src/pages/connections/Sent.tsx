import { Progress } from '@mantine/core';
import { Link } from 'react-router';
import type { ConnectionDetail, QueueShown } from '../../api/questions';
import { shareOf, textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Table } from '../../parts/Table';
import { spanOf } from '../../parts/time';
import classes from './Connections.module.css';

/** What came of one flow of one connection. */
export interface Flow {
  connection: string;
  flow: string;
  taken: number;
  refused: number;
  unknown: number;
  depth: number;
  oldestMs?: number | null;
  p50Ms?: number;
  p95Ms?: number;
}

/** A row for each flow in which anything was sent or waits, the connections in their order. */
export function flowsOf(all: readonly ConnectionDetail[], queues: readonly QueueShown[]): Flow[] {
  return all.flatMap((one) =>
    ['stock', 'orders'].flatMap((flow) => {
      const queue = queues.find((each) => each.connection === one.connection.name && each.kind === flow);
      const count = (...outcomes: string[]) =>
        one.flows
          .filter((each) => each.flow === flow && outcomes.includes(each.outcome))
          .reduce((sum, each) => sum + each.count, 0);
      const row: Flow = {
        connection: one.connection.name,
        flow,
        taken: count('written', 'made'),
        refused: count('refused'),
        unknown: count('unknown'),
        depth: queue?.depth ?? 0,
        oldestMs: queue?.oldestMs,
        ...(flow === 'stock' && one.lag ? { p50Ms: one.lag.p50Ms, p95Ms: one.lag.p95Ms } : {}),
      };
      return row.taken + row.refused + row.unknown + row.depth > 0 ? [row] : [];
    }),
  );
}

/** What was sent to every connection since the start, what came of it, what waits, and how long it took. */
export function Sent({ of }: { of: readonly Flow[] }) {
  const slowest = Math.max(1, ...of.map((row) => row.p95Ms ?? 0));
  return of.length === 0 ? null : (
    <Panel title="What was sent" note="since the hub started, by connection and flow" flush>
      <Table
        rows={of}
        idOf={(row) => `${row.connection} ${row.flow}`}
        fields={[
          {
            head: 'Connection',
            cell: (row) => (
              <Link className="link" to={`/connections/${encodeURIComponent(row.connection)}`}>
                {row.connection}
              </Link>
            ),
          },
          { head: 'Flow', cell: (row) => (row.flow === 'stock' ? 'levels' : 'documents') },
          { head: 'Taken', look: 'num', cell: (row) => textOf(row.taken) },
          {
            head: 'Refused',
            look: 'num',
            isOff: (row) => row.refused > 0,
            cell: (row) => textOf(row.refused),
          },
          { head: 'Left unknown', look: 'num', cell: (row) => textOf(row.unknown) },
          { head: 'What came of it', cell: (row) => <Outcome of={row} /> },
          { head: 'Waits', look: 'num', cell: (row) => textOf(row.depth) },
          {
            head: 'Oldest',
            look: 'num',
            cell: (row) => (row.depth > 0 && row.oldestMs ? spanOf(row.oldestMs) : '–'),
          },
          { head: 'Decided until written', cell: (row) => <Took of={row} slowest={slowest} /> },
        ]}
      />
    </Panel>
  );
}

function Outcome({ of }: { of: Flow }) {
  const sum = of.taken + of.refused + of.unknown;
  if (sum === 0) {
    return <span className="faint">nothing was sent yet</span>;
  }
  const part = (count: number) => (count / sum) * 100;
  return (
    <div className={classes.bar}>
      <Progress.Root size="sm" aria-hidden="true">
        <Progress.Section value={part(of.taken)} color="green" />
        <Progress.Section value={part(of.unknown)} color="yellow" />
        <Progress.Section value={part(of.refused)} color="red" />
      </Progress.Root>
      <span className="num faint">{shareOf(of.taken / sum)}</span>
    </div>
  );
}

function Took({ of, slowest }: { of: Flow; slowest: number }) {
  if (of.p50Ms === undefined || of.p95Ms === undefined) {
    return <span className="faint">–</span>;
  }
  return (
    <div className={classes.bar}>
      <Progress.Root size="sm" aria-hidden="true">
        <Progress.Section value={(of.p50Ms / slowest) * 100} color="steel" />
        <Progress.Section value={((of.p95Ms - of.p50Ms) / slowest) * 100} color="steel.2" />
      </Progress.Root>
      <span className="num faint">
        half {spanOf(of.p50Ms)}, 95% {spanOf(of.p95Ms)}
      </span>
    </div>
  );
}
