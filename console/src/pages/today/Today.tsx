import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { groupsQuestion, matrixQuestion, statusQuestion } from '../../api/questions';
import { moneyOf, textOf } from '../../parts/figures';
import { Page, Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Ago } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';
import { ownerOf, type Role, useRole } from '../../shell/role';
import { useSession } from '../../shell/session';
import { aboutOf } from '../cases/lineage';
import { Alerts } from './Alerts';
import { Figures } from './Figures';
import { Lately } from './Lately';
import { Matrix } from './Matrix';
import { Owners } from './Owners';
import { Queues } from './Queues';
import { Range } from './Range';
import { Stages } from './Stages';
import classes from './Today.module.css';

type Part = 'range' | 'matrix' | 'queues' | 'cases' | 'lately' | 'owners' | 'stages';

/** What each view sees, row by row. */
const orders: Record<Role, Part[][]> = {
  operations: [['matrix'], ['cases', 'lately'], ['queues'], ['owners', 'stages']],
  merchandising: [['range', 'cases'], ['matrix'], ['lately', 'owners'], ['stages'], ['queues']],
  finance: [['owners', 'stages'], ['cases', 'lately'], ['matrix'], ['queues']],
  service: [['stages', 'lately'], ['cases', 'owners'], ['matrix'], ['queues']],
  engineering: [['queues'], ['cases', 'lately'], ['matrix'], ['owners', 'stages']],
};

/** Is everything true? If not: where, since when, and what to click. */
export function Today() {
  const session = useSession();
  const [role] = useRole();
  const status = useQuery(statusQuestion);
  const matrix = useQuery(matrixQuestion);
  const parts: Record<Part, ReactNode> = {
    range: <Range key="range" />,
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
    owners: <Owners key="owners" first={ownerOf(role)} />,
    stages: (
      <Shown key="stages" of={status}>
        {(now) => <Stages of={now.orders} />}
      </Shown>
    ),
  };
  return (
    <Page
      title="Today"
      lead={
        <>
          {session.hub} <span className="faint">· times are in {session.timeZone}</span>
        </>
      }
    >
      <Shown of={status} rows={3}>
        {(now) => <Figures of={now} owner={ownerOf(role)} />}
      </Shown>
      <Alerts />
      {orders[role].map((row) =>
        row.length === 1 ? (
          row.map((name) => parts[name])
        ) : (
          <div key={row.join()} className={classes.split}>
            {row.map((name) => parts[name])}
          </div>
        ),
      )}
    </Page>
  );
}

function CasesByCause({ owner }: { owner: string }) {
  const groups = useQuery(groupsQuestion);
  const { currency } = useSession();
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
                      <span className="quiet clip">{aboutOf(group.about)}</span>
                      <span className={classes.aside}>
                        {group.weight > 0 && (
                          <span
                            className="num"
                            title="What the orders that it touches were charged; currencies at par"
                          >
                            {moneyOf(group.weight / 100, currency)}
                          </span>
                        )}
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
