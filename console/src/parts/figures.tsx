const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 });
const shares = [0, 1, 2].map(
  (digits) =>
    new Intl.NumberFormat('en-GB', {
      style: 'percent',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);

/** A number as text, with thousands apart. */
export const textOf = (value: number) => whole.format(value);

/** So many of something. */
export const countOf = (count: number, one: string, many = `${one}s`) =>
  `${textOf(count)} ${count === 1 ? one : many}`;

/** A quantity; a dash where it is not known, which is not the same as nothing. */
export function Qty({ value, signed }: { value: number | null | undefined; signed?: boolean }) {
  if (value === null || value === undefined) {
    return <span className="faint">–</span>;
  }
  const sign = signed && value > 0 ? '+' : '';
  return <span className="num">{`${sign}${whole.format(value)}`.replace('-', '−')}</span>;
}

/** An amount in its currency, exactly as charged. */
export function moneyOf(amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** An amount with its currency. */
export function Money({ amount, currency }: { amount: number | null | undefined; currency: string }) {
  return amount === null || amount === undefined ? (
    <span className="faint">–</span>
  ) : (
    <span className="num">{moneyOf(amount, currency)}</span>
  );
}

/** What is at stake, an amount for each currency. */
export function Stake({ of }: { of: readonly { amount: number; currency: string }[] }) {
  return of.length === 0 ? (
    <span className="faint">–</span>
  ) : (
    <span className="num">{of.map((money) => moneyOf(money.amount, money.currency)).join(' + ')}</span>
  );
}

/** A share as a percentage that never rounds a flaw away: 100 % is written for exactly all, and for nothing else. */
export function shareOf(share: number): string {
  if (share === 1 || share === 0) {
    return (shares[0] as Intl.NumberFormat).format(share);
  }
  const rounded = Math.min(Math.floor(share * 10_000) / 10_000, 0.9999);
  return (shares[share > 0.9 ? 2 : 1] as Intl.NumberFormat).format(rounded);
}
