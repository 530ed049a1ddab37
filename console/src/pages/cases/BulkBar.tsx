import { Button, Modal, Progress, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { act, HubError } from '../../api/client';
import { textOf } from '../../parts/figures';
import { sayOf } from '../../parts/tone';
import { useMay } from '../../shell/session';
import classes from './Cases.module.css';

const actions = [
  {
    does: 'retry',
    needsWords: false,
    explains: 'The truth is read again for each; nothing old is replayed.',
  },
  { does: 'assign', needsWords: true, explains: 'Say who deals with them.' },
  { does: 'comment', needsWords: true, explains: 'The comment is added to each.' },
  {
    does: 'ignore',
    needsWords: true,
    explains: 'Give the reason. They leave the list, and the reason stays with them.',
  },
] as const;

/** What can be done with several cases at once: how many is said before, and how it went after. */
export function BulkBar({
  ids,
  group,
  clear,
}: {
  /** The cases that are selected. */
  ids: string[];
  /** The group that is shown, if nothing in it is selected one by one. */
  group?: { id: string; count: number; title: string };
  clear: () => void;
}) {
  const [asked, setAsked] = useState<(typeof actions)[number]>();
  const [words, setWords] = useState('');
  const [done, setDone] = useState<number>();
  const queries = useQueryClient();
  const mayAct = useMay('operate', 'finance');
  const count = ids.length || group?.count || 0;
  if (count === 0) {
    return null;
  }

  async function run() {
    if (!asked) {
      return;
    }
    const body = { text: words.trim() || null };
    let reached = 0;
    try {
      if (ids.length === 0 && group) {
        setDone(0);
        reached = (
          await act('/api/exceptions/groups/{id}/{action}', {
            path: { id: group.id, action: asked.does },
            body,
          })
        ).count;
      } else {
        for (const id of ids) {
          setDone(reached);
          await act('/api/exceptions/{id}/{action}', { path: { id, action: asked.does }, body });
          reached++;
        }
      }
      notifications.show({ color: 'green', message: `${sayOf(asked.does)}: ${textOf(reached)} cases.` });
    } catch (fault) {
      notifications.show({
        color: 'red',
        title: `${textOf(reached)} of ${textOf(count)} done`,
        message: fault instanceof HubError ? fault.message : String(fault),
      });
    } finally {
      setDone(undefined);
      setAsked(undefined);
      setWords('');
      clear();
      queries.invalidateQueries({ queryKey: ['cases'] });
      queries.invalidateQueries({ queryKey: ['status'] });
    }
  }

  return (
    <div className={classes.bulk} role="toolbar" aria-label="With the selected cases">
      <strong className="num">
        {ids.length ? `${textOf(count)} selected` : `All ${textOf(count)} of the group “${group?.title}”`}
      </strong>
      {actions.map((action) => (
        <Button
          key={action.does}
          variant="default"
          size="compact-sm"
          disabled={!mayAct}
          onClick={() => setAsked(action)}
        >
          {sayOf(action.does)} {textOf(count)}…
        </Button>
      ))}
      {ids.length > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={clear}>
          Clear
        </Button>
      )}
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked && `${sayOf(asked.does)} ${textOf(count)} ${count === 1 ? 'case' : 'cases'}?`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div className={classes.bulkForm}>
          <p>{asked?.explains}</p>
          {asked?.needsWords && (
            <Textarea
              aria-label="Words"
              data-autofocus
              minRows={2}
              autosize
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          )}
          {done !== undefined && <Progress value={(done / count) * 100} animated aria-label="Progress" />}
          <Button onClick={run} loading={done !== undefined} disabled={asked?.needsWords && !words.trim()}>
            {asked && sayOf(asked.does)} {textOf(count)}
          </Button>
        </div>
      </Modal>
    </div>
  );
}
