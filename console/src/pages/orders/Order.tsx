import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { act } from '../../api/client';
import { type OrderShown, orderQuestion } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { moneyOf } from '../../parts/figures';
import { Facts, Page, Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { Table } from '../../parts/Table';
import { Moment } from '../../parts/time';
import { State, sayOf, Tag } from '../../parts/tone';
import { useMay } from '../../shell/session';
import { AfterSale } from './AfterSale';
import { CorrectOrder } from './CorrectOrder';
import { Lines } from './Lines';
import classes from './Order.module.css';
import { Timeline } from './Timeline';

/** One order: what was charged, how far it is in every system, and every step of the way. */
export default function Order() {
  const { id = '' } = useParams();
  const asked = useQuery(orderQuestion(id));
  const retry = useDoing(() => act('/api/orders/{id}/retry', { path: { id } }), {
    done: () => 'Tried again with the truth as it is now.',
    reads: ['orders', 'cases'],
  });
  const approve = useDoing(() => act('/api/orders/{id}/approve', { path: { id } }), {
    done: () => 'Approved: the order is on its way.',
    reads: ['orders', 'cases'],
  });
  const mayAct = useMay('operate');
  const order = asked.data;
  const isRefused = order?.documents.some((document) => document.refusal);
  return (
    <Page
      title={
        <>
          Order <span className="mono">{order?.number ?? id}</span>
          {order && <State word={order.status} />}
        </>
      }
      name={`Order ${order?.number ?? id}`}
      crumbs={[{ to: '/orders', label: 'Orders' }]}
      lead={
        order && (
          <>
            {order.storefront}, placed <Moment at={order.placedAt} />, charged{' '}
            <strong className="num">{moneyOf(order.totals.gross, order.currency)}</strong>
            {order.awaitsApproval && '; it waits for approval'}
          </>
        )
      }
      actions={
        order && (
          <>
            <CorrectOrder id={order.id} />
            {order.awaitsApproval && (
              <Button disabled={!mayAct} loading={approve.isPending} onClick={() => approve.mutate()}>
                Approve
              </Button>
            )}
            {isRefused && (
              <Button
                leftSection={<IconRefresh size={14} />}
                disabled={!mayAct}
                loading={retry.isPending}
                onClick={() => retry.mutate()}
              >
                Retry what was refused
              </Button>
            )}
          </>
        )
      }
    >
      <Shown of={asked} rows={10}>
        {(known) => (
          <div className={classes.split}>
            <div className={classes.column}>
              <Documents of={known} />
              <Timeline id={known.id} />
            </div>
            <div className={classes.column}>
              <Lines of={known} />
              <AfterSale of={known} />
              <Parties of={known} />
            </div>
          </div>
        )}
      </Shown>
    </Page>
  );
}

const kinds: Record<string, string> = {
  CreateOrder: 'Order',
  CancelOrder: 'Cancellation',
  PostShipment: 'Shipment',
  CancelInStorefront: 'Cancellation',
  PostSale: 'Sales order',
  CancelSale: 'Cancellation of the sale',
  PostCredit: 'Credit memo',
  PostReturn: 'Return',
  ReduceOrder: 'Fewer units',
  AnnounceReturn: 'Announced return',
  RefundInStorefront: 'Refund',
  PostTracking: 'Tracking',
  AmendOrder: 'Changed order',
  AmendSale: 'Changed sale',
};

const phases: Record<string, string> = { Cancelled: 'cancelled', OnHold: 'held', Finished: 'finished' };

type Document = Pick<
  OrderShown['documents'][number],
  'key' | 'target' | 'kind' | 'location' | 'refusal' | 'isSettled' | 'remoteId' | 'tracking'
>;

function Documents({ of }: { of: OrderShown }) {
  const own: Document = {
    key: of.id,
    target: of.storefront,
    kind: 'CreateOrder',
    location: null,
    refusal: null,
    remoteId: of.number,
    isSettled: true,
    tracking: [],
  };
  return (
    <Panel title="In every system" note="the documents that this order became" flush>
      <Table
        rows={[own, ...of.documents]}
        idOf={(document) => document.key}
        fields={[
          { head: 'System', cell: (document) => document.target },
          {
            head: 'Document',
            cell: (document) => (
              <>
                {kinds[document.kind] ?? document.kind}
                {document.location && <span className="faint"> {document.location}</span>}
              </>
            ),
          },
          {
            head: 'State',
            cell: (document) =>
              document === own ? (
                <State word={phases[of.progress.phase] ?? 'accepted'} label={sayOf(of.progress.state)} />
              ) : document.refusal ? (
                <>
                  <State word="refused" /> <span className="quiet">{document.refusal}</span>
                </>
              ) : (
                <State word={document.isSettled ? 'done' : 'pending'} />
              ),
          },
          {
            head: 'Its number there',
            look: 'mono',
            cell: (document) => (
              <span className={classes.numbers}>
                {document.remoteId ?? '–'}
                {document.tracking.map((parcel) => (
                  <Tag key={parcel.number}>
                    {parcel.carrier} {parcel.number}
                  </Tag>
                ))}
              </span>
            ),
          },
        ]}
      />
    </Panel>
  );
}

function Parties({ of }: { of: OrderShown }) {
  const address = of.shipping?.address;
  return (
    <Panel title="Customer and payment">
      <Facts
        of={[
          [
            'Customer',
            of.customer
              ? `${of.customer.name}${of.customer.company ? `, ${of.customer.company}` : ''}`
              : 'guest',
          ],
          ['E-mail', of.customer?.email ?? '–'],
          [
            'Ships to',
            address
              ? [address.name, ...address.street, address.postcode, address.city, address.country].join(', ')
              : '–',
          ],
          ['Shipping', of.shipping?.method ?? '–'],
          [
            'Payment',
            of.payment
              ? `${of.payment.method}, ${of.payment.state}, ${moneyOf(of.payment.amount, of.currency)}`
              : '–',
          ],
          [
            'Hub id',
            <span key="id" className="mono">
              {of.id}
            </span>,
          ],
          ...(of.edits.length
            ? [
                [
                  'Corrected here',
                  of.edits
                    .map((edit) => `${edit.field}: ${edit.before ?? '–'} → ${edit.after ?? '–'}`)
                    .join('; '),
                ] as [string, string],
              ]
            : []),
          [
            'Cases',
            <Link key="c" className="link" to={`/cases?query=${encodeURIComponent(of.id)}&state=all`}>
              cases of this order
            </Link>,
          ],
        ]}
      />
    </Panel>
  );
}
