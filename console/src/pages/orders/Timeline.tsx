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
              {steps.map((step, place) => {
                const side = !step.system ? 'hub' : step.system === storefront ? 'storefront' : 'office';
                return (
                  <li key={place} className={classes.step}>
                    <Moment at={step.at} />
                    <span className={classes.mark} data-side={side} aria-hidden="true" />
                    <span>
                      <span className={classes.system}>{step.system || 'hub'}</span>{' '}
                      <span>{step.detail}</span>
                    </span>
                    <UnstyledButton
                      className="link"
                      aria-expanded={open === place}
                      onClick={() => setOpen(open === place ? undefined : place)}
                    >
                      message {step.message}
                    </UnstyledButton>
                    {open === place && (
                      <div className={classes.open}>
                        <Message position={step.message} />
                      </div>
                    )}
                  </li>
                );
              })}
            </ol>
          )
        }
      </Shown>
    </Panel>
  );
}

function Message({ position }: { position: number }) {
  const asked = useQuery(messageQuestion(String(position)));
  return (
    <Shown of={asked} rows={3}>
      {(message) => (
        <>
          <Payload text={message.body || '(no body)'} label={`Message ${position}`} height={260} />
          <Link className="link" to={`/journal/${position}`}>
            All that this message changed
          </Link>
        </>
      )}
    </Shown>
  );
}
