import { Link } from 'react-router';
import type { OrderShown } from '../../api/questions';
import { Money, Qty } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Tag } from '../../parts/tone';
import classes from './Order.module.css';

/** The lines as charged, and how far each is. */
export function Lines({ of }: { of: OrderShown }) {
  const { totals, currency } = of;
  const progress = new Map(of.fulfilment.map((line) => [line.line, line]));
  const rows: [string, number][] = [
    ['Net', totals.net],
    ...(totals.discount ? [['Discount', -Math.abs(totals.discount)] as [string, number]] : []),
    ...(totals.shipping ? [['Shipping', totals.shipping] as [string, number]] : []),
    ['Tax', totals.tax],
    ['Charged', totals.gross],
  ];
  return (
    <Panel title="Lines" note="as the storefront charged them; nothing is computed anew" flush>
      <div className="tableFrame">
        <table className="plain">
          <thead>
            <tr>
              <th>Article</th>
              <th className="right">Ordered</th>
              <th className="right">Shipped</th>
              <th className="right">Each, net</th>
              <th className="right">With tax</th>
            </tr>
          </thead>
          <tbody>
            {of.lines.map((line) => {
              const far = progress.get(line.line);
              return (
                <tr key={line.line}>
                  <td>
                    <Link className="link mono" to={`/stock/${encodeURIComponent(line.sku)}`}>
                      {line.sku}
                    </Link>
                    <div className={classes.name}>{line.name}</div>
                    {line.options.map((option) => (
                      <Tag key={option.label}>
                        {option.label}: {option.value}
                      </Tag>
                    ))}
                  </td>
                  <td className="right">
                    <Qty value={line.quantity} />
                  </td>
                  <td className="right">
                    <Qty value={far?.shipped} />
                    {of.awaited
                      .filter((goods) => goods.line === line.line)
                      .map((goods) => (
                        <div key={`${goods.sku}@${goods.location}`} className={classes.name}>
                          waits for {goods.units} {goods.sku === line.sku ? '' : `of ${goods.sku} `}at{' '}
                          {goods.location}
                          {goods.expected && `, expected ${goods.expected}`}
                        </div>
                      ))}
                    {far?.withdrawn ? <div className={classes.name}>{far.withdrawn} withdrawn</div> : null}
                  </td>
                  <td className="right">
                    <Money amount={line.unitPrice} currency={currency} />
                  </td>
                  <td className="right">
                    <Money amount={line.total} currency={currency} />
                  </td>
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            {rows.map(([label, amount]) => (
              <tr key={label} className={classes.totals}>
                <td colSpan={4} className="right">
                  {label}
                </td>
                <td className="right">
                  <Money amount={amount} currency={currency} />
                </td>
              </tr>
            ))}
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}
