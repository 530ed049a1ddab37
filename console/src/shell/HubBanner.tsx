import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useContext, useEffect, useRef } from 'react';
import { timeIn, ZoneContext } from '../parts/time';
import classes from './HubBanner.module.css';
import { useLiveness } from './liveness';

const everyMs = 2_000;

/** Says that the hub stopped while the console is open, goes on knocking, and catches up when it is back. */
export function HubBanner() {
  const { isUp, lastAt } = useLiveness();
  const zone = useContext(ZoneContext);
  const queries = useQueryClient();
  const wasDown = useRef(false);
  useEffect(() => {
    if (isUp) {
      if (wasDown.current) {
        wasDown.current = false;
        queries.invalidateQueries();
      }
      return;
    }
    wasDown.current = true;
    const timer = setInterval(() => queries.refetchQueries({ queryKey: ['status'] }), everyMs);
    return () => clearInterval(timer);
  }, [isUp, queries]);
  return isUp ? null : (
    <div className={classes.banner} role="alert">
      <IconPlugConnectedX size={17} aria-hidden="true" />
      <span>
        <strong>The hub does not answer.</strong> What you see is from{' '}
        {timeIn(zone, new Date(lastAt), new Date())}. Nothing that was accepted is lost; the console goes on
        by itself when the hub is back.
      </span>
    </div>
  );
}
