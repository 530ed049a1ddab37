import { ActionIcon, Button, Group } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { type CaseShown, caseQuestion, groupsQuestion } from '../../api/questions';
import { countOf, Stake, textOf } from '../../parts/figures';
import { Facts } from '../../parts/Page';
import { inlineOf } from '../../parts/Prose';
import { Shown } from '../../parts/states';
import { Moment, Until } from '../../parts/time';
import { State, sayOf, Tag } from '../../parts/tone';
import { useKeys } from '../../shell/keys';
import { useMay } from '../../shell/session';
import { ActionDialog, useActing } from './Acting';
import { type Action, actionsFor } from './actions';
import classes from './CaseSheet.module.css';
import { levelsOf, linkOf } from './lineage';
import { Mending } from './Mending';

/** One case beside the list: what it means, what to do, and doing it. */
export function CaseSheet({ id, close }: { id: string; close: () => void }) {
  const asked = useQuery(caseQuestion(id));
  return (
    <section className={classes.sheet} aria-label="Case">
      <ActionIcon className={classes.close} aria-label="Close the case" onClick={close}>
        <IconX size={16} />
      </ActionIcon>
      <Shown of={asked}>{(known) => <Content of={known} />}</Shown>
    </section>
  );
}

function Content({ of }: { of: CaseShown }) {
  return (
    <>
      <div className={classes.head}>
        <div className={classes.tags}>
          <State word={of.severity} />
          <Tag tone={of.state === 'open' ? 'bad' : 'ok'}>{sayOf(of.standing)}</Tag>
          <span className="mono faint">{of.code}</span>
        </div>
        <h2 className={classes.title}>{of.title}</h2>
        <p className={classes.detail}>{of.detail}</p>
        {of.tags.length > 0 && (
          <div className={classes.labels}>
            {of.tags.map((tag) => (
              <Link
                key={tag}
                to={`/cases?tag=${encodeURIComponent(tag)}&state=all`}
                aria-label={`Tag ${tag}`}
              >
                <Tag tone="info">{tag}</Tag>
              </Link>
            ))}
          </div>
        )}
      </div>
      <div className={classes.next}>
        <h3>Do next</h3>
        <p>{of.nextAction}</p>
        <Link className="link" to={`/runbooks/${of.code}`}>
          Runbook
        </Link>
      </div>
      {of.state === 'open' && <Mending of={of} />}
      <Actions of={of} />
      <p className="quiet">
        {of.meaning} {of.healsItself && 'It closes by itself when the cause is gone.'}
      </p>
      <Facts of={factsOf(of)} />
      <Siblings of={of} />
      <History of={of} />
    </>
  );
}

function factsOf(of: CaseShown): [string, ReactNode][] {
  const isOpen = of.state === 'open';
  return [
    ...levelsOf(of.about).map(([level, value]): [string, ReactNode] => {
      const to = linkOf(level, value);
      return [
        level === 'sku' ? 'SKU' : sayOf(level),
        to ? (
          <Link key={level} className="link mono" to={to}>
            {value}
          </Link>
        ) : (
          <span key={level} className="mono">
            {value}
          </span>
        ),
      ];
    }),
    ['Flow', sayOf(of.flow)],
    ['Whose', of.assignee ? `${of.assignee} (${sayOf(of.owner)})` : sayOf(of.owner)],
    ...(isOpen
      ? [
          [
            'At stake',
            of.orders ? (
              <span key="s">
                <Stake of={of.revenue} /> in {countOf(of.orders, 'order')}
              </span>
            ) : (
              'no open order'
            ),
          ] as [string, ReactNode],
          ['Costs in', <Until key="u" at={of.impactAt} />] as [string, ReactNode],
        ]
      : []),
    ...(of.snoozedUntil
      ? [['Put off until', <Moment key="z" at={of.snoozedUntil} />] as [string, ReactNode]]
      : []),
    ...(of.waiting ? [['Waits for', of.waiting] as [string, ReactNode]] : []),
    ['Met', of.met === 1 ? 'once' : `${textOf(of.met)} times`],
    ['Opened', <Moment key="o" at={of.openedAt} />],
    ['Last met', <Moment key="l" at={of.lastAt} />],
    [
      'First cause',
      <Link key="m" className="link" to={`/journal/${of.firstMessage}`}>
        message {of.firstMessage}
      </Link>,
    ],
  ];
}

/** What can be done, by button and by key. */
function Actions({ of }: { of: CaseShown }) {
  const [asked, setAsked] = useState<Action>();
  const acting = useActing();
  const mayAct = useMay(of.owner === 'finance' ? 'finance' : 'operate');
  const target = { ids: [of.id] };
  const isPossible = (action: Action) =>
    mayAct &&
    (of.state === 'open' || action.does === 'comment' || action.does === 'tag' || of.state === 'ignored');
  const act = (action: Action) =>
    action.does === 'retry' ? acting.mutate({ action, target }) : setAsked(action);
  const shown = actionsFor(of);
  useKeys(
    Object.fromEntries(
      shown.map((action) => [action.key, isPossible(action) ? () => act(action) : undefined]),
    ),
  );
  return (
    <>
      <Group gap={6}>
        {shown.map((action) => (
          <Button
            key={action.does}
            variant={action.does === 'retry' ? 'filled' : 'default'}
            size="compact-sm"
            disabled={!isPossible(action)}
            loading={action.does === 'retry' && acting.isPending}
            title={mayAct ? `${action.explains} (key ${action.key})` : 'Not for your role'}
            onClick={() => act(action)}
          >
            {action.label}
          </Button>
        ))}
      </Group>
      {!mayAct && (
        <p className="quiet">
          Only {of.owner === 'finance' ? 'finance and administrators' : 'operators and administrators'} may do
          something about it.
        </p>
      )}
      <ActionDialog action={asked} target={target} close={() => setAsked(undefined)} />
    </>
  );
}

/** Everything else with the same cause. */
function Siblings({ of }: { of: CaseShown }) {
  const { data: groups } = useQuery(groupsQuestion);
  const group = groups?.find(
    (known) =>
      known.code === of.code && levelsOf(known.about).every(([level, value]) => of.about[level] === value),
  );
  return of.state === 'open' && group && group.count > 1 ? (
    <p>
      <Link className="link" to={`/cases?group=${group.id}`}>
        {textOf(group.count - 1)} more of the same cause
      </Link>
      <span className="quiet">: {inlineOf(group.why)}</span>
    </p>
  ) : null;
}

function History({ of }: { of: CaseShown }) {
  return (
    <div>
      <h3 className={classes.sub}>History</h3>
      <ol className={classes.history}>
        {[...of.notes].reverse().map((note, place) => (
          <li key={place}>
            <Moment at={note.at} /> <strong>{note.by}</strong> <span>{note.text}</span>
          </li>
        ))}
        <li>
          <Moment at={of.openedAt} /> <span className="quiet">opened by</span>{' '}
          <Link className="link" to={`/journal/${of.firstMessage}`}>
            message {of.firstMessage}
          </Link>
        </li>
      </ol>
    </div>
  );
}
