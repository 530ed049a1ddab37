import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type ContractShown, contractQuestion } from '../../api/questions';
import { Qty, textOf } from '../../parts/figures';
import { Facts, Page, Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { spanOf } from '../../parts/time';
import { sayOf, Tag } from '../../parts/tone';
import classes from './Contract.module.css';
import { Findings } from './Findings';
import { Mappings } from './Mappings';

/** Who is right about what, who follows, and what is mapped to what. */
export default function Contract() {
  const asked = useQuery(contractQuestion);
  return (
    <Page
      title="Contract"
      lead="Who is right about what, who follows, and what is mapped to what: as the hub has it at work. It is changed in trueup.yaml, under version control; a word that is missing can be mapped here at once."
    >
      <Shown of={asked} rows={10}>
        {(contract) => (
          <>
            <Findings />
            <Locations of={contract} />
            <Mappings contract={contract} />
            <div className={classes.split}>
              <Ownership of={contract} />
              <Rules of={contract} />
              <Kits of={contract} />
            </div>
          </>
        )}
      </Shown>
    </Page>
  );
}

function Locations({ of }: { of: ContractShown }) {
  const systems = [
    ...new Set(of.locations.flatMap((location) => location.codes.map((alias) => alias.connection))),
  ];
  return (
    <Panel title="Locations" note="and their code in every system" flush>
      <div className="tableFrame">
        <table className="plain">
          <thead>
            <tr>
              <th>Location</th>
              <th>Owner</th>
              {systems.map((system) => (
                <th key={system}>{system}</th>
              ))}
              <th className="right">SKUs reported</th>
              <th>Coverage</th>
            </tr>
          </thead>
          <tbody>
            {of.locations.map((location) => (
              <tr key={location.code}>
                <td>
                  <strong>{location.title}</strong> <span className="faint mono">{location.code}</span>
                </td>
                <td>{location.owner}</td>
                {systems.map((system) => (
                  <td key={system} className="mono">
                    {location.codes.find((alias) => alias.connection === system)?.code ?? (
                      <span className="faint">–</span>
                    )}
                  </td>
                ))}
                <td className="right num">{textOf(location.skus)}</td>
                <td>
                  {location.missing.length ? (
                    <Tag tone="warn">no code in {location.missing.join(', ')}</Tag>
                  ) : location.skus === 0 ? (
                    <Tag tone="warn">never reported</Tag>
                  ) : (
                    <Tag tone="ok">complete</Tag>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Ownership({ of }: { of: ContractShown }) {
  return (
    <Panel title="Ownership" flush>
      <table className="plain">
        <thead>
          <tr>
            <th>Data</th>
            <th>Is right</th>
            <th>Follow</th>
          </tr>
        </thead>
        <tbody>
          {of.ownership.map((rule) => (
            <tr key={rule.data}>
              <td>{sayOf(rule.data)}</td>
              <td>
                <strong>{rule.owner}</strong>
              </td>
              <td>{rule.subscribers.join(', ') || <span className="faint">nobody</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

const percent = (share: number | null | undefined) =>
  share === null || share === undefined ? 'no limit' : `${share * 100} %`;

function Rules({ of }: { of: ContractShown }) {
  return (
    <Panel title="Rules">
      <Facts
        of={[
          ['Counts for sale', of.sellable.join(', ')],
          [
            'Kept back',
            <span key="b">
              <Qty value={of.bufferDefault} /> everywhere
              {of.buffers.map((rule, place) => (
                <span key={place}>
                  , <Qty value={rule.quantity} /> {[rule.sku, rule.location].filter(Boolean).join(' at ')}
                </span>
              ))}
            </span>,
          ],
          [
            'Held for approval',
            `reports that would zero more than ${percent(of.guards.zeroedMax)} or change more than ${percent(of.guards.changedMax)} of a location's SKUs`,
          ],
          ['Orders served from', `${of.sourcing}: ${of.sourcingOrder.join(' → ') || 'any'}`],
          [
            'Compared',
            `${of.reconcileSeconds ? `every ${spanOf(of.reconcileSeconds * 1000)}` : 'on demand'}, ${of.heals ? 'and corrected' : 'and only reported'}`,
          ],
        ]}
      />
    </Panel>
  );
}

function Kits({ of }: { of: ContractShown }) {
  return (
    <Panel title="Kits" note="sold as one, taken as many" flush>
      {of.kits.length === 0 ? (
        <Blank title="No kits">
          Sets that are computed from their components stand under kits in trueup.yaml.
        </Blank>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th>Kit</th>
              <th>Components</th>
            </tr>
          </thead>
          <tbody>
            {of.kits.map((kit) => (
              <tr key={kit.sku}>
                <td>
                  <Link className="link mono" to={`/stock/${encodeURIComponent(kit.sku)}`}>
                    {kit.sku}
                  </Link>
                </td>
                <td>{kit.components.map((part) => `${part.perKit} × ${part.sku}`).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
