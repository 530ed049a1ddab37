import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, read } from './client';

/** How often what is in sight is asked for again even where nobody said that it changed. */
const beat = 10_000;

export const statusQuestion = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => read('/api/status', { signal }),
  refetchInterval: beat,
});

export const parityQuestion = queryOptions({
  queryKey: ['parity'],
  queryFn: ({ signal }) => read('/api/parity', { signal }),
  refetchInterval: beat,
});

export const groupsQuestion = queryOptions({
  queryKey: ['cases', 'groups'],
  queryFn: ({ signal }) => read('/api/exceptions/groups', { signal }),
  refetchInterval: beat,
});

/** What cases are looked for, as the hub names it. */
export interface CaseFilter {
  query?: string;
  state?: string;
  owner?: string;
  code?: string;
  severity?: string;
  connection?: string;
  location?: string;
  assignee?: string;
  tag?: string;
  group?: string;
  sort?: string;
}

export const casesQuestion = (filter: CaseFilter) =>
  infiniteQueryOptions({
    queryKey: ['cases', 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      read('/api/exceptions', { signal, query: { ...filter, after: pageParam ?? undefined, limit: 200 } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    refetchInterval: beat,
  });

export const caseQuestion = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'one', id],
    queryFn: ({ signal }) => read('/api/exceptions/{id}', { signal, path: { id } }),
    refetchInterval: beat,
  });

export const ownersQuestion = queryOptions({
  queryKey: ['cases', 'owners'],
  queryFn: ({ signal }) => read('/api/exceptions/owners', { signal }),
  refetchInterval: beat,
});

/** What positions are looked for. */
export interface StockFilter {
  query?: string;
  location?: string;
  state?: string;
  left?: string;
}

export const positionsQuestion = (filter: StockFilter) =>
  infiniteQueryOptions({
    queryKey: ['stock', 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      read('/api/stock', { signal, query: { ...filter, after: pageParam ?? undefined, limit: 200 } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    refetchInterval: beat,
  });

/** The first SKUs of which so much is left, wherever they are. */
export const leftQuestion = (left: string) =>
  queryOptions({
    queryKey: ['stock', 'left', left],
    queryFn: ({ signal }) => read('/api/stock', { signal, query: { left, limit: 100 } }),
    refetchInterval: 60_000,
  });

export const stockQuestion = (sku: string) =>
  queryOptions({
    queryKey: ['stock', 'one', sku],
    queryFn: ({ signal }) => read('/api/stock/{sku}', { signal, path: { sku } }),
    refetchInterval: beat,
  });

export const explainQuestion = (sku: string, storefront?: string, location?: string) =>
  queryOptions({
    queryKey: ['stock', 'explain', sku, storefront, location],
    queryFn: ({ signal }) =>
      read('/api/stock/{sku}/explain', { signal, path: { sku }, query: { storefront, location } }),
    refetchInterval: beat,
  });

export type CaseShown = Answer<'/api/exceptions/{id}'>;
export type GroupShown = Answer<'/api/exceptions/groups'>[number];
export type PositionShown = Answer<'/api/stock'>['items'][number];
export type StockShown = Answer<'/api/stock/{sku}'>;
export type ExplanationShown = Answer<'/api/stock/{sku}/explain'>;
export type ConnectionShown = Answer<'/api/status'>['connections'][number];

/** What orders are looked for. */
export interface OrderFilter {
  query?: string;
  storefront?: string;
  status?: string;
  stage?: string;
  olderThan?: string;
  sort?: string;
}

export const ordersQuestion = (filter: OrderFilter) =>
  infiniteQueryOptions({
    queryKey: ['orders', 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      read('/api/orders', { signal, query: { ...filter, after: pageParam ?? undefined, limit: 200 } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    refetchInterval: beat,
  });

/** It looks at every order of a week: asked when somebody wants to know, and not with every beat. */
export const splitsQuestion = queryOptions({
  queryKey: ['orders', 'splits'],
  queryFn: ({ signal }) => read('/api/orders/splits', { signal }),
  staleTime: 60_000,
});

export const orderQuestion = (id: string) =>
  queryOptions({
    queryKey: ['orders', 'one', id],
    queryFn: ({ signal }) => read('/api/orders/{id}', { signal, path: { id } }),
    refetchInterval: beat,
  });

export const timelineQuestion = (id: string) =>
  queryOptions({
    queryKey: ['orders', 'timeline', id],
    queryFn: ({ signal }) => read('/api/orders/{id}/timeline', { signal, path: { id } }),
    refetchInterval: beat,
  });

export const runQuestion = (id: string) =>
  queryOptions({
    queryKey: ['parity', 'run', id],
    queryFn: ({ signal }) => read('/api/parity/runs/{id}', { signal, path: { id } }),
  });

export const repairsQuestion = (id: string) =>
  queryOptions({
    queryKey: ['parity', 'repairs', id],
    queryFn: ({ signal }) =>
      read('/api/parity/runs/{id}/repairs', { signal, path: { id }, query: { limit: 1_000 } }),
  });

export const discrepanciesQuestion = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['parity', 'discrepancies', id],
    queryFn: ({ signal, pageParam }) =>
      read('/api/parity/runs/{id}/discrepancies', {
        signal,
        path: { id },
        query: { after: pageParam ?? undefined, limit: 1000 },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
  });

export const autopsyQuestion = (id: string) =>
  queryOptions({
    queryKey: ['parity', 'autopsy', id],
    queryFn: ({ signal }) => read('/api/parity/runs/{id}/autopsy', { signal, path: { id } }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const connectionsQuestion = queryOptions({
  queryKey: ['status', 'connections'],
  queryFn: ({ signal }) => read('/api/connections', { signal }),
  refetchInterval: beat,
});

export const queuesQuestion = queryOptions({
  queryKey: ['status', 'queues'],
  queryFn: ({ signal }) => read('/api/queues', { signal }),
  refetchInterval: beat,
});

export const alertsQuestion = queryOptions({
  queryKey: ['status', 'alerts'],
  queryFn: ({ signal }) => read('/api/alerts', { signal }),
  refetchInterval: beat,
});

export const inForceQuestion = queryOptions({
  queryKey: ['contract', 'mappings'],
  queryFn: ({ signal }) => read('/api/contract/mappings', { signal }),
  refetchInterval: beat,
});

export const findingsQuestion = queryOptions({
  queryKey: ['contract', 'findings'],
  queryFn: ({ signal }) => read('/api/contract/findings', { signal }),
});

export const shapesQuestion = queryOptions({
  queryKey: ['contract', 'shapes'],
  queryFn: ({ signal }) => read('/api/contract/shapes', { signal }),
  refetchInterval: beat,
});

export const checksQuestion = queryOptions({
  queryKey: ['checks'],
  queryFn: ({ signal }) => read('/api/checks', { signal }),
  refetchInterval: beat,
});

export const auditsQuestion = queryOptions({
  queryKey: ['audits'],
  queryFn: ({ signal }) => read('/api/audits', { signal }),
  refetchInterval: ({ state }) => (state.data?.underWay ? 1_000 : beat),
});

export const runbookQuestion = (code: string) =>
  queryOptions({
    queryKey: ['runbooks', code],
    queryFn: ({ signal }) => read('/api/runbooks/{code}', { signal, path: { code } }),
  });

export const messageQuestion = (message: string) =>
  queryOptions({
    queryKey: ['journal', 'one', message],
    queryFn: ({ signal }) => read('/api/journal/{message}', { signal, path: { message } }),
  });

export type OrderRow = Answer<'/api/orders'>['items'][number];
export type OrderShown = Answer<'/api/orders/{id}'>;
export type RunShown = Answer<'/api/parity/runs/{id}'>;
export type RepairShown = Answer<'/api/parity/runs/{id}/repairs'>['items'][number];
export type GapSumShown = RunShown['gaps'][number];
export type OverrideShown = Answer<'/api/parity'>['overrides'][number];
export type DiscrepancyShown = Answer<'/api/parity/runs/{id}/discrepancies'>['items'][number];
export type MessageShown = Answer<'/api/journal/{message}'>;

export const matrixQuestion = queryOptions({
  queryKey: ['matrix'],
  queryFn: ({ signal }) => read('/api/parity/matrix', { signal }),
  refetchInterval: beat,
});

export const contractQuestion = queryOptions({
  queryKey: ['contract'],
  queryFn: ({ signal }) => read('/api/contract', { signal }),
  refetchInterval: beat,
});

export const runbooksQuestion = queryOptions({
  queryKey: ['runbooks'],
  queryFn: ({ signal }) => read('/api/runbooks', { signal }),
  refetchInterval: beat,
});

/** What messages are looked for. */
export interface JournalFilter {
  query?: string;
  connection?: string;
  kind?: string;
}

export const journalQuestion = (filter: JournalFilter) =>
  infiniteQueryOptions({
    queryKey: ['journal', 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      read('/api/journal', { signal, query: { ...filter, after: pageParam ?? undefined, limit: 100 } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    refetchInterval: beat,
  });

export type MatrixShown = Answer<'/api/parity/matrix'>;
export type ContractShown = Answer<'/api/contract'>;
export type RunbookShown = Answer<'/api/runbooks'>[number];
export type MessageRow = Answer<'/api/journal'>['items'][number];
export type ConnectionDetail = Answer<'/api/connections'>[number];
export type QueueShown = Answer<'/api/queues'>[number];
export type OwnerShown = Answer<'/api/exceptions/owners'>[number];
export type MappingShown = Answer<'/api/contract/mappings'>['mappings'][number];
export type InForceShown = Answer<'/api/contract/mappings'>;
export type ShapeShown = Answer<'/api/contract/shapes'>[number];
export type RoutineShown = Answer<'/api/checks'>[number];
export type AutopsyShown = Answer<'/api/parity/runs/{id}/autopsy'>;
export type AuditShown = Answer<'/api/audits'>['audits'][number];
