import { Button, Modal, SegmentedControl } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHeartbeat } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { act } from '../../api/client';
import { type DiscrepancyShown, discrepanciesQuestion, runQuestion } from '../../api/questions';
import { type Column, DataList } from '../../parts/DataList';
import { useDoing } from '../../parts/doing';
import { Qty, shareOf, textOf } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Moment } from '../../parts/time';
import { Tag } from '../../parts/tone';
import { say } from './classes';
import classes from './Parity.module.css';

const columns: Column<DiscrepancyShown>[] = [
  {
    id: 'sku',
    head: 'SKU',
    width: 'minmax(130px, 1fr)',
    cell: (row) => (
      <Link className="link mono" to={`/stock/${encodeURIComponent(row.sku)}`}>
        {row.sku}
      </Link>
    ),
  },
  { id: 'location', head: 'Location', width: '110px', cell: (row) => row.location ?? '–' },
  { id: 'class', head: 'Class', width: '190px', cell: (row) => <Tag tone="bad">{say(row.class)}</Tag> },
  {
    id: 'expected',
    head: 'Must be',
    align: 'right',
    width: '80px',
    cell: (row) => <Qty value={row.expected} />,
  },
  {
    id: 'observed',
    head: 'Is',
    align: 'right',
    width: '80px',
    cell: (row) => (
      <strong>
        <Qty value={row.observed} />
      </strong>
    ),
  },
  {
    id: 'off',
    head: 'Off by',
    align: 'right',
    width: '80px',
    cell: (row) => (
      <Qty
        value={row.observed === null || row.observed === undefined ? null : row.observed - row.expected}
        signed
      />
    ),
  },
  {
    id: 'detail',
    head: 'What was found',
    width: 'minmax(180px, 2fr)',
    from: 800,
    cell: (row) => <span className="quiet">{row.detail}</span>,
  },
];

/** One comparison: what it found, by class, and healing it after having seen what that would do. */
export default function Run() {
  const { id = '' } = useParams();
  const run = useQuery(runQuestion(id));
  const asked = useInfiniteQuery(discrepanciesQuestion(id));
  const { get, set } = useFilters();
  const [isAsking, ask] = useDisclosure();
  const navigate = useNavigate();
  const all = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = get('class');
  const shown = chosen ? all.filter((row) => row.class === chosen) : all;
  const heal = useDoing(
    () =>
      act('/api/parity/runs', {
        body: {
          connection: run.data?.connection ?? null,
          heal: true,
          skus: [...new Set(shown.map((row) => row.sku))],
        },
      }),
    { done: () => 'Compared again, and corrected what still differed.', reads: ['parity', 'stock', 'cases'] },
  );
  return (
    <Page
      title={
        <>
          Comparison <span className="num">{id}</span>
        </>
      }
      name={`Comparison ${id}`}
      wide
      crumbs={[{ to: '/parity', label: 'Parity' }]}
      lead={
        run.data && (
          <>
            {run.data.connection}, {run.data.scope}, ended <Moment at={run.data.endedAt} />:{' '}
            {textOf(run.data.inStep)} of {textOf(run.data.compared)} in step ({shareOf(run.data.parity)}),{' '}
            {textOf(run.data.inFlight)} in flight
            {run.data.healed && ', healed'}
          </>
        )
      }
      actions={
        shown.length > 0 && (
          <Button leftSection={<IconHeartbeat size={14} />} onClick={ask.open}>
            Heal {textOf(shown.length)}…
          </Button>
        )
      }
    >
      <Shown of={run} rows={8}>
        {(known) => (
          <>
            {Object.keys(known.discrepancies).length > 1 && (
              <div className={classes.classes}>
                <SegmentedControl
                  aria-label="Class"
                  data={[
                    { value: '', label: `All ${all.length}` },
                    ...Object.entries(known.discrepancies).map(([value, count]) => ({
                      value,
                      label: `${say(value)} ${count}`,
                    })),
                  ]}
                  value={chosen}
                  onChange={(value) => set({ class: value })}
                />
              </div>
            )}
            <DataList
              label="Discrepancies"
              rows={shown}
              columns={columns}
              idOf={(row) => `${row.sku} ${row.location} ${row.class}`}
              onOpen={(row) =>
                navigate(`/stock/${encodeURIComponent(row.sku)}?storefront=${known.connection}`)
              }
              empty={
                known.failure ? (
                  <Blank title="The comparison did not get through">{known.failure}</Blank>
                ) : (
                  <Blank good title="Nothing differs">
                    Every SKU that was compared is in step, or on its way.
                  </Blank>
                )
              }
            />
          </>
        )}
      </Shown>
      <Modal
        opened={isAsking}
        onClose={ask.close}
        title={`Heal ${shown.length} discrepancies?`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <p>
          These SKUs are read again at both ends. Where they still differ, the hub writes what must be there:{' '}
          {shown
            .slice(0, 4)
            .map((row) => `${row.sku} ${row.observed ?? '–'} → ${row.expected}`)
            .join(', ')}
          {shown.length > 4 && ` and ${shown.length - 4} more`}. What a guard holds stays held.
        </p>
        <Button
          loading={heal.isPending}
          onClick={() =>
            heal.mutate(undefined, {
              onSuccess: ([next]) => {
                ask.close();
                if (next) {
                  navigate(`/parity/${next.id}`);
                }
              },
            })
          }
        >
          Heal {textOf(shown.length)}
        </Button>
      </Modal>
    </Page>
  );
}
