import { useQuery } from '@tanstack/react-query';
import { splitsQuestion } from '../../api/questions';
import { Qty } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Table } from '../../parts/Table';

const causes: Record<string, string> = {
  line: 'no place had enough of a line',
  lines: 'the lines lie at different places',
  sender: 'more parcels were made than planned',
};

const costOf = (cost: number | null | undefined) =>
  cost === null || cost === undefined ? '–' : cost.toFixed(2);

/** What goes in more than one parcel, by channel and cause, and what that costs. */
export function Parcels() {
  const asked = useQuery(splitsQuestion);
  const policy = asked.data?.policy;
  return (
    <Panel
      title="In several parcels"
      note={`orders of the last week${policy ? `, served by ${policy}` : ''}; every parcel beyond the first costs money`}
      flush
    >
      <Shown of={asked} rows={3}>
        {(known) => {
          const rows = known.channels.flatMap((channel) =>
            channel.causes.map((cause) => ({ ...cause, channel: channel.channel, placed: channel.orders })),
          );
          return rows.length === 0 ? (
            <Blank title="Every order goes in one parcel">
              Or nobody has ordered within the last seven days.
            </Blank>
          ) : (
            <Table
              rows={rows}
              idOf={(row) => `${row.channel}/${row.cause}`}
              fields={[
                { head: 'Channel', cell: (row) => row.channel },
                { head: 'Because', cell: (row) => causes[row.cause] ?? row.cause },
                {
                  head: 'Orders',
                  look: 'num',
                  cell: (row) => (
                    <>
                      <Qty value={row.orders} /> of <Qty value={row.placed} />
                    </>
                  ),
                },
                { head: 'Parcels more', look: 'num', cell: (row) => <Qty value={row.extraParcels} /> },
                { head: 'Cost', look: 'num', cell: (row) => costOf(row.cost) },
              ]}
            />
          );
        }}
      </Shown>
    </Panel>
  );
}
