import { ActionIcon, Button, Group, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { act, HubError } from '../../api/client';
import { type CaseShown, caseQuestion } from '../../api/questions';
import { textOf } from '../../parts/figures';
import { Facts } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { Moment } from '../../parts/time';
import { State, sayOf, Tag } from '../../parts/tone';
import { useKeys } from '../../shell/keys';
import { useMay } from '../../shell/session';
import classes from './CaseSheet.module.css';
import { Guard } from './Guard';
import { levelsOf } from './lineage';

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
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const doing = useMutation({
    mutationFn: (action: string) =>
      act('/api/exceptions/{id}/{action}', {
        path: { id: of.id, action },
        body: { text: text.trim() || null },
      }),
    onSuccess: (_, action) => {
      setText('');
      notifications.show({ message: `${sayOf(action)}: done.` });
      queries.invalidateQueries({ queryKey: ['cases'] });
      queries.invalidateQueries({ queryKey: ['status'] });
    },
    onError: (fault) =>
      notifications.show({
        color: 'red',
        message: fault instanceof HubError ? fault.message : String(fault),
      }),
  });
  const isOpen = of.state === 'open';
  const mayAct = useMay('operate', 'finance');
  const box = useRef<HTMLTextAreaElement>(null);
  const write = () => box.current?.focus();
  useKeys({ r: () => isOpen && mayAct && doing.mutate('retry'), a: write, c: write, i: write });
  return (
    <>
      <div className={classes.head}>
        <div className={classes.tags}>
          <State word={of.severity} />
          <Tag tone={isOpen ? 'bad' : 'ok'}>{sayOf(of.state)}</Tag>
          <span className="mono faint">{of.code}</span>
        </div>
        <h2 className={classes.title}>{of.title}</h2>
        <p className={classes.detail}>{of.detail}</p>
      </div>
      <div className={classes.next}>
        <h3>Do next</h3>
        <p>{of.nextAction}</p>
        <Link className="link" to={`/runbooks/${of.code}`}>
          Runbook
        </Link>
      </div>
      <p className="quiet">
        {of.meaning} {of.healsItself && 'It closes by itself when the cause is gone.'}
      </p>
      <Facts
        of={[
          ...levelsOf(of.about).map(([level, value]): [string, React.ReactNode] => [
            sayOf(level === 'sku' ? 'SKU' : level),
            level === 'sku' ? (
              <Link className="link mono" to={`/stock/${encodeURIComponent(value)}`}>
                {value}
              </Link>
            ) : level === 'order' ? (
              <Link className="link mono" to={`/orders/${encodeURIComponent(value)}`}>
                {value}
              </Link>
            ) : (
              <span className="mono">{value}</span>
            ),
          ]),
          ['Owner', of.assignee ? `${of.assignee} (${sayOf(of.owner)})` : sayOf(of.owner)],
          ['Met', of.met === 1 ? 'once' : `${textOf(of.met)} times`],
          ['Opened', <Moment key="o" at={of.openedAt} />],
          ['Last met', <Moment key="l" at={of.lastAt} />],
          [
            'First cause',
            <Link key="m" className="link" to={`/journal/${of.firstMessage}`}>
              message {of.firstMessage}
            </Link>,
          ],
        ]}
      />
      {of.code === 'STOCK.BLAST_RADIUS' && isOpen && of.about.location && (
        <Guard location={of.about.location} detail={of.detail} />
      )}
      <Textarea
        ref={box}
        aria-label="What you say with an action"
        placeholder="A comment, a reason, or who deals with it"
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group gap={6}>
        <Button onClick={() => doing.mutate('retry')} disabled={!isOpen || !mayAct} loading={doing.isPending}>
          Retry
        </Button>
        <Button variant="default" onClick={() => doing.mutate('assign')} disabled={!text.trim() || !mayAct}>
          Assign
        </Button>
        <Button variant="default" onClick={() => doing.mutate('comment')} disabled={!text.trim() || !mayAct}>
          Comment
        </Button>
        <Button
          variant="default"
          onClick={() => doing.mutate('ignore')}
          disabled={!isOpen || !text.trim() || !mayAct}
        >
          Ignore
        </Button>
      </Group>
      <History of={of} />
    </>
  );
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
