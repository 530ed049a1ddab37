import { Button } from '@mantine/core';
import { useState } from 'react';
import { textOf } from '../../parts/figures';
import { useMay } from '../../shell/session';
import { ActionDialog, type Target } from './Acting';
import { type Action, actions } from './actions';
import classes from './Cases.module.css';

/** What can be done with several cases at once: how many is said before, and it can be taken back after. */
export function BulkBar({
  target,
  label,
  clear,
}: {
  target: Target;
  /** Which cases these are, in words. */
  label: string;
  /** Takes the selection away; none where nothing is selected one by one. */
  clear?: () => void;
}) {
  const [asked, setAsked] = useState<Action>();
  const mayAct = useMay('operate', 'finance');
  return (
    <div className={classes.bulk} role="toolbar" aria-label="With the selected cases">
      <strong className="num">{label}</strong>
      {actions.map((action) => (
        <Button
          key={action.does}
          variant="default"
          size="compact-sm"
          disabled={!mayAct}
          onClick={() => setAsked(action)}
        >
          {action.label}…
        </Button>
      ))}
      {clear && (
        <Button variant="subtle" size="compact-sm" onClick={clear}>
          Clear
        </Button>
      )}
      <ActionDialog action={asked} target={target} close={() => setAsked(undefined)} done={clear} />
    </div>
  );
}

/** The words for a selection. */
export const selectedOf = (count: number) => `${textOf(count)} selected`;
