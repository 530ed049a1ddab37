import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { type StockShown, stockQuestion } from '../../api/questions';
import { Money, Qty } from '../../parts/figures';
import { Page, Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { Table } from '../../parts/Table';
import { Ago } from '../../parts/time';
import { State, Tag } from '../../parts/tone';
import { useMay } from '../../shell/session';
import { Kept } from '../parity/Kept';
import { Equation } from './Equation';
import { History } from './History';
import { Keep } from './Keep';
import classes from './Sku.module.css';
import { WhatIf } from './WhatIf';

/** One SKU: its equation, what every owner says, and what every storefront was told and holds. */
export default function Sku() {
  const { sku = '' } = useParams();
  const asked = useQuery(stockQuestion(sku));
  const [isKeeping, keep] = useDisclosure();
  const mayKeep = useMay('operate');
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
      lead={
        typeof asked.data?.price === 'number' &&
        asked.data.priceCurrency && (
          <>
            Last charged at <Money amount={asked.data.price} currency={asked.data.priceCurrency} /> a unit
          </>
        )
      }
      actions={
        asked.data?.storefronts.some((row) => row.source) && (
          <Button variant="default" disabled={!mayKeep} onClick={keep.open}>
            Keep a figure…
          </Button>
        )
      }
    >
      <Shown of={asked}>
        {(stock) => (
          <>
            <Equation sku={sku} stock={stock} />
            <Kept of={stock.overrides} />
            <div className={classes.split}>
              <Storefronts of={stock} />
              <Owners of={stock} />
            </div>
            <div className={classes.split}>
              <History sku={sku} />
              <WhatIf of={stock} />
            </div>
            <Keep of={stock} isOpen={isKeeping} close={keep.close} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function Storefronts({ of }: { of: StockShown }) {
  return (
    <Panel title="In the storefronts" note="what a source is to hold, was told, and was seen to hold" flush>
      <Table
        rows={[...of.storefronts].sort((a, b) => a.connection.localeCompare(b.connection))}
        idOf={(row) => `${row.connection} ${row.location}`}
        fields={[
          { head: 'Storefront', cell: (row) => row.connection },
          {
            head: 'Source',
            cell: (row) => (
              <>
                <span className="mono">{row.source ?? '–'}</span>{' '}
                <span className="faint">{row.location}</span>
              </>
            ),
          },
          { head: 'Status', cell: (row) => <State word={row.status} /> },
          {
            head: 'Desired',
            look: 'right',
            cell: (row) => (
              <strong>
                <Qty value={row.desired} />
              </strong>
            ),
          },
          {
            head: 'Written',
            look: 'right',
            isOff: (row) => row.written !== row.desired,
            cell: (row) => <Qty value={row.written} />,
          },
          {
            head: 'Observed',
            look: 'right',
            isOff: (row) => row.observed !== row.desired,
            cell: (row) => <Qty value={row.observed} />,
          },
          { head: 'Held', look: 'right', cell: (row) => <Qty value={row.held} /> },
        ]}
      />
    </Panel>
  );
}

function Owners({ of }: { of: StockShown }) {
  return (
    <Panel title="At the locations" note="what each owner reports" flush>
      <Table
        rows={of.locations}
        idOf={(row) => row.location}
        fields={[
          { head: 'Location', cell: (row) => row.location },
          {
            head: 'Owner',
            cell: (row) => (
              <>
                {row.owner} <span className="faint">{row.basis}</span>
              </>
            ),
          },
          {
            head: 'States',
            cell: (row) =>
              Object.entries(row.levels as Record<string, number>).map(([state, quantity]) => (
                <span key={state} className={classes.level}>
                  {state} <strong className="num">{quantity}</strong>
                </span>
              )),
          },
          { head: 'Unseen', look: 'right', cell: (row) => <Qty value={row.unseen} /> },
          { head: 'Buffer', look: 'right', cell: (row) => <Qty value={row.buffer} /> },
          {
            head: 'To sell',
            look: 'right',
            cell: (row) => (
              <strong>
                <Qty value={row.ats} />
              </strong>
            ),
          },
          { head: 'Reported', look: 'right', cell: (row) => <Ago at={row.asOf} /> },
        ]}
      />
    </Panel>
  );
}
