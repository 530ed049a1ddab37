import { Tooltip } from '@mantine/core';
import { State } from '../parts/tone';
import { useLiveness } from './liveness';

/** Whether what is on screen is live. */
export function Pulse() {
  const { isUp } = useLiveness();
  return (
    <Tooltip
      label={isUp ? 'What you see changes as it happens.' : 'The hub does not answer; what you see is old.'}
    >
      <span>
        <State word={isUp ? 'live' : 'stale'} tone={isUp ? 'ok' : 'bad'} label={isUp ? 'Live' : 'Not live'} />
      </span>
    </Tooltip>
  );
}
