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

/** How far a zone is ahead of UTC at a moment, in milliseconds. */
function aheadOf(zone: string, at: number): number {
  const parts = new Map(
    format(zone, 'parts', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      ...clock,
    })
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, Number(value)]),
  );
  const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(
    (name) => parts.get(name as Intl.DateTimeFormatPartTypes) ?? 0,
  ) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}

/** The moment that a wall clock in a zone shows, as `2026-03-01T08:00`; undefined where that is no time. */
export function momentOf(zone: string, wall: string): Date | undefined {
  const utc = Date.parse(`${wall}Z`);
  if (Number.isNaN(utc)) {
    return undefined;
  }
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const guess = utc - aheadOf(zone, utc);
  return new Date(utc - aheadOf(zone, guess));
}

/** What a wall clock in a zone shows at a moment, as `2026-03-01T08:00`. */
export const wallOf = (zone: string, at: Date): string =>
  new Date(at.getTime() + aheadOf(zone, at.getTime())).toISOString().slice(0, 16);

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

/** How long ago something was; in words, as part of a sentence. */
export function Ago({ at, inWords }: { at: string | null | undefined; inWords?: boolean }) {
  const zone = useContext(ZoneContext);
  const now = useNow(10_000);
  if (!at) {
    return <span className="faint">–</span>;
  }
  const date = new Date(at);
  const age = ageOf(Math.max(0, now - date.getTime()));
  return (
    <Tooltip label={`${timeIn(zone, date, new Date())} · ${utcOf(date)}`}>
      <time className="num" dateTime={at}>
        {!inWords ? age : age === 'now' ? 'just now' : `${age} ago`}
      </time>
    </Tooltip>
  );
}

/** How long until something is; that it is now where it has come. */
export function Until({ at }: { at: string | null | undefined }) {
  const zone = useContext(ZoneContext);
  const now = useNow(10_000);
  if (!at) {
    return <span className="faint">–</span>;
  }
  const date = new Date(at);
  const left = date.getTime() - now;
  return (
    <Tooltip label={`${timeIn(zone, date, new Date())} · ${utcOf(date)}`}>
      <time className="num" dateTime={at}>
        {left > 0 ? ageOf(left) : 'now'}
      </time>
    </Tooltip>
  );
}
