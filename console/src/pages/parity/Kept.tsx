import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { act } from '../../api/client';
import type { OverrideShown } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { Qty } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Table } from '../../parts/Table';
import { Ago, Moment } from '../../parts/time';
import { useMay } from '../../shell/session';

/** Figures that people keep in storefronts, with who, why and until when; nothing where there are none. */
export function Kept({ of }: { of: readonly OverrideShown[] }) {
  return of.length === 0 ? null : (
    <Panel
      title="Kept by hand"
      note="not the truth, because somebody wants it so; the first to end first"
      flush
    >
      <Table
        rows={of}
        idOf={(row) => `${row.sku} ${row.connection} ${row.source}`}
        fields={[
          {
            head: 'SKU',
            cell: (row) => (
              <Link
                className="link mono"
                to={`/stock/${encodeURIComponent(row.sku)}?storefront=${row.connection}`}
              >
                {row.sku}
              </Link>
            ),
          },
          { head: 'Storefront', cell: (row) => row.connection },
          {
            head: 'Source',
            cell: (row) => (
              <>
                <span className="mono">{row.source}</span> <span className="faint">{row.location}</span>
              </>
            ),
          },
          {
            head: 'Kept at',
            look: 'right',
            cell: (row) => (
              <strong>
                <Qty value={row.quantity} />
              </strong>
            ),
          },
          { head: 'By', cell: (row) => row.by },
          { head: 'Why', cell: (row) => <span className="quiet">{row.reason}</span> },
          { head: 'Since', look: 'right', cell: (row) => <Ago at={row.since} /> },
          { head: 'Until', look: 'right', cell: (row) => <Moment at={row.until} /> },
          { head: <span className="hidden">Let go</span>, look: 'tight', cell: (row) => <LetGo of={row} /> },
        ]}
      />
    </Panel>
  );
}

function LetGo({ of }: { of: OverrideShown }) {
  const mayAct = useMay('operate');
  const free = useDoing(
    () =>
      act('/api/stock/{sku}/overrides/end', {
        path: { sku: of.sku },
        body: { storefront: of.connection, source: of.source },
      }),
    { done: () => `The hub writes ${of.sku} again.`, reads: ['parity', 'stock', 'cases'] },
  );
  return (
    <Button
      size="compact-xs"
      variant="default"
      disabled={!mayAct}
      loading={free.isPending}
      aria-label={`Let ${of.sku} at ${of.source} go`}
      onClick={() => free.mutate()}
    >
      Let go
    </Button>
  );
}
