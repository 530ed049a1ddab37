import { Tooltip } from '@mantine/core';
import { createContext, useContext, useEffect, useState } from 'react';

/** The hub's zone: every time on screen is in it, whoever looks from wherever. */
export const ZoneContext = createContext('UTC');

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone}|${name}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, known);
  }
  return known;
}

const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
const day: Intl.DateTimeFormatOptions = { day: '2-digit', month: 'short' };

/** A time in a zone: the clock alone on the same day, else with the day, else with the year. */
export function timeIn(zone: string, at: Date, now: Date): string {
  const dayOf = (date: Date) => format(zone, 'date', { dateStyle: 'short' }).format(date);
  if (dayOf(at) === dayOf(now)) {
    return format(zone, 'clock', clock).format(at);
  }
  const yearOf = (date: Date) => format(zone, 'year', { year: 'numeric' }).format(date);
  const hasYear = yearOf(at) !== yearOf(now);
  const date = format(zone, hasYear ? 'dayYear' : 'day', hasYear ? { ...day, year: 'numeric' } : day).format(
    at,
  );
  return `${date}, ${format(zone, 'minute', { hour: '2-digit', minute: '2-digit' }).format(at)}`;
}

/** UTC to the millisecond, as it is in the journal. */
export const utcOf = (at: Date) => `${at.toISOString().slice(0, 23).replace('T', ' ')} UTC`;

/** A moment in the hub's zone; UTC on hover and for whoever reads the markup. */
export function Moment({ at }: { at: string | null | undefined }) {
  const zone = useContext(ZoneContext);
  if (!at) {
    return <span className="faint">–</span>;
  }
  const date = new Date(at);
  return (
    <Tooltip label={`${utcOf(date)} · shown in ${zone}`}>
      <time className="num" dateTime={at}>
        {timeIn(zone, date, new Date())}
      </time>
    </Tooltip>
  );
}

const steps: [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];

/** A length of time in its largest sensible unit, or two. */
export function spanOf(ms: number): string {
  if (ms < 1_000) {
    return ms < 1 ? '0 s' : `${Math.round(ms)} ms`;
  }
  const place = steps.findIndex(([size]) => ms >= size);
  const [size, unit] = steps[place] as [number, string];
  const whole = Math.floor(ms / size);
  const next = steps[place + 1];
  const rest = next ? Math.floor((ms % size) / next[0]) : 0;
  return rest > 0 && whole < 10 ? `${whole} ${unit} ${rest} ${next?.[1]}` : `${whole} ${unit}`;
}

/** An age in its largest unit: enough to judge by. */
export function ageOf(ms: number): string {
  const step = steps.find(([size]) => ms >= size);
  return step ? `${Math.floor(ms / step[0])} ${step[1]}` : 'now';
}

/** A clock that ticks while it is looked at. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** How long ago something was. */
export function Ago({ at }: { at: string | null | undefined }) {
  const zone = useContext(ZoneContext);
  const now = useNow(10_000);
  if (!at) {
    return <span className="faint">–</span>;
  }
  const date = new Date(at);
  return (
    <Tooltip label={`${timeIn(zone, date, new Date())} · ${utcOf(date)}`}>
      <time className="num" dateTime={at}>
        {ageOf(Math.max(0, now - date.getTime()))}
      </time>
    </Tooltip>
  );
}
