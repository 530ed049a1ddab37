import { queryOptions, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useContext, useMemo } from 'react';
import { Link } from 'react-router';
import { type Answer, read } from '../../api/client';
import type { Line } from '../../parts/Chart';
import { Qty } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Panel } from '../../parts/Page';
import { Blank, Loading, Shown } from '../../parts/states';
import { Moment, timeIn, ZoneContext } from '../../parts/time';
import { AsOf } from './AsOf';
import classes from './Sku.module.css';

const Chart = lazy(() => import('../../parts/Chart'));

type Entry = Answer<'/api/stock/{sku}/history'>[number];

const historyQuestion = (sku: string) =>
  queryOptions({
    queryKey: ['stock', 'history', sku],
    queryFn: ({ signal }) =>
      read('/api/stock/{sku}/history', { signal, path: { sku }, query: { limit: 500 } }),
  });

const words: Record<string, string> = {
  reported: 'reported at',
  desired: 'is to be in',
  written: 'written to',
  observed: 'seen in',
};

/** Lines of what owners reported, and of what one storefront is to hold: what was written follows, and is in the list. */
export function linesOf(entries: readonly Entry[], storefront: string, until: number): Line[] {
  const lines = new Map<string, Line>();
  for (const entry of entries) {
    if (entry.what === 'reported' || (entry.what === 'desired' && entry.where.startsWith(`${storefront} `))) {
      const name = `${entry.where}${entry.what === 'desired' ? ' desired' : ''}`;
      const line = lines.get(name) ?? { name, points: [], isDashed: entry.what === 'desired' };
      line.points.push([Date.parse(entry.at), entry.quantity ?? null]);
      lines.set(name, line);
    }
  }
  for (const line of lines.values()) {
    line.points.push([until, line.points.at(-1)?.[1] ?? null]);
  }
  return [...lines.values()];
}

/** How the figures came along. */
export function History({ sku }: { sku: string }) {
  const asked = useQuery(historyQuestion(sku));
  const zone = useContext(ZoneContext);
  const timeOf = useCallback((at: number) => timeIn(zone, new Date(at), new Date()), [zone]);
  const storefront = useFilters().get('storefront');
  const lines = useMemo(() => linesOf(asked.data ?? [], storefront, Date.now()), [asked.data, storefront]);
  return (
    <Panel
      title="History"
      note={
        storefront
          ? `owners' figures, and what ${storefront} is to hold`
          : "owners' figures; choose a storefront above to see what it is to hold"
      }
    >
      <Shown of={asked} rows={5}>
        {(entries) =>
          entries.length === 0 ? (
            <Blank title="Nothing in the newest part of the journal">
              Its figures are older than the last 200,000 entries.
            </Blank>
          ) : (
            <>
              <Suspense fallback={<Loading rows={5} />}>
                <Chart
                  lines={lines}
                  label={`Figures of ${sku} over time; the list below has them all`}
                  timeOf={timeOf}
                />
              </Suspense>
              <AsOf entries={entries} />
              <details className={classes.all}>
                <summary>All {entries.length} figures</summary>
                <ul>
                  {[...entries].reverse().map((entry, place) => (
                    <li key={place}>
                      <Moment at={entry.at} />
                      <span>
                        <strong>
                          <Qty value={entry.quantity} />
                        </strong>{' '}
                        {words[entry.what]} {entry.where}
                      </span>
                      <Link className="link" to={`/journal/${entry.message}`}>
                        message {entry.message}
                      </Link>
                    </li>
                  ))}
                </ul>
              </details>
            </>
          )
        }
      </Shown>
    </Panel>
  );
}
