import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type ContractShown, contractQuestion, inForceQuestion } from '../../api/questions';
import { Qty, textOf } from '../../parts/figures';
import { Facts, Page, Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { type Field, Table } from '../../parts/Table';
import { spanOf } from '../../parts/time';
import { sayOf, Tag } from '../../parts/tone';
import classes from './Contract.module.css';
import { Findings } from './Findings';
import { Mappings } from './Mappings';
import { Payloads } from './Payloads';

type Location = ContractShown['locations'][number];

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
              <Ownership />
              <Rules of={contract} />
              <Kits of={contract} />
            </div>
            <Payloads />
          </>
        )}
      </Shown>
    </Page>
  );
}

/** Where a location is, as maps take it; null where nobody says. */
const placeOf = ({ latitude, longitude }: Location) =>
  typeof latitude === 'number' && typeof longitude === 'number' ? `${latitude}, ${longitude}` : null;

const place: Field<Location> = {
  head: 'Latitude, longitude',
  look: 'mono',
  cell: (location) => placeOf(location) ?? <span className="faint">–</span>,
};

function Locations({ of }: { of: ContractShown }) {
  const systems = [
    ...new Set(of.locations.flatMap((location) => location.codes.map((alias) => alias.connection))),
  ];
  return (
    <Panel title="Locations" note="and their code in every system" flush>
      <Table
        rows={of.locations}
        idOf={(location) => location.code}
        fields={[
          {
            head: 'Location',
            cell: (location) => (
              <>
                <strong>{location.title}</strong> <span className="faint mono">{location.code}</span>
              </>
            ),
          },
          { head: 'Owner', cell: (location) => location.owner },
          ...(of.locations.some((location) => placeOf(location)) ? [place] : []),
          ...systems.map(
            (system): Field<Location> => ({
              head: system,
              look: 'mono',
              cell: (location) =>
                location.codes.find((alias) => alias.connection === system)?.code ?? (
                  <span className="faint">–</span>
                ),
            }),
          ),
          { head: 'SKUs reported', look: 'num', cell: (location) => textOf(location.skus) },
          {
            head: 'Coverage',
            cell: (location) =>
              location.missing.length ? (
                <Tag tone="warn">no code in {location.missing.join(', ')}</Tag>
              ) : location.skus === 0 ? (
                <Tag tone="warn">never reported</Tag>
              ) : (
                <Tag tone="ok">complete</Tag>
              ),
          },
        ]}
      />
    </Panel>
  );
}

function Ownership() {
  const asked = useQuery(inForceQuestion);
  return (
    <Panel title="Ownership" flush>
      <Shown of={asked} rows={4}>
        {({ ownership }) => (
          <Table
            rows={ownership}
            idOf={(rule) => rule.data}
            fields={[
              { head: 'Data', cell: (rule) => sayOf(rule.data) },
              { head: 'Is right', cell: (rule) => <strong>{rule.owner ?? '–'}</strong> },
              {
                head: 'Follow',
                cell: (rule) => rule.subscribers.join(', ') || <span className="faint">nobody</span>,
              },
            ]}
          />
        )}
      </Shown>
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
            'Sold before it is there',
            <span key="s">
              {of.backorders.length === 0 && <span className="faint">nothing</span>}
              {of.backorders.map((rule, place) => (
                <span key={place}>
                  {place > 0 && ', '}
                  {rule.units ? <Qty value={rule.units} /> : 'as much as is on its way'}{' '}
                  {rule.units && rule.onlyInbound && 'of what is on its way '}
                  {[rule.scope.sku ?? rule.scope.category, rule.scope.location].filter(Boolean).join(' at ')}
                  {rule.expected && `, expected ${rule.expected}`}
                </span>
              ))}
            </span>,
          ],
          [
            'Little left',
            of.lowStock ? (
              <span key="l">
                <Qty value={of.lowStock.at} /> or less
                {of.lowStock.rules.map((rule, place) => (
                  <span key={place}>
                    , <Qty value={rule.at} /> {rule.scope.sku ?? rule.scope.category ?? rule.scope.velocity}
                  </span>
                ))}
              </span>
            ) : (
              <span key="l" className="faint">
                nothing is told
              </span>
            ),
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
        <Table
          rows={of.kits}
          idOf={(kit) => kit.sku}
          fields={[
            {
              head: 'Kit',
              cell: (kit) => (
                <Link className="link mono" to={`/stock/${encodeURIComponent(kit.sku)}`}>
                  {kit.sku}
                </Link>
              ),
            },
            {
              head: 'Components',
              cell: (kit) => kit.components.map((part) => `${part.perKit} × ${part.sku}`).join(', '),
            },
          ]}
        />
      )}
    </Panel>
  );
}
