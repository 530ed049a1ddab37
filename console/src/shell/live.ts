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
  audit: [['audit'], ['checks'], ['audits']],
};

const againMs = 3_000;

/** Listens to what changes at the hub, and has what is in sight read again: nobody needs to reload. */
export function useLive() {
  const queries = useQueryClient();
  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function listen() {
      source = new EventSource('/api/live');
      source.addEventListener('changed', (event) => {
        const topics = JSON.parse((event as MessageEvent<string>).data) as string[];
        for (const queryKey of topics.flatMap((topic) => keysOf[topic] ?? [])) {
          queries.invalidateQueries({ queryKey });
        }
      });
      source.addEventListener('error', () => {
        // Asking shows whether the stream merely ended, the session is over, or the hub stopped.
        queries.refetchQueries({ queryKey: ['status'] });
        if (source?.readyState === EventSource.CLOSED) {
          timer = setTimeout(listen, againMs);
        }
      });
    }

    listen();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  }, [queries]);
}
