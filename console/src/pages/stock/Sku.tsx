import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { type StockShown, stockQuestion } from '../../api/questions';
import { Qty } from '../../parts/figures';
import { Page, Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { Ago } from '../../parts/time';
import { State, Tag } from '../../parts/tone';
import { Equation } from './Equation';
import { History } from './History';
import classes from './Sku.module.css';
import { WhatIf } from './WhatIf';

/** One SKU: its equation, what every owner says, and what every storefront was told and holds. */
export default function Sku() {
  const { sku = '' } = useParams();
  const asked = useQuery(stockQuestion(sku));
  return (
    <Page
      title={
        <>
          <span className="mono">{sku}</span>
          {asked.data?.type && <Tag>{asked.data.type}</Tag>}
        </>
      }
      name={sku}
      crumbs={[{ to: '/stock', label: 'Stock' }]}
    >
      <Shown of={asked}>
        {(stock) => (
          <>
            <Equation sku={sku} stock={stock} />
            <div className={classes.split}>
              <Storefronts of={stock} />
              <Owners of={stock} />
            </div>
            <div className={classes.split}>
              <History sku={sku} />
              <WhatIf of={stock} />
            </div>
          </>
        )}
      </Shown>
    </Page>
  );
}

function Storefronts({ of }: { of: StockShown }) {
  return (
    <Panel title="In the storefronts" note="what a source is to hold, was told, and was seen to hold" flush>
      <div className="tableFrame">
        <table className="plain">
          <thead>
            <tr>
              <th>Storefront</th>
              <th>Source</th>
              <th>Status</th>
              <th className="right">Desired</th>
              <th className="right">Written</th>
              <th className="right">Observed</th>
              <th className="right">Held</th>
            </tr>
          </thead>
          <tbody>
            {of.storefronts.map((row) => (
              <tr key={`${row.connection} ${row.location}`}>
                <td>{row.connection}</td>
                <td>
                  <span className="mono">{row.source ?? '–'}</span>{' '}
                  <span className="faint">{row.location}</span>
                </td>
                <td>
                  <State word={row.status} />
                </td>
                <td className="right">
                  <strong>
                    <Qty value={row.desired} />
                  </strong>
                </td>
                <td className="right" data-off={row.written !== row.desired || undefined}>
                  <Qty value={row.written} />
                </td>
                <td className="right" data-off={row.observed !== row.desired || undefined}>
                  <Qty value={row.observed} />
                </td>
                <td className="right">
                  <Qty value={row.held} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Owners({ of }: { of: StockShown }) {
  return (
    <Panel title="At the locations" note="what each owner reports" flush>
      <div className="tableFrame">
        <table className="plain">
          <thead>
            <tr>
              <th>Location</th>
              <th>Owner</th>
              <th>States</th>
              <th className="right">Unseen</th>
              <th className="right">Buffer</th>
              <th className="right">To sell</th>
              <th className="right">Reported</th>
            </tr>
          </thead>
          <tbody>
            {of.locations.map((row) => (
              <tr key={row.location}>
                <td>{row.location}</td>
                <td>
                  {row.owner} <span className="faint">{row.basis}</span>
                </td>
                <td>
                  {Object.entries(row.levels as Record<string, number>).map(([state, quantity]) => (
                    <span key={state} className={classes.level}>
                      {state} <strong className="num">{quantity}</strong>
                    </span>
                  ))}
                </td>
                <td className="right">
                  <Qty value={row.unseen} />
                </td>
                <td className="right">
                  <Qty value={row.buffer} />
                </td>
                <td className="right">
                  <strong>
                    <Qty value={row.ats} />
                  </strong>
                </td>
                <td className="right">
                  <Ago at={row.asOf} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
