import type { RepairShown } from '../../api/questions';
import { Qty, textOf } from '../../parts/figures';
import classes from './Parity.module.css';

const rowsMax = 100;

/** Figures that change: where, from what, to what. */
export function Repairs({
  of,
  from,
  to,
}: {
  of: readonly RepairShown[];
  from: (row: RepairShown) => number | null | undefined;
  to: (row: RepairShown) => number | null | undefined;
}) {
  return (
    <>
      <div className={classes.preview}>
        <table className="plain">
          <thead>
            <tr>
              <th>SKU</th>
              <th>Source</th>
              <th className="right">Is</th>
              <th className="right">Will be</th>
            </tr>
          </thead>
          <tbody>
            {of.slice(0, rowsMax).map((row) => (
              <tr key={`${row.sku} ${row.source}`}>
                <td className="mono">{row.sku}</td>
                <td>
                  <span className="mono">{row.source}</span> <span className="faint">{row.location}</span>
                </td>
                <td className="right">
                  <Qty value={from(row)} />
                </td>
                <td className="right">
                  <strong>
                    <Qty value={to(row)} />
                  </strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {of.length > rowsMax && <p className="quiet">and {textOf(of.length - rowsMax)} more</p>}
    </>
  );
}
