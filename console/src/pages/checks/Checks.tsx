import { Button, Modal, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { act } from '../../api/client';
import { checksQuestion, type RoutineShown } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { Page, Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { Moment } from '../../parts/time';
import { State, Tag } from '../../parts/tone';
import { useMay } from '../../shell/session';
import classes from './Checks.module.css';

type Check = RoutineShown['checks'][number];
type SignOff = RoutineShown['signOffs'][number];

const titles: Record<string, [title: string, note: string]> = {
  daily: ['Every day', 'before trade begins'],
  weekly: ['Every week', 'with finance and the agency'],
};

/** What is looked at every day and every week, what the hub finds, and who signed it off. */
export default function Checks() {
  const asked = useQuery(checksQuestion);
  return (
    <Page
      title="Checks"
      lead="The routines of the day and of the week. The hub looks for itself; what it found when somebody signed is kept as evidence."
    >
      <Shown of={asked} rows={12}>
        {(routines) => (
          <>
            {routines.map((routine) => (
              <Routine key={routine.routine} of={routine} />
            ))}
          </>
        )}
      </Shown>
    </Page>
  );
}

const goodOf = (checks: readonly Check[]) => checks.filter((check) => check.holds).length;

function Routine({ of }: { of: RoutineShown }) {
  const [title, note] = titles[of.routine] ?? [of.routine, ''];
  const signed = of.signOffs.find((one) => one.period === of.period);
  return (
    <Panel
      title={title}
      note={`${of.period} · ${note}`}
      actions={
        <>
          <span className="quiet num">
            {goodOf(of.checks)} of {of.checks.length} hold
          </span>
          {signed ? (
            <Tag tone="ok">
              signed off by {signed.by} at <Moment at={signed.at} />
            </Tag>
          ) : (
            <Tag tone="warn">not signed off yet</Tag>
          )}
          <Sign of={of} />
        </>
      }
      flush
    >
      <Found of={of.checks} />
      {of.signOffs.length > 0 && (
        <div className={classes.evidence}>
          <h3>Signed off before</h3>
          <ul>
            {of.signOffs.map((one) => (
              <li key={one.message}>
                <Evidence of={one} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function Found({ of }: { of: readonly Check[] }) {
  return (
    <ul className={classes.checks}>
      {of.map((check) => (
        <li key={check.title}>
          <State
            word={check.holds ? 'holds' : 'look'}
            tone={check.holds ? 'ok' : 'warn'}
            label={check.holds ? 'Holds' : 'Look'}
          />
          <div>
            <strong>{check.title}</strong>
            <div className="quiet">{check.evidence}</div>
          </div>
          <Link className="link" to={check.link} aria-label={`Evidence: ${check.title}`}>
            Evidence
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Evidence({ of }: { of: SignOff }) {
  return (
    <details className={classes.signOff}>
      <summary>
        <strong>{of.period}</strong> by {of.by}, <Moment at={of.at} />: {goodOf(of.checks)} of{' '}
        {of.checks.length} held{of.note && <span className="quiet"> · “{of.note}”</span>}
      </summary>
      <Found of={of.checks} />
      <p>
        <Link className="link" to={`/journal/${of.message}`}>
          message {of.message} of the journal
        </Link>
      </p>
    </details>
  );
}

function Sign({ of }: { of: RoutineShown }) {
  const [isOpen, dialog] = useDisclosure();
  const [note, setNote] = useState('');
  const mayAct = useMay('operate', 'finance');
  const open = of.checks.filter((check) => !check.holds);
  const sign = useDoing(
    () =>
      act('/api/checks/{routine}/sign', {
        path: { routine: of.routine },
        body: { note: note.trim() || null },
      }),
    { done: () => `${of.period} is signed off.`, reads: ['checks', 'audit'] },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sign.mutate(undefined, { onSuccess: dialog.close });
  };
  return (
    <>
      <Button variant="default" size="compact-sm" disabled={!mayAct} onClick={dialog.open}>
        Sign off…
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={`Sign off ${of.period}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <form className={classes.form} onSubmit={submit}>
          <p>
            {open.length === 0
              ? 'Everything holds.'
              : `${open.length} of ${of.checks.length} do not hold: ${open.map((check) => check.title).join('; ')}.`}{' '}
            What the hub finds at this moment is kept with your name.
          </p>
          <Textarea
            label={open.length ? 'What is done about it' : 'Note'}
            data-autofocus
            autosize
            minRows={2}
            maxLength={1_000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            required={open.length > 0}
          />
          <Button type="submit" loading={sign.isPending}>
            Sign off
          </Button>
        </form>
      </Modal>
    </>
  );
}
