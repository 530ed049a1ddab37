import { UnstyledButton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { GroupShown } from '../../api/questions';
import { moneyOf, textOf } from '../../parts/figures';
import { inlineOf } from '../../parts/Prose';
import { Shown } from '../../parts/states';
import { Ago } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';
import { useSession } from '../../shell/session';
import classes from './Cases.module.css';

/** Open cases by cause, the worst first. */
export function Groups({
  of,
  chosen,
  choose,
}: {
  of: UseQueryResult<GroupShown[]>;
  chosen: string;
  choose: (id: string | null) => void;
}) {
  const { currency } = useSession();
  return (
    <section className={classes.groups} aria-label="Groups by cause">
      <div className={classes.groupsHead}>
        <h2>By cause</h2>
        {chosen && (
          <UnstyledButton className="link" onClick={() => choose(null)}>
            Show all
          </UnstyledButton>
        )}
      </div>
      <Shown of={of} rows={5}>
        {(groups) =>
          groups.length === 0 ? (
            <p className={classes.noGroups}>No open cases.</p>
          ) : (
            <ul>
              {groups.map((group) => (
                <li key={group.id}>
                  <UnstyledButton
                    className={classes.group}
                    aria-pressed={group.id === chosen}
                    onClick={() => choose(group.id === chosen ? null : group.id)}
                  >
                    <span className={classes.groupTop}>
                      <State word={group.severity} label={group.title} />
                      <strong className="num">{textOf(group.count)}</strong>
                    </span>
                    <span className={classes.groupAbout}>{inlineOf(group.why)}</span>
                    <span className={classes.groupFoot}>
                      <span>{sayOf(group.owner)}</span>
                      {group.weight > 0 && (
                        <span
                          className="num"
                          title="What the orders that it touches were charged; currencies at par"
                        >
                          {moneyOf(group.weight / 100, currency)}
                        </span>
                      )}
                      <span>
                        since <Ago at={group.since} />
                      </span>
                    </span>
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
