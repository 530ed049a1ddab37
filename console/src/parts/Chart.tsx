import { useComputedColorScheme } from '@mantine/core';
import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** One line of a chart. */
export interface Line {
  name: string;
  points: [number, number | null][];
  /** Whether it is what somebody wanted rather than what was. */
  isDashed?: boolean;
}

const palettes = {
  light: ['#1d5fa8', '#b05a00', '#17734a', '#8a3ea8', '#5f6e68', '#b3261e'],
  dark: ['#7fb4f0', '#e6b84f', '#5cc795', '#c79be0', '#93a29c', '#ff8f86'],
};

/** Figures over time, as steps: a figure holds until the next one. */
export default function Chart({
  lines,
  label,
  timeOf,
  sayFigure = String,
  lowest,
  highest,
}: {
  lines: Line[];
  label: string;
  timeOf: (at: number) => string;
  /** A figure as text. Default: as it is. */
  sayFigure?: (figure: number) => string;
  /** The lowest figure of the axis. Default: zero, or what the figures need. */
  lowest?: number;
  /** The highest. Default: what the figures need. */
  highest?: number;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = frame.current;
    if (!element) {
      return;
    }
    const look = getComputedStyle(document.documentElement);
    const ink = look.getPropertyValue('--ink-2').trim();
    const line = look.getPropertyValue('--line').trim();
    const chart = init(element, null, { renderer: 'svg' });
    const option: EChartsCoreOption = {
      animation: false,
      color: palettes[scheme],
      textStyle: { fontFamily: 'Inter, sans-serif', fontSize: 11 },
      grid: { left: 46, right: 16, top: 34, bottom: 26 },
      legend: {
        type: 'scroll',
        pageTextStyle: { color: ink },
        pageIconColor: ink,
        top: 0,
        left: 0,
        icon: 'roundRect',
        itemHeight: 8,
        itemWidth: 14,
        textStyle: { color: ink, fontSize: 11 },
      },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'line', lineStyle: { color: ink } },
        renderMode: 'richText',
        backgroundColor: look.getPropertyValue('--surface').trim(),
        borderColor: line,
        textStyle: { color: look.getPropertyValue('--ink').trim(), fontSize: 11 },
        formatter: (items: { seriesName: string; value: [number, number | null] }[]) =>
          [
            timeOf(items[0]?.value[0] ?? 0),
            ...items.map(
              (item) => `${item.seriesName}: ${item.value[1] === null ? '–' : sayFigure(item.value[1])}`,
            ),
          ].join('\n'),
      },
      xAxis: {
        type: 'time',
        axisLabel: { color: ink, fontSize: 10.5, hideOverlap: true, formatter: timeOf },
        axisLine: { lineStyle: { color: line } },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        ...(lowest === undefined ? { minInterval: 1 } : { min: lowest, splitNumber: 4 }),
        ...(highest === undefined ? {} : { max: highest }),
        axisLabel: { color: ink, fontSize: 10.5, formatter: sayFigure },
        splitLine: { lineStyle: { color: line } },
      },
      series: lines.map(({ name, points, isDashed }) => ({
        type: 'line',
        name,
        step: 'end',
        data: points,
        symbol: 'circle',
        symbolSize: 4,
        lineStyle: { width: 1.6, type: isDashed ? 'dashed' : 'solid' },
      })),
    };
    chart.setOption(option);
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [lines, scheme, timeOf, sayFigure, lowest, highest]);
  return <div ref={frame} role="img" aria-label={label} style={{ height: 240 }} />;
}
