import { lazy, Suspense, useCallback, useContext, useMemo } from 'react';
import type { RunShown } from '../../api/questions';
import type { Line } from '../../parts/Chart';
import { shareOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Loading } from '../../parts/states';
import { timeIn, ZoneContext } from '../../parts/time';

const Chart = lazy(() => import('../../parts/Chart'));

/** A comparison of a few SKUs that somebody chose says nothing of the whole. */
const isTelling = (run: RunShown) => !run.failure && run.compared > 0 && run.scope !== 'skus';

/** A line of parity for each storefront, from comparisons that got through, oldest first. */
export function trendOf(runs: readonly RunShown[]): Line[] {
  const lines = new Map<string, Line>();
  for (const run of [...runs].reverse().filter(isTelling)) {
    const line = lines.get(run.connection) ?? { name: run.connection, points: [] };
    line.points.push([Date.parse(run.endedAt), run.parity]);
    lines.set(run.connection, line);
  }
  return [...lines.values()];
}

/** How parity went, comparison by comparison. */
export function Trend({ of }: { of: readonly RunShown[] }) {
  const zone = useContext(ZoneContext);
  const timeOf = useCallback((at: number) => timeIn(zone, new Date(at), new Date()), [zone]);
  const lines = useMemo(() => trendOf(of), [of]);
  const worst = Math.min(...lines.flatMap((line) => line.points.map(([, share]) => share ?? 1)));
  return lines.every((line) => line.points.length < 2) ? null : (
    <Panel title="How it went" note="share of the compared SKUs that agreed, by comparison">
      <Suspense fallback={<Loading rows={5} />}>
        <Chart
          lines={lines}
          label={`Parity over the last ${of.length} comparisons; the list below has them all`}
          timeOf={timeOf}
          sayFigure={shareOf}
          lowest={Math.max(0, Math.floor(worst * 20) / 20 - (worst > 0.95 ? 0 : 0.05))}
          highest={1}
        />
      </Suspense>
    </Panel>
  );
}
