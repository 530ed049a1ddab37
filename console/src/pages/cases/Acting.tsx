import { Button, Group, Loader, Modal, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useContext, useState } from 'react';
import { type Answer, act } from '../../api/client';
import { useDoing, wordsOf } from '../../parts/doing';
import { countOf, moneyOf, textOf } from '../../parts/figures';
import { momentOf, wallOf, ZoneContext } from '../../parts/time';
import { useSession } from '../../shell/session';
import { type Action, laterTimes } from './actions';
import classes from './Cases.module.css';

/** Which cases something is done about: these, or all that a group or filters find. */
export interface Target {
  ids?: string[];
  group?: string;
  query?: string;
  code?: string;
  owner?: string;
  state?: string;
}

const nothing = { ids: null, group: null, query: null, code: null, owner: null, state: null };

/** Does something about cases at once, and offers to take it back where that can be. */
export function useActing() {
  const queries = useQueryClient();
  const again = () => {
    queries.invalidateQueries({ queryKey: ['cases'] });
    queries.invalidateQueries({ queryKey: ['status'] });
  };
  const takeBack = async (undo: string, note: string) => {
    notifications.hide(note);
    try {
      const { count } = await act('/api/exceptions/undo', { body: { undo } });
      notifications.show({ color: 'green', message: `Taken back: ${casesOf(count)}.` });
    } catch (fault) {
      notifications.show({ color: 'red', title: 'Not taken back', message: wordsOf(fault) });
    }
    again();
  };
  return useDoing(
    ({
      action,
      target,
      text,
      until,
      expected,
    }: {
      action: Action;
      target: Target;
      text?: string;
      until?: string;
      expected?: number;
    }) =>
      act('/api/exceptions/bulk', {
        body: {
          ...nothing,
          ...target,
          action: action.does,
          text: text || null,
          until: until ?? null,
          expected: expected ?? null,
        },
      }),
    {
      done: ({ count, undo }, { action }) => {
        if (!undo) {
          return `${action.label}: ${casesOf(count)}.`;
        }
        const note = `undo-${undo}`;
        notifications.show({
          id: note,
          color: 'green',
          autoClose: 12_000,
          message: (
            <Group gap={10} justify="space-between">
              <span>
                {action.label}: {casesOf(count)}.
              </span>
              <Button size="compact-xs" variant="default" onClick={() => takeBack(undo, note)}>
                Undo
              </Button>
            </Group>
          ),
        });
        return undefined;
      },
      reads: ['cases'],
    },
  );
}

const casesOf = (count: number) => countOf(count, 'case');

/** Asks for what has to be said with an action, and shows what it would reach before it is done. */
export function ActionDialog({
  action,
  target,
  close,
  done,
}: {
  action: Action | undefined;
  target: Target;
  close: () => void;
  done?: () => void;
}) {
  return (
    <Modal
      opened={action !== undefined}
      onClose={close}
      title={action?.label}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {action && <ActionForm action={action} target={target} close={close} done={done} />}
    </Modal>
  );
}

function ActionForm({
  action,
  target,
  close,
  done,
}: {
  action: Action;
  target: Target;
  close: () => void;
  done?: () => void;
}) {
  const zone = useContext(ZoneContext);
  const { name } = useSession();
  const [text, setText] = useState('');
  const [wall, setWall] = useState(() => laterTimes(zone, new Date())[2]?.wall ?? '');
  const acting = useActing();
  const until = action.does === 'snooze' ? momentOf(zone, wall)?.toISOString() : undefined;
  const preview = useQuery({
    queryKey: ['cases', 'preview', action.does, target],
    queryFn: ({ signal }) =>
      act('/api/exceptions/bulk/preview', {
        signal,
        body: { ...nothing, ...target, action: action.does, text: null, until: null, expected: null },
      }),
    gcTime: 0,
  });
  const count = preview.data?.count;
  const isReady =
    !!count && (action.does === 'snooze' ? !!until : action.does === 'tag' || !action.asks || !!text.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) {
      acting.mutate(
        { action, target, text: text.trim(), until, expected: count },
        {
          onSuccess: () => {
            close();
            done?.();
          },
        },
      );
    }
  };
  return (
    <form className={classes.bulkForm} onSubmit={submit}>
      <p>{action.explains}</p>
      <Reach of={preview.data} fault={preview.error} />
      {action.does === 'assign' && (
        <Group gap={6} align="end">
          <TextInput
            label={action.asks}
            flex={1}
            data-autofocus
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button variant="default" onClick={() => setText(name ?? '')}>
            To me
          </Button>
        </Group>
      )}
      {action.does === 'snooze' && (
        <>
          <Group gap={6}>
            {laterTimes(zone, new Date()).map((time) => (
              <Button key={time.label} variant="default" size="compact-sm" onClick={() => setWall(time.wall)}>
                {time.label}
              </Button>
            ))}
          </Group>
          <TextInput
            type="datetime-local"
            label={`Until (${zone})`}
            min={wallOf(zone, new Date())}
            value={wall}
            onChange={(event) => setWall(event.currentTarget.value)}
          />
        </>
      )}
      {action.asks && action.does !== 'assign' && (
        <Textarea
          label={action.asks}
          data-autofocus
          minRows={2}
          autosize
          maxLength={1_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <Button type="submit" disabled={!isReady} loading={acting.isPending}>
        {action.label} {count ? casesOf(count) : ''}
      </Button>
    </form>
  );
}

/** How many cases an action would reach, which, and what is at stake in them. */
function Reach({
  of,
  fault,
}: {
  of: Answer<'/api/exceptions/bulk/preview', 'post'> | undefined;
  fault: unknown;
}) {
  if (!of) {
    return fault ? (
      <p role="alert">{wordsOf(fault)}</p>
    ) : (
      <p role="status">
        <Loader size="xs" aria-hidden="true" /> Counting…
      </p>
    );
  }
  return (
    <div className={classes.reach} data-testid="reach">
      <strong>{of.count ? casesOf(of.count) : 'No case that you may do this to'}</strong>
      {of.orders > 0 && (
        <span>
          {' '}
          with {countOf(of.orders, 'order')} worth{' '}
          {of.revenue.map((money) => moneyOf(money.amount, money.currency)).join(' and ')}
        </span>
      )}
      {of.skipped > 0 && (
        <span className="quiet">; {textOf(of.skipped)} others are left out: not open, or not yours</span>
      )}
      {of.count > 1 && (
        <ul>
          {of.examples.map((known) => (
            <li key={known.id}>{known.detail}</li>
          ))}
          {of.count > of.examples.length && <li>and {textOf(of.count - of.examples.length)} more</li>}
        </ul>
      )}
    </div>
  );
}
