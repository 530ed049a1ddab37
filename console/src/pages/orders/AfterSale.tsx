import type { OrderShown } from '../../api/questions';
import { Money } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Moment } from '../../parts/time';
import { State } from '../../parts/tone';
import classes from './Order.module.css';

/** Parcels, returns and refunds; nothing where there are none. */
export function AfterSale({ of }: { of: OrderShown }) {
  if (of.parcels.length + of.returns.length + of.refunds.length === 0) {
    return null;
  }
  return (
    <Panel title="Parcels, returns and refunds" flush>
      <ul className={classes.after}>
        {of.parcels.map((parcel) => (
          <li key={parcel.number}>
            <span>Parcel</span>
            <span className="mono">
              {parcel.carrier} {parcel.number}
            </span>
            <State word={parcel.status} label={parcel.status === 'unknown' ? 'No news yet' : undefined} />
            <span className="quiet">
              <Moment at={parcel.at ?? parcel.sentAt} /> {parcel.words}
            </span>
          </li>
        ))}
        {of.returns.map((returned) => (
          <li key={returned.rma}>
            <span>Return</span>
            <span className="mono">{returned.rma}</span>
            <State word={returned.status} />
            <span className="quiet">
              {returned.lines.map((line) => `${line.received} of ${line.authorised} ${line.sku}`).join(', ')}
              {returned.reason && `: ${returned.reason}`}
            </span>
          </li>
        ))}
        {of.refunds.map((refund) => (
          <li key={refund.refund ?? refund.document}>
            <span>Refund</span>
            <span className="mono">{refund.refund ?? '–'}</span>
            <State word={refund.refund ? 'done' : 'pending'} />
            <span className="quiet">
              <Money amount={refund.gross ?? refund.due} currency={of.currency} /> <Moment at={refund.at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
