import { type ComponentType, lazy } from 'react';

type Load = () => Promise<{ default: ComponentType }>;

const loads: Load[] = [];

/** A page that is not part of the first load. */
export function later(load: Load) {
  loads.push(load);
  return lazy(load);
}

/** When the first page has had its time, the others are fetched: they open at once, even while the hub is away. */
export function fetchTheRest(): () => void {
  const timer = setTimeout(() => Promise.allSettled(loads.map((load) => load())), 2_000);
  return () => clearTimeout(timer);
}
