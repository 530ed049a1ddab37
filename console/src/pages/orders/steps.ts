import type { Answer } from '../../api/client';

type Step = Answer<'/api/orders/{id}/timeline'>[number];

/** Everything that one message did to an order. */
export interface Moved {
  message: number;
  at: string;
  system: string;
  /** What people call a step. */
  said: string[];
  /** What the hub noted for itself, so that nothing counts twice. */
  noted: string[];
}

/** Steps by the message that made them, in the order in which they came. */
export function movesOf(steps: readonly Step[]): Moved[] {
  const moves: Moved[] = [];
  for (const step of steps) {
    let last = moves.at(-1);
    if (last?.message !== step.message) {
      last = { message: step.message, at: step.at, system: step.system, said: [], noted: [] };
      moves.push(last);
    }
    (step.detail.endsWith('is accounted for') ? last.noted : last.said).push(step.detail);
  }
  return moves;
}
