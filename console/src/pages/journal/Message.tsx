import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconReload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { act } from '../../api/client';
import { type MessageShown, messageQuestion } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { Facts, Page, Panel } from '../../parts/Page';
import { Payload } from '../../parts/Payload';
import { Shown } from '../../parts/states';
import { Moment } from '../../parts/time';
import { Tag } from '../../parts/tone';
import { useKeys } from '../../shell/keys';
import classes from './Message.module.css';

/** One message: as it came, what it was read as, and everything that it changed. */
export default function Message() {
  const { message = '' } = useParams();
  const position = Number(message);
  const navigate = useNavigate();
  const asked = useQuery(messageQuestion(message));
  const replay = useDoing(() => act('/api/journal/replay', { body: { messages: [position] } }), {
    done: () => `Message ${message} was decided again.`,
    reads: ['journal', 'cases', 'stock'],
  });
  const step = (by: number) => navigate(`/journal/${position + by}`);
  useKeys({ j: () => step(1), k: () => position > 1 && step(-1) });
  return (
    <Page
      title={
        <>
          Message <span className="num">{message}</span>
        </>
      }
      name={`Message ${message}`}
      crumbs={[{ to: '/journal', label: 'Journal' }]}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconChevronLeft size={14} />}
            disabled={position <= 1}
            onClick={() => step(-1)}
          >
            Before
          </Button>
          <Button variant="default" rightSection={<IconChevronRight size={14} />} onClick={() => step(1)}>
            After
          </Button>
          {asked.data?.kind === 'seen' && (
            <Button
              leftSection={<IconReload size={14} />}
              loading={replay.isPending}
              onClick={() => replay.mutate()}
            >
              Replay
            </Button>
          )}
        </>
      }
    >
      <Shown of={asked} rows={10}>
        {(known) => <Content of={known} />}
      </Shown>
    </Page>
  );
}

const kinds: Record<string, string> = {
  seen: 'Came from outside',
  asked: 'Asked by a person',
  ticked: 'The clock',
  decided: 'A decision',
  settled: 'What came of a call',
};

function Content({ of }: { of: MessageShown }) {
  return (
    <div className={classes.split}>
      <Panel title="As it came" note={of.isBase64 ? 'bytes, base 64' : of.form}>
        <Payload text={of.body || '(no body)'} label={`Body of message ${of.message}`} height={620} />
      </Panel>
      <div className={classes.column}>
        <Panel title="What it is">
          <Facts
            of={[
              ['Kind', kinds[of.kind] ?? of.kind],
              ['Connection', of.connection || '–'],
              [
                'Sender’s id',
                <span key="k" className="mono">
                  {of.key || '–'}
                </span>,
              ],
              ['Taken in', <Moment key="a" at={of.at} />],
              ['Decided', of.decidedAt ? <Moment key="d" at={of.decidedAt} /> : 'nothing was to be decided'],
            ]}
          />
        </Panel>
        <Panel title="What it changed" note={`${of.changes.length} changes`} flush>
          {of.changes.length === 0 ? (
            <p className={classes.none}>Nothing: what it says was known already, or it waits.</p>
          ) : (
            <ul className={classes.changes}>
              {of.changes.map((change, place) => (
                <li key={place}>
                  <Tag tone={change.what === 'case' ? 'warn' : 'idle'}>{change.what}</Tag>
                  <span>
                    <Subject what={change.what} subject={change.subject} />
                    <span className={classes.detail}>{change.detail}</span>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
    </div>
  );
}

function Subject({ what, subject }: { what: string; subject: string }) {
  const to =
    what === 'stock'
      ? `/stock/${encodeURIComponent(subject)}`
      : what === 'order'
        ? `/orders/${encodeURIComponent(subject)}`
        : what === 'case'
          ? `/cases?state=all&query=${encodeURIComponent(subject)}`
          : undefined;
  return to ? (
    <Link className="link mono" to={to}>
      {subject}
    </Link>
  ) : (
    <span className="mono">{subject}</span>
  );
}
