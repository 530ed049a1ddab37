import { UnstyledButton } from '@mantine/core';
import type { AutopsyShown } from '../../api/questions';
import { textOf } from '../../parts/figures';
import { Moment } from '../../parts/time';
import { sayCause } from './classes';
import classes from './Parity.module.css';

type Cause = AutopsyShown['causes'][number];

/** What made the ends differ, with everything else of the same cause; pressing one shows only those. */
export function Causes({
  of,
  chosen,
  choose,
}: {
  of: AutopsyShown;
  chosen: { cause: string; location: string };
  choose: (next: { cause: string; location: string } | undefined) => void;
}) {
  const isChosen = (one: Cause) => one.cause === chosen.cause && (one.location ?? '') === chosen.location;
  return (
    <>
      {of.causes.map((one) => (
        <UnstyledButton
          key={`${one.cause} ${one.location}`}
          className={classes.cause}
          aria-pressed={isChosen(one)}
          onClick={() =>
            choose(isChosen(one) ? undefined : { cause: one.cause, location: one.location ?? '' })
          }
        >
          <strong className="num">{textOf(one.count)}</strong>
          <span>
            {sayCause(one.cause)}
            {one.location && <span className="quiet"> at {one.location}</span>}
            {one.since && (
              <span className={classes.since}>
                since <Moment at={one.since} />
              </span>
            )}
          </span>
        </UnstyledButton>
      ))}
    </>
  );
}
