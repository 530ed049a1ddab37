import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconReload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { act } from '../../api/client';
import { type MessageShown, messageQuestion } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { countOf } from '../../parts/figures';
import { Facts, Page, Panel } from '../../parts/Page';
import { Payload } from '../../parts/Payload';
import { Shown } from '../../parts/states';
import { Moment } from '../../parts/time';
import { Tag } from '../../parts/tone';
import { useKeys } from '../../shell/keys';
import { useMay } from '../../shell/session';
import { CorrectMessage } from './CorrectMessage';
import classes from './Message.module.css';

type Change = MessageShown['changes'][number];

/** One message: as it came, what it was read as, and everything that it changed. */
export default function Message() {
  const { message = '' } = useParams();
  const position = Number(message);
  const navigate = useNavigate();
  const asked = useQuery(messageQuestion(message));
  const [isOpen, dialog] = useDisclosure();
  const mayAct = useMay('operate');
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
            <>
              <CorrectMessage message={position} />
              <Button leftSection={<IconReload size={14} />} disabled={!mayAct} onClick={dialog.open}>
                Replay…
              </Button>
            </>
          )}
        </>
      }
    >
      <Shown of={asked} rows={10}>
        {(known) => <Content of={known} />}
      </Shown>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        size="lg"
        title={`Replay message ${message}?`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Replay message={position} close={dialog.close} />
      </Modal>
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
  const effects = of.changes.filter((change) => change.isEffect);
  const events = of.changes.filter((change) => !change.isEffect);
  return (
    <>
      <Panel>
        <Facts
          columns={2}
          of={[
            ['Kind', kinds[of.kind] ?? of.kind],
            ['Taken in', <Moment key="a" at={of.at} />],
            [
              'Connection',
              of.connection ? (
                <Link key="c" className="link" to={`/connections/${encodeURIComponent(of.connection)}`}>
                  {of.connection}
                </Link>
              ) : (
                'hub'
              ),
            ],
            ['Decided', of.decidedAt ? <Moment key="d" at={of.decidedAt} /> : 'nothing was to be decided'],
            [
              'Sender’s id',
              <span key="k" className="mono">
                {of.key || '–'}
              </span>,
            ],
            [
              'Form',
              <span key="f" className="mono">
                {of.form}
              </span>,
            ],
          ]}
        />
      </Panel>
      <div className={classes.flow}>
        <Panel title="1. As it came" note={of.isBase64 ? 'bytes, base 64' : undefined}>
          <Payload text={of.body || '(no body)'} label={`Body of message ${of.message}`} height={560} />
        </Panel>
        <Panel title="2. What it says" note={countOf(events.length, 'event')} flush>
          <Changes of={events} none="Nothing new: what it says was known already, or it waits." />
        </Panel>
        <Panel title="3. What comes of it" note={countOf(effects.length, 'effect')} flush>
          <Changes of={effects} none="Nothing: no figure to write, no document to make, no case." />
        </Panel>
      </div>
    </>
  );
}

function Changes({ of, none }: { of: readonly Pick<Change, 'what' | 'subject' | 'detail'>[]; none: string }) {
  return of.length === 0 ? (
    <p className={classes.none}>{none}</p>
  ) : (
    <ul className={classes.changes}>
      {of.map((change, place) => (
        <li key={place}>
          <Tag tone={change.what === 'case' ? 'warn' : 'idle'}>{change.what}</Tag>
          <span>
            <Subject what={change.what} subject={change.subject} />
            <span className={classes.detail}>{change.detail}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What deciding the message again would change, before it is done. */
function Replay({ message, close }: { message: number; close: () => void }) {
  const preview = useQuery({
    queryKey: ['replay', message],
    queryFn: ({ signal }) =>
      act('/api/journal/replay/preview', {
        signal,
        body: { messages: [message], since: null, connection: null },
      }),
    gcTime: 0,
  });
  const replay = useDoing(() => act('/api/journal/replay', { body: { messages: [message] } }), {
    done: () => `Message ${message} was decided again.`,
    reads: ['journal', 'cases', 'stock', 'orders'],
  });
  return (
    <Shown of={preview} rows={4}>
      {(would) => (
        <>
          <p>
            {would.changes.length === 0
              ? 'Deciding it again would change nothing: what it says is known already.'
              : 'Deciding it again on what is true now would change this. Nothing has been changed yet.'}
          </p>
          {would.changes.length > 0 && (
            <div className={classes.preview}>
              <Changes of={would.changes} none="" />
            </div>
          )}
          <Button
            loading={replay.isPending}
            disabled={would.changes.length === 0}
            onClick={() => replay.mutate(undefined, { onSuccess: close })}
          >
            Replay
          </Button>
        </>
      )}
    </Shown>
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
