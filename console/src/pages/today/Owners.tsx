import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ownersQuestion } from '../../api/questions';
import { Stake, textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { sayOf } from '../../parts/tone';
import classes from './Today.module.css';

/** Open cases by owner, with the orders and the money that they touch. */
export function Owners({ first }: { first: string }) {
  const asked = useQuery(ownersQuestion);
  return (
    <Panel title="Whose it is" note="open cases, and what was charged for the orders that they touch" flush>
      <Shown of={asked} rows={5}>
        {(owners) => (
          <table className="plain">
            <thead>
              <tr>
                <th>Owner</th>
                <th className="right">Open</th>
                <th className="right">Orders</th>
                <th className="right">At stake</th>
              </tr>
            </thead>
            <tbody>
              {[...owners]
                .sort((a, b) => Number(b.owner === first) - Number(a.owner === first))
                .map((owner) => (
                  <tr key={owner.owner} className={owner.open ? undefined : classes.idle}>
                    <td>
                      <Link className="link" to={`/cases?owner=${owner.owner}`}>
                        {sayOf(owner.owner)}
                      </Link>
                    </td>
                    <td className="right num">{textOf(owner.open)}</td>
                    <td className="right num">
                      {owner.isComplete ? '' : 'over '}
                      {textOf(owner.orders)}
                    </td>
                    <td className="right">
                      <Stake of={owner.revenue} />
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
      </Shown>
    </Panel>
  );
}
