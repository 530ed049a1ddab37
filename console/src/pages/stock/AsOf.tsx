import { TextInput } from '@mantine/core';
import { useContext } from 'react';
import { Link } from 'react-router';
import type { Answer } from '../../api/client';
import { Qty } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Table } from '../../parts/Table';
import { Moment, momentOf, wallOf, ZoneContext } from '../../parts/time';
import classes from './Sku.module.css';

type Entry = Answer<'/api/stock/{sku}/history'>[number];

/** A figure as it was, and the message that had made it so. */
export interface Was {
  where: string;
  what: string;
  quantity: number | null;
  message: number;
  at: string;
}

/** Every figure as it was at a moment: the last that was said before it; oldest entries first. */
export function figuresAt(entries: readonly Entry[], at: number): Was[] {
  const last = new Map<string, Was>();
  for (const entry of entries.filter((each) => Date.parse(each.at) <= at)) {
    last.set(`${entry.what} ${entry.where}`, { ...entry, quantity: entry.quantity ?? null });
  }
  const order = ['reported', 'desired', 'written', 'observed'];
  return [...last.values()].sort(
    (a, b) => order.indexOf(a.what) - order.indexOf(b.what) || a.where.localeCompare(b.where),
  );
}

const heads: Record<string, string> = {
  reported: 'The owner reported at',
  desired: 'Was to be in',
  written: 'Was written to',
  observed: 'Was seen in',
};

/** The SKU as it was at a moment in the past; the moment is part of the address. */
export function AsOf({ entries }: { entries: readonly Entry[] }) {
  const zone = useContext(ZoneContext);
  const { get, set } = useFilters();
  const wall = get('at');
  const at = wall ? momentOf(zone, wall) : undefined;
  const shown = at ? figuresAt(entries, at.getTime()) : [];
  const first = entries[0]?.at;
  return (
    <div className={classes.asOf}>
      <TextInput
        type="datetime-local"
        step={1}
        label={`As it was at (${zone})`}
        max={wallOf(zone, new Date())}
        value={wall}
        onChange={(event) => set({ at: event.currentTarget.value })}
      />
      {at &&
        (shown.length === 0 ? (
          <p className={classes.hint}>
            Nothing was known of it then; the first figure here is of <Moment at={first} />.
          </p>
        ) : (
          <Table
            rows={shown}
            idOf={(row) => `${row.what} ${row.where}`}
            fields={[
              { head: 'Figure', cell: (row) => `${heads[row.what]} ${row.where}` },
              {
                head: 'Was',
                look: 'right',
                cell: (row) => (
                  <strong>
                    <Qty value={row.quantity} />
                  </strong>
                ),
              },
              { head: 'Since', cell: (row) => <Moment at={row.at} /> },
              {
                head: 'Because of',
                cell: (row) => (
                  <Link className="link" to={`/journal/${row.message}`}>
                    message {row.message}
                  </Link>
                ),
              },
            ]}
          />
        ))}
    </div>
  );
}
