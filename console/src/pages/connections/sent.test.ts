import { expect, test } from 'vitest';
import type { ConnectionDetail, QueueShown } from '../../api/questions';
import { flowsOf } from './Sent';

const shop = {
  connection: { name: 'shop' },
  flows: [
    { flow: 'stock', outcome: 'written', count: 40 },
    { flow: 'stock', outcome: 'refused', count: 2 },
    { flow: 'orders', outcome: 'made', count: 5 },
    { flow: 'orders', outcome: 'unknown', count: 1 },
  ],
  lag: { p50Ms: 120, p95Ms: 900, count: 40 },
} as unknown as ConnectionDetail;

const quiet = { connection: { name: 'pos' }, flows: [] } as unknown as ConnectionDetail;

test('a row says what came of each flow, what waits and how long levels took', () => {
  const waits = { connection: 'shop', kind: 'orders', depth: 3, oldestMs: 5_000 } as QueueShown;
  const [levels, documents, ...more] = flowsOf([shop, quiet], [waits]);
  expect(levels).toMatchObject({ flow: 'stock', taken: 40, refused: 2, depth: 0, p50Ms: 120, p95Ms: 900 });
  expect(documents).toMatchObject({ flow: 'orders', taken: 5, unknown: 1, depth: 3, oldestMs: 5_000 });
  expect(documents).not.toHaveProperty('p95Ms');
  expect(more).toEqual([]);
});
