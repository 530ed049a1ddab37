import type { ExplanationShown } from '../../api/questions';

type Term = ExplanationShown['terms'][number];

/** A term between where the sum stood before it and where it stands after it. */
export interface Step {
  term: Term;
  from: number;
  to: number;
}

/** The terms as steps, and the lowest and highest point that the sum comes to. */
export function waterfall(terms: readonly Term[]): { steps: Step[]; low: number; high: number } {
  let sum = 0;
  let low = 0;
  let high = 0;
  const steps = terms.map((term) => {
    const from = sum;
    sum += term.quantity;
    low = Math.min(low, sum);
    high = Math.max(high, sum);
    return { term, from, to: sum };
  });
  return { steps, low, high };
}
