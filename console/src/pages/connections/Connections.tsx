import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type ConnectionShown, statusQuestion } from '../../api/questions';
import { textOf } from '../../parts/figures';
import { Facts, Page, Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { Ago, spanOf } from '../../parts/time';
import { State } from '../../parts/tone';
import classes from './Connections.module.css';

const meanings: Record<string, string> = {
  up: 'Answers.',
  slowed: 'Complained of too many calls; the hub calls less often and finds its way back.',
  denied: 'Does not let the hub in. Renew the token, then retry the case.',
  down: 'Does not answer. Work waits, nothing is lost; the hub probes and resumes by itself.',
};

/** Every system that the hub is connected to: how it fares, what waits for it, how much of its allowance is used. */
export function Connections() {
  const asked = useQuery(statusQuestion);
  return (
    <Page
      title="Connections"
      lead="How every system fares, what waits for it, and how much of its allowance is used."
    >
      <Shown of={asked} rows={8}>
        {(status) => (
          <div className={classes.cards}>
            {status.connections.map((one) => (
              <Card key={one.name} of={one} />
            ))}
          </div>
        )}
      </Shown>
    </Page>
  );
}

function Card({ of }: { of: ConnectionShown }) {
  const share = of.rate.limit > 0 ? Math.min(100, (of.rate.used / of.rate.limit) * 100) : 0;
  const waiting = of.pending.orders + of.pending.stock;
  return (
    <Panel title={of.name} note={of.kind} actions={<State word={of.state} />}>
      <div className={classes.card}>
        <p className="quiet">{meanings[of.state]}</p>
        <div>
          <div className={classes.rate}>
            <span>Calls in the last second</span>
            <span className="num">
              {of.rate.used} of {of.rate.limit}
            </span>
          </div>
          <Progress
            value={share}
            size="sm"
            color={share > 90 ? 'yellow' : 'steel'}
            aria-label={`Allowance used by ${of.name}`}
          />
        </div>
        <Facts
          of={[
            [
              'Orders waiting',
              <span key="o" className="num">
                {textOf(of.pending.orders)}
              </span>,
            ],
            [
              'Levels waiting',
              <span key="s" className="num">
                {textOf(of.pending.stock)}
              </span>,
            ],
            [
              'Unmapped',
              of.pending.other ? (
                <Link key="u" className="link" to={`/cases?query=${encodeURIComponent(of.name)}`}>
                  {textOf(of.pending.other)} messages wait for a mapping
                </Link>
              ) : (
                <span key="u" className="num">
                  0
                </span>
              ),
            ],
            ['Oldest waits', of.oldestPendingMs ? spanOf(of.oldestPendingMs) : '–'],
            [
              'At this rate',
              waiting && of.rate.limit
                ? `done in about ${spanOf((waiting / of.rate.limit) * 1000)}`
                : 'nothing waits',
            ],
            [
              'Last error',
              of.lastError ? (
                <>
                  {of.lastError}{' '}
                  <span className="faint">
                    (<Ago at={of.lastErrorAt} /> ago)
                  </span>
                </>
              ) : (
                'none'
              ),
            ],
          ]}
        />
      </div>
    </Panel>
  );
}
