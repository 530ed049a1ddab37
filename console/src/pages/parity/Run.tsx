import { Alert, Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconHeartbeat } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import {
  type AutopsyShown,
  autopsyQuestion,
  type DiscrepancyShown,
  discrepanciesQuestion,
  runQuestion,
} from '../../api/questions';
import { type Column, DataList } from '../../parts/DataList';
import { Money, Qty, shareOf, textOf } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Page } from '../../parts/Page';
import { Blank, Shown, Working } from '../../parts/states';
import { Moment } from '../../parts/time';
import { Tag } from '../../parts/tone';
import { useMay } from '../../shell/session';
import { Causes } from './Causes';
import { say, sayCause } from './classes';
import { Gaps } from './Gaps';
import { Heal } from './Heal';
import classes from './Parity.module.css';
import { Undo } from './Undo';

type Autopsy = AutopsyShown['differences'][number];

/** A difference with how it came about, once that is known. */
interface Row {
  found: DiscrepancyShown;
  autopsy?: Autopsy;
}

const keyOf = (found: DiscrepancyShown) => `${found.sku} ${found.location} ${found.class}`;

const columns: Column<Row>[] = [
  {
    id: 'sku',
    head: 'SKU',
    width: 'minmax(130px, 1fr)',
    cell: ({ found }) => (
      <Link className="link mono" to={`/stock/${encodeURIComponent(found.sku)}`}>
        {found.sku}
      </Link>
    ),
  },
  { id: 'location', head: 'Location', width: '84px', cell: ({ found }) => found.location ?? '–' },
  {
    id: 'class',
    head: 'Class',
    width: '180px',
    from: 640,
    cell: ({ found }) => <Tag tone="bad">{say(found.class)}</Tag>,
  },
  {
    id: 'cause',
    head: 'Cause',
    width: '132px',
    cell: ({ autopsy }) =>
      autopsy ? <Tag tone="warn">{sayCause(autopsy.cause)}</Tag> : <span className="faint">looking…</span>,
  },
  {
    id: 'detail',
    head: 'What happened',
    width: 'minmax(140px, 2fr)',
    from: 900,
    cell: ({ found, autopsy }) => (
      <span className="quiet" title={autopsy?.explanation ?? found.detail}>
        {autopsy?.explanation ?? found.detail}
      </span>
    ),
  },
  {
    id: 'expected',
    head: 'Must be',
    align: 'right',
    width: '70px',
    cell: ({ found }) => <Qty value={found.expected} />,
  },
  {
    id: 'observed',
    head: 'Is',
    align: 'right',
    width: '62px',
    cell: ({ found }) => (
      <strong>
        <Qty value={found.observed} />
      </strong>
    ),
  },
  {
    id: 'stake',
    head: 'At stake',
    align: 'right',
    width: '84px',
    from: 700,
    cell: ({ found }) =>
      found.gap?.currency ? (
        <Money amount={found.gap.atStake} currency={found.gap.currency} />
      ) : (
        <span className="faint">–</span>
      ),
  },
  {
    id: 'message',
    head: 'First message',
    align: 'right',
    width: '96px',
    from: 760,
    cell: ({ autopsy }) =>
      autopsy?.message ? (
        <Link className="link num" to={`/journal/${autopsy.message}`}>
          {autopsy.message}
        </Link>
      ) : (
        <span className="faint">–</span>
      ),
  },
];

/** One comparison: what it found, how each difference came about, and healing it after having seen what that would do. */
export default function Run() {
  const { id = '' } = useParams();
  const run = useQuery(runQuestion(id));
  const asked = useInfiniteQuery(discrepanciesQuestion(id));
  const { get, set } = useFilters();
  const [isAsking, ask] = useDisclosure();
  const [isApproving, approve] = useDisclosure();
  const [isUndoing, undo] = useDisclosure();
  const navigate = useNavigate();
  const mayHeal = useMay('operate');
  const all = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const autopsy = useQuery({ ...autopsyQuestion(id), enabled: all.length > 0 });
  const found = new Map(autopsy.data?.differences.map((each) => [keyOf(each.difference), each]));
  const [chosen, cause, location] = [get('class'), get('cause'), get('location')];
  const shown = all
    .map((each): Row => ({ found: each, autopsy: found.get(keyOf(each)) }))
    .filter((row) => !chosen || row.found.class === chosen)
    .filter((row) => !cause || row.autopsy?.cause === cause)
    .filter((row) => !location || row.found.location === location);
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
            {run.data.by && `, asked for by ${run.data.by}`}
          </>
        )
      }
      actions={
        <>
          {run.data?.healed && run.data.repairs > 0 && (
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={14} />}
              disabled={!mayHeal}
              onClick={undo.open}
            >
              Take back {textOf(run.data.repairs)}…
            </Button>
          )}
          {shown.length > 0 && (
            <Button leftSection={<IconHeartbeat size={14} />} disabled={!mayHeal} onClick={ask.open}>
              Heal {textOf(shown.length)}…
            </Button>
          )}
        </>
      }
    >
      <Shown of={run} rows={8}>
        {(known) => (
          <>
            {known.held && (
              <Alert
                color="yellow"
                styles={{ title: { color: 'inherit' } }}
                role="status"
                title={
                  known.repairs === 1
                    ? '1 correction waits for approval'
                    : `${textOf(known.repairs)} corrections wait for approval`
                }
              >
                That is more than the contract lets the hub correct unasked, so it corrected nothing of it.
                Look for one cause of it all first.{' '}
                <Button size="compact-sm" ml={6} disabled={!mayHeal} onClick={approve.open}>
                  Look at them and approve…
                </Button>
              </Alert>
            )}
            <Gaps of={known.gaps} />
            {all.length > 0 && (
              <div className={classes.causes}>
                {autopsy.data ? (
                  <Causes
                    of={autopsy.data}
                    chosen={{ cause, location }}
                    choose={(next) => set({ cause: next?.cause, location: next?.location })}
                  />
                ) : autopsy.error ? null : (
                  <Working>Reading the history of every difference…</Working>
                )}
                {Object.keys(known.discrepancies).length > 1 && (
                  <Select
                    aria-label="Class"
                    placeholder="Any class"
                    w={220}
                    clearable
                    data={Object.entries(known.discrepancies).map(([value, count]) => ({
                      value,
                      label: `${say(value)} (${count})`,
                    }))}
                    value={chosen || null}
                    onChange={(value) => set({ class: value })}
                  />
                )}
              </div>
            )}
            <DataList
              label="Discrepancies"
              rows={shown}
              columns={columns}
              idOf={(row) => keyOf(row.found)}
              onOpen={(row) =>
                navigate(`/stock/${encodeURIComponent(row.found.sku)}?storefront=${known.connection}`)
              }
              empty={
                known.failure ? (
                  <Blank title="The comparison did not get through">{known.failure}</Blank>
                ) : all.length > 0 ? (
                  <Blank title="No difference is like that">Take a filter away.</Blank>
                ) : (
                  <Blank good title="Nothing differs">
                    Every SKU that was compared is in step, or on its way.
                  </Blank>
                )
              }
            />
            <Heal
              isOpen={isAsking}
              close={ask.close}
              connection={known.connection}
              skus={[...new Set(shown.map((row) => row.found.sku))]}
            />
            <Heal
              isOpen={isApproving}
              close={approve.close}
              connection={known.connection}
              skus={[...new Set(all.map((found) => found.sku))]}
              held={id}
            />
            <Undo isOpen={isUndoing} close={undo.close} run={id} />
          </>
        )}
      </Shown>
    </Page>
  );
}
