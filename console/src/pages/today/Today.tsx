import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { groupsQuestion, matrixQuestion, statusQuestion } from '../../api/questions';
import { textOf } from '../../parts/figures';
import { Page, Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Ago } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';
import { ownerOf, type Role, useRole } from '../../shell/role';
import { useSession } from '../../shell/session';
import { levelsOf } from '../cases/lineage';
import { Figures } from './Figures';
import { Lately } from './Lately';
import { Matrix } from './Matrix';
import { Queues } from './Queues';
import classes from './Today.module.css';

/** What each view sees first. */
const orders: Record<Role, ('matrix' | 'queues' | 'cases' | 'lately')[]> = {
  operations: ['matrix', 'cases', 'queues', 'lately'],
  finance: ['cases', 'lately', 'matrix', 'queues'],
  service: ['cases', 'lately', 'matrix', 'queues'],
  engineering: ['queues', 'cases', 'lately', 'matrix'],
};

/** Is everything true? If not: where, since when, and what to click. */
export function Today() {
  const session = useSession();
  const [role] = useRole();
  const status = useQuery(statusQuestion);
  const matrix = useQuery(matrixQuestion);
  const parts: Record<string, ReactNode> = {
    matrix: (
      <Panel
        key="matrix"
        title="Storefront × location"
        note="positions in step; a coloured cell leads to what is wrong"
        flush
      >
        <Shown of={matrix} rows={4}>
          {(known) =>
            known.storefronts.length === 0 ? (
              <Blank title="No storefront follows stock yet">
                Name it under ownership.stock.subscribers in trueup.yaml.
              </Blank>
            ) : (
              <Matrix of={known} />
            )
          }
        </Shown>
      </Panel>
    ),
    queues: (
      <Shown key="queues" of={status}>
        {(now) => <Queues of={now} />}
      </Shown>
    ),
    cases: <CasesByCause key="cases" owner={ownerOf(role)} />,
    lately: <Lately key="lately" />,
  };
  const [first, ...rest] = orders[role];
  return (
    <Page title="Today" lead={session.hub}>
      <Shown of={status} rows={3}>
        {(now) => <Figures of={now} owner={ownerOf(role)} />}
      </Shown>
      {role === 'operations' || role === 'engineering' ? (
        <>
          {first && parts[first]}
          <div className={classes.split}>
            {rest.filter((name) => name === 'cases' || name === 'lately').map((name) => parts[name])}
          </div>
          {rest.filter((name) => name !== 'cases' && name !== 'lately').map((name) => parts[name])}
        </>
      ) : (
        <>
          <div className={classes.split}>
            {parts.cases}
            {parts.lately}
          </div>
          {parts.matrix}
          {parts.queues}
        </>
      )}
    </Page>
  );
}

function CasesByCause({ owner }: { owner: string }) {
  const groups = useQuery(groupsQuestion);
  return (
    <Panel
      title="Cases by cause"
      note={`${sayOf(owner)} first`}
      flush
      actions={
        <Link className="link" to="/cases">
          All cases
        </Link>
      }
    >
      <Shown of={groups} rows={4}>
        {(known) =>
          known.length === 0 ? (
            <Blank good title="Nothing is wrong">
              Every number agrees, every document arrived.
            </Blank>
          ) : (
            <ul className={classes.rows}>
              {[...known]
                .sort((a, b) => Number(b.owner === owner) - Number(a.owner === owner))
                .slice(0, 7)
                .map((group) => (
                  <li key={group.id}>
                    <Link to={`/cases?group=${group.id}`}>
                      <State word={group.severity} label={group.title} />
                      <span className="quiet clip">
                        {levelsOf(group.about)
                          .map(([level, value]) => `${level} ${value}`)
                          .join(' · ')}
                      </span>
                      <span className={classes.aside}>
                        <span className="faint">
                          <Ago at={group.since} />
                        </span>
                        <strong className="num">{textOf(group.count)}</strong>
                      </span>
                    </Link>
                  </li>
                ))}
            </ul>
          )
        }
      </Shown>
    </Panel>
  );
}
