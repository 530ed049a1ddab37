import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** What is read again when a topic of the hub changed. */
const keysOf: Record<string, string[][]> = {
  status: [['status'], ['matrix'], ['contract']],
  cases: [['cases'], ['runbooks']],
  parity: [['parity'], ['matrix']],
  stock: [['stock']],
  orders: [['orders']],
  journal: [['journal', 'list']],
  audit: [['audit']],
};

/** Listens to what changes at the hub, and has what is in sight read again: nobody needs to reload. */
export function useLive() {
  const queries = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/api/live');
    source.addEventListener('changed', (event) => {
      const topics = JSON.parse((event as MessageEvent<string>).data) as string[];
      for (const queryKey of topics.flatMap((topic) => keysOf[topic] ?? [])) {
        queries.invalidateQueries({ queryKey });
      }
    });
    return () => source.close();
  }, [queries]);
}
