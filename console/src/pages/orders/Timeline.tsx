import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { messageQuestion, timelineQuestion } from '../../api/questions';
import { Panel } from '../../parts/Page';
import { Payload } from '../../parts/Payload';
import { Blank, Shown } from '../../parts/states';
import { Moment } from '../../parts/time';
import classes from './Order.module.css';
import { type Moved, movesOf } from './steps';

/** Every step in every system, oldest first, each with the message that made it. */
export function Timeline({ id }: { id: string }) {
  const asked = useQuery(timelineQuestion(id));
  const [open, setOpen] = useState<number>();
  const storefront = id.split(':')[0];
  return (
    <Panel title="Timeline" note="oldest first" flush>
      <Shown of={asked} rows={6}>
        {(steps) =>
          steps.length === 0 ? (
            <Blank title="No step yet">The order was captured, and nothing has happened to it since.</Blank>
          ) : (
            <ol className={classes.timeline}>
              {movesOf(steps).map((move, place) => (
                <li key={place} className={classes.step}>
                  <Moment at={move.at} />
                  <span
                    className={classes.mark}
                    data-side={!move.system ? 'hub' : move.system === storefront ? 'storefront' : 'office'}
                    aria-hidden="true"
                  />
                  <div>
                    <span className={classes.system}>{move.system || 'hub'}</span>
                    {move.said.map((detail, at) => (
                      <div key={at}>{detail}</div>
                    ))}
                    {move.said.length === 0 && (
                      <div className="quiet">Known already; noted, so that it counts once.</div>
                    )}
                  </div>
                  <UnstyledButton
                    className="link"
                    aria-expanded={open === place}
                    onClick={() => setOpen(open === place ? undefined : place)}
                  >
                    message {move.message}
                  </UnstyledButton>
                  {open === place && (
                    <div className={classes.open}>
                      <Message of={move} />
                    </div>
                  )}
                </li>
              ))}
            </ol>
          )
        }
      </Shown>
    </Panel>
  );
}

function Message({ of }: { of: Moved }) {
  const asked = useQuery(messageQuestion(String(of.message)));
  return (
    <Shown of={asked} rows={3}>
      {(message) => (
        <>
          <Payload text={message.body || '(no body)'} label={`Message ${of.message}`} height={260} />
          {of.noted.map((note) => (
            <div key={note} className={classes.name}>
              {note}
            </div>
          ))}
          <Link className="link" to={`/journal/${of.message}`}>
            All that this message changed
          </Link>
        </>
      )}
    </Shown>
  );
}
