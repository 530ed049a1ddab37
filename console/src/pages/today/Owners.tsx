import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ownersQuestion } from '../../api/questions';
import { Stake, textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { Table } from '../../parts/Table';
import { sayOf } from '../../parts/tone';

/** Open cases by owner, with the orders and the money that they touch. */
export function Owners({ first }: { first: string }) {
  const asked = useQuery(ownersQuestion);
  return (
    <Panel title="Whose it is" note="open cases, and what was charged for the orders that they touch" flush>
      <Shown of={asked} rows={5}>
        {(owners) => (
          <Table
            rows={[...owners].sort((a, b) => Number(b.owner === first) - Number(a.owner === first))}
            idOf={(owner) => owner.owner}
            idle={(owner) => owner.open === 0}
            fields={[
              {
                head: 'Owner',
                cell: (owner) => (
                  <Link className="link" to={`/cases?owner=${owner.owner}`}>
                    {sayOf(owner.owner)}
                  </Link>
                ),
              },
              { head: 'Open', look: 'num', cell: (owner) => textOf(owner.open) },
              {
                head: 'Orders',
                look: 'num',
                cell: (owner) => `${owner.isComplete ? '' : 'over '}${textOf(owner.orders)}`,
              },
              { head: 'At stake', look: 'right', cell: (owner) => <Stake of={owner.revenue} /> },
            ]}
          />
        )}
      </Shown>
    </Panel>
  );
}
