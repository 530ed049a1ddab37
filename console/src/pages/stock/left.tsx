import { State, type Tone } from '../../parts/tone';

/** How much is left of a SKU in the storefront that is worst off, as the hub names it. */
export const lefts: Record<string, { label: string; tone: Tone }> = {
  'sold-out': { label: 'Sold out', tone: 'bad' },
  low: { label: 'Low', tone: 'warn' },
  later: { label: 'On backorder', tone: 'info' },
  enough: { label: 'Enough', tone: 'ok' },
};

/** How much is left, in a word. */
export function Left({ of }: { of: string }) {
  return <State word={of} label={lefts[of]?.label} tone={lefts[of]?.tone} />;
}
