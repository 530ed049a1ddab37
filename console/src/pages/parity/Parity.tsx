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
import { Table } from '../../parts/Table';
import { Ago, Moment, spanOf } from '../../parts/time';
import { State, Tag } from '../../parts/tone';
import { say } from './classes';
import { Gaps } from './Gaps';
import { Kept } from './Kept';
import classes from './Parity.module.css';
import { Trend } from './Trend';

const colours = { ok: 'green', warn: 'yellow', bad: 'red' };

/** A few SKUs of thousands are a matter for today, more than one of two hundred for now. */
const toneOfShare = (share: number) => (share === 1 ? 'ok' : share >= 0.995 ? 'warn' : 'bad');

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
                    <State
                      word={shop.drifting ? 'drift' : 'in-step'}
                      tone={toneOfShare(shop.parity)}
                      label={shop.connection}
                    />
                    <span className={classes.share}>{shareOf(shop.parity)}</span>
                    <span className="quiet">
                      {textOf(shop.drifting)} of {textOf(shop.compared)} SKUs differ; compared{' '}
                      <Ago inWords at={shop.comparedAt} />
                    </span>
                    <Progress
                      value={shop.parity * 100}
                      color={colours[toneOfShare(shop.parity)]}
                      size="xs"
                      aria-label={`Parity of ${shop.connection}`}
                    />
                    <Gaps of={known.gaps.find((one) => one.connection === shop.connection)?.gaps ?? []} />
                  </div>
                </Panel>
              ))}
            </div>
            <Kept of={known.overrides} />
            <Trend of={known.runs} />
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
    <Table
      rows={of}
      idOf={(run) => run.id}
      fields={[
        {
          head: 'Comparison',
          cell: (run) => (
            <Link className="link num" to={`/parity/${run.id}`}>
              {run.id}
            </Link>
          ),
        },
        { head: 'Storefront', cell: (run) => run.connection },
        { head: 'Scope', cell: (run) => run.scope },
        { head: 'Compared', look: 'num', cell: (run) => textOf(run.compared) },
        { head: 'In step', look: 'num', cell: (run) => textOf(run.inStep) },
        { head: 'In flight', look: 'num', cell: (run) => textOf(run.inFlight) },
        { head: 'Found', cell: (run) => <Found of={run} /> },
        {
          head: 'Took',
          look: 'num',
          cell: (run) => spanOf(Date.parse(run.endedAt) - Date.parse(run.startedAt)),
        },
        { head: 'Ended', look: 'right', cell: (run) => <Moment at={run.endedAt} /> },
      ]}
    />
  );
}

function Found({ of }: { of: RunShown }) {
  const found = Object.entries(of.discrepancies);
  return of.failure ? (
    <span className={classes.failure}>{of.failure}</span>
  ) : found.length === 0 ? (
    <span className="faint">nothing</span>
  ) : (
    <>
      {found.map(([kind, count]) => (
        <span key={kind} className={classes.found}>
          <Tag tone="bad">
            {textOf(count)} {say(kind)}
          </Tag>
        </span>
      ))}
      {of.healed && <span className="faint"> corrected where it could be</span>}
      {of.held && <Tag tone="warn">held for approval</Tag>}
    </>
  );
}
