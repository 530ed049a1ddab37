import { Button, Group, Progress } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { act } from '../../api/client';
import {
  type ConnectionDetail,
  connectionsQuestion,
  type QueueShown,
  queuesQuestion,
} from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { countOf, textOf } from '../../parts/figures';
import { Facts, Page, Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Ago, spanOf } from '../../parts/time';
import { State, sayOf, Tag } from '../../parts/tone';
import { connectionMeanings } from '../../parts/words';
import { useMay } from '../../shell/session';
import { Around } from './Around';
import classes from './Connections.module.css';
import { flowsOf, Sent } from './Sent';

/** Every system that the hub is connected to, or one of them: how it fares, what waits for it, its allowance. */
export default function Connections() {
  const { name } = useParams();
  const asked = useQuery(connectionsQuestion);
  const { data: queues } = useQuery(queuesQuestion);
  return (
    <Page
      title={name ?? 'Connections'}
      crumbs={name ? [{ to: '/connections', label: 'Connections' }] : undefined}
      lead={
        name
          ? 'How it fares, what waits for it, what came of what was sent, and what is wrong with it.'
          : 'How every system fares, what waits for it, and how much of its allowance is used.'
      }
    >
      <Shown of={asked} rows={8}>
        {(all) => {
          const shown = name ? all.filter((one) => one.connection.name === name) : all;
          return shown.length === 0 ? (
            <Blank title={name ? 'Not here any more' : 'Nothing is connected yet'}>
              {name
                ? `The configuration has no connection of the name ${name}.`
                : 'Name systems under connections in trueup.yaml.'}
            </Blank>
          ) : (
            <>
              <Sent of={flowsOf(shown, queues ?? [])} />
              <div className={classes.cards}>
                {shown.map((one) => (
                  <Card
                    key={one.connection.name}
                    of={one}
                    queues={queues?.filter((queue) => queue.connection === one.connection.name) ?? []}
                  />
                ))}
                {name && <Around connection={name} />}
              </div>
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

function Card({ of, queues }: { of: ConnectionDetail; queues: QueueShown[] }) {
  const { connection } = of;
  const share =
    connection.rate.limit > 0 ? Math.min(100, (connection.rate.used / connection.rate.limit) * 100) : 0;
  return (
    <Panel
      title={
        <Link className="link" to={`/connections/${encodeURIComponent(connection.name)}`}>
          {connection.name}
        </Link>
      }
      note={`${connection.kind} · ${of.roles.map(sayOf).join(', ')}`}
      actions={<State word={connection.state} />}
    >
      <div className={classes.card}>
        <p className="quiet">
          {connectionMeanings[connection.state]}
          {of.pausedBy && ` Paused by ${of.pausedBy}.`}
        </p>
        <div>
          <div className={classes.rate}>
            <span>Calls in the last second</span>
            <span className="num">
              {connection.rate.used} of {textOf(Math.round(connection.rate.limit * 10) / 10)}
            </span>
          </div>
          <Progress
            value={share}
            size="sm"
            color={share > 90 ? 'yellow' : 'steel'}
            aria-label={`Allowance used by ${connection.name}`}
          />
        </div>
        <Waiting of={queues} />
        <Facts
          of={[
            [
              'Circuit',
              connection.state === 'down' || connection.state === 'denied'
                ? 'open: calls are held back, and tried from time to time'
                : 'closed: calls go through',
            ],
            [
              'Since the start',
              `${countOf(of.troubles, 'call')} came to nothing, ${countOf(of.complaints, 'complaint')} of too many`,
            ],
            [
              'Last error',
              connection.lastError ? (
                <>
                  {connection.lastError}{' '}
                  <span className="faint">
                    (<Ago inWords at={connection.lastErrorAt} />)
                  </span>
                </>
              ) : (
                'none'
              ),
            ],
            [
              'Read regularly',
              of.polls.length === 0 ? (
                <span className="faint">nothing: it sends by itself</span>
              ) : (
                <span key="p">
                  {of.polls.map((poll) => (
                    <span key={poll.name} className={classes.poll}>
                      {poll.name}{' '}
                      {poll.failure ? (
                        <Tag tone="bad">{poll.failure}</Tag>
                      ) : (
                        <span className="faint">
                          <Ago at={poll.lastRound} />
                        </span>
                      )}
                    </span>
                  ))}
                </span>
              ),
            ],
            [
              'More',
              <span key="m" className={classes.more}>
                <Link className="link" to={`/cases?connection=${encodeURIComponent(connection.name)}`}>
                  its cases
                </Link>
                <Link className="link" to={`/journal?connection=${encodeURIComponent(connection.name)}`}>
                  its messages
                </Link>
                <Link className="link" to={`/audit?subject=${encodeURIComponent(connection.name)}`}>
                  who changed it
                </Link>
              </span>,
            ],
          ]}
        />
        <Actions of={of} />
      </div>
    </Panel>
  );
}

const kinds: Record<string, string> = {
  stock: 'Levels',
  orders: 'Documents',
  mapping: 'Waiting for a mapping',
};

function Waiting({ of }: { of: QueueShown[] }) {
  return of.length === 0 ? null : (
    <table className={classes.queues}>
      <thead>
        <tr>
          <th scope="col">Waits</th>
          <th scope="col" className="right">
            Depth
          </th>
          <th scope="col" className="right">
            Oldest
          </th>
          <th scope="col" className="right">
            Drained in
          </th>
        </tr>
      </thead>
      <tbody>
        {of.map((queue) => (
          <tr key={queue.kind}>
            <th scope="row">{kinds[queue.kind] ?? queue.kind}</th>
            <td className="right num">{textOf(queue.depth)}</td>
            <td className="right num">{queue.depth && queue.oldestMs ? spanOf(queue.oldestMs) : '–'}</td>
            <td className="right num">
              {queue.depth === 0
                ? '–'
                : typeof queue.drainMs === 'number'
                  ? spanOf(queue.drainMs)
                  : 'not by itself'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Actions({ of }: { of: ConnectionDetail }) {
  const { name, state } = of.connection;
  const mayAct = useMay('operate');
  const isPaused = state === 'paused';
  const change = useDoing(
    () =>
      act(isPaused ? '/api/connections/{name}/resume' : '/api/connections/{name}/pause', { path: { name } }),
    { done: () => (isPaused ? `${name} goes on.` : `${name} is paused; what comes for it waits.`) },
  );
  const test = useDoing(() => act('/api/connections/{name}/test', { path: { name } }));
  return (
    <>
      <Group gap={6}>
        <Button
          variant="default"
          leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
          disabled={!mayAct}
          loading={change.isPending}
          onClick={() => change.mutate()}
        >
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={14} />}
          disabled={!mayAct}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          Test call
        </Button>
      </Group>
      {test.data && (
        <p role="status" className={classes.outcome}>
          <State word={test.data.answered ? 'up' : 'down'} label={test.data.answered ? 'Answers' : 'Look'} />{' '}
          {test.data.detail}
        </p>
      )}
    </>
  );
}
