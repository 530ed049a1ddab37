import { Button, Progress } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { act } from '../../api/client';
import { parityQuestion, type RunShown } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { shareOf, textOf } from '../../parts/figures';
import { Page, Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Ago, Moment, spanOf } from '../../parts/time';
import { State, Tag } from '../../parts/tone';
import { say } from './classes';
import classes from './Parity.module.css';

/** Whether the two ends agree, and every comparison that says so. */
export default function Parity() {
  const asked = useQuery(parityQuestion);
  const navigate = useNavigate();
  const compare = useDoing(
    () => act('/api/parity/runs', { body: { connection: null, heal: false, skus: null } }),
    {
      reads: ['parity'],
    },
  );
  const isRunning = compare.isPending || asked.data?.isRunning;
  return (
    <Page
      title="Parity"
      lead="Both ends are read afresh and compared. What is on its way is not counted as wrong; what differs is a case."
      actions={
        <Button
          leftSection={<IconScale size={14} />}
          loading={compare.isPending}
          onClick={() =>
            compare.mutate(undefined, { onSuccess: ([run]) => run && navigate(`/parity/${run.id}`) })
          }
        >
          Compare everything now
        </Button>
      }
    >
      {isRunning && <Progress value={100} animated size="sm" aria-label="A comparison is running" />}
      <Shown of={asked} rows={10}>
        {(known) => (
          <>
            <div className={classes.shops}>
              {known.storefronts.map((shop) => (
                <Panel key={shop.connection}>
                  <div className={classes.shop}>
                    <State word={shop.drifting ? 'drift' : 'in-step'} label={shop.connection} />
                    <span className={classes.share}>{shareOf(shop.parity)}</span>
                    <span className="quiet">
                      {textOf(shop.drifting)} of {textOf(shop.compared)} SKUs differ; compared{' '}
                      <Ago inWords at={shop.comparedAt} />
                    </span>
                    <Progress
                      value={shop.parity * 100}
                      color={shop.drifting ? 'red' : 'green'}
                      size="xs"
                      aria-label={`Parity of ${shop.connection}`}
                    />
                  </div>
                </Panel>
              ))}
            </div>
            <Panel title="Comparisons" note="the newest first" flush>
              {known.runs.length === 0 ? (
                <Blank title="Nothing was compared yet">
                  The first comparison comes by itself, on the cadence of the contract.
                </Blank>
              ) : (
                <Runs of={known.runs} />
              )}
            </Panel>
          </>
        )}
      </Shown>
    </Page>
  );
}

function Runs({ of }: { of: RunShown[] }) {
  return (
    <div className="tableFrame">
      <table className="plain">
        <thead>
          <tr>
            <th>Comparison</th>
            <th>Storefront</th>
            <th>Scope</th>
            <th className="right">Compared</th>
            <th className="right">In step</th>
            <th className="right">In flight</th>
            <th>Found</th>
            <th className="right">Took</th>
            <th className="right">Ended</th>
          </tr>
        </thead>
        <tbody>
          {of.map((run) => (
            <tr key={run.id}>
              <td>
                <Link className="link num" to={`/parity/${run.id}`}>
                  {run.id}
                </Link>
              </td>
              <td>{run.connection}</td>
              <td>{run.scope}</td>
              <td className="right num">{textOf(run.compared)}</td>
              <td className="right num">{textOf(run.inStep)}</td>
              <td className="right num">{textOf(run.inFlight)}</td>
              <td>
                {run.failure ? (
                  <span className={classes.failure}>{run.failure}</span>
                ) : Object.keys(run.discrepancies).length === 0 ? (
                  <span className="faint">nothing</span>
                ) : (
                  Object.entries(run.discrepancies).map(([kind, count]) => (
                    <span key={kind} className={classes.found}>
                      <Tag tone="bad">
                        {count} {say(kind)}
                      </Tag>
                    </span>
                  ))
                )}
                {run.healed && Object.keys(run.discrepancies).length > 0 && (
                  <span className="faint"> corrected where it could be</span>
                )}
              </td>
              <td className="right num">{spanOf(Date.parse(run.endedAt) - Date.parse(run.startedAt))}</td>
              <td className="right">
                <Moment at={run.endedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
