import type { ExplanationShown } from '../../api/questions';

type Term = ExplanationShown['terms'][number];

/** Terms of one kind at one place, between where the sum stood before them and where it stands after them. */
export interface Step {
  /** What they are, with their sum as the quantity. */
  term: Term;
  /** The terms themselves; one, or so many that each of them would drown the others. */
  parts: Term[];
  from: number;
  to: number;
}

/** So many terms of a kind in a row stand by themselves. */
const aloneMax = 3;

/** Terms in a row that say the same of the same place, together where they are many. */
function together(terms: readonly Term[]): Term[][] {
  const runs: Term[][] = [];
  for (const term of terms) {
    const last = runs.at(-1);
    if (last?.[0]?.term === term.term && last[0].location === term.location) {
      last.push(term);
    } else {
      runs.push([term]);
    }
  }
  return runs.flatMap((run) => (run.length > aloneMax ? [run] : run.map((term) => [term])));
}

/** The terms as steps, and the lowest and highest point that the sum comes to. */
export function waterfall(terms: readonly Term[]): { steps: Step[]; low: number; high: number } {
  let sum = 0;
  let low = 0;
  let high = 0;
  const steps = together(terms).map((parts) => {
    const from = sum;
    sum += parts.reduce((all, part) => all + part.quantity, 0);
    low = Math.min(low, sum);
    high = Math.max(high, sum);
    return { term: { ...(parts[0] as Term), quantity: sum - from }, parts, from, to: sum };
  });
  return { steps, low, high };
}
