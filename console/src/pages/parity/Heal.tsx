import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { act, read } from '../../api/client';
import { useDoing, wordsOf } from '../../parts/doing';
import { Qty, textOf } from '../../parts/figures';
import { Blank, Working } from '../../parts/states';
import classes from './Parity.module.css';

const rowsMax = 100;

/** Compares the SKUs anew without writing anything, and shows what healing would write. */
async function look(connection: string, skus: string[], signal: AbortSignal) {
  const [run] = await act('/api/parity/runs', { signal, body: { connection, heal: false, skus } });
  if (!run) {
    return [];
  }
  const page = await read('/api/parity/runs/{id}/discrepancies', {
    signal,
    path: { id: run.id },
    query: { limit: 1_000 },
  });
  return page.items;
}

/** Heals differences: both ends are read again first, and what would be written is shown before it is. */
export function Heal({
  isOpen,
  close,
  connection,
  skus,
}: {
  isOpen: boolean;
  close: () => void;
  connection: string;
  skus: string[];
}) {
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      size="lg"
      title={`Heal ${skus.length === 1 ? skus[0] : `${textOf(skus.length)} SKUs`} of ${connection}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Healing connection={connection} skus={skus} close={close} />
    </Modal>
  );
}

function Healing({ connection, skus, close }: { connection: string; skus: string[]; close: () => void }) {
  const navigate = useNavigate();
  const preview = useQuery({
    queryKey: ['heal', connection, skus],
    queryFn: ({ signal }) => look(connection, skus, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const heal = useDoing(() => act('/api/parity/runs', { body: { connection, heal: true, skus } }), {
    done: () => 'Compared again, and corrected what still differed.',
    reads: ['parity', 'stock', 'cases', 'matrix'],
  });
  if (preview.error) {
    return <Blank title="Both ends could not be read">{wordsOf(preview.error)}</Blank>;
  }
  if (!preview.data) {
    return <Working>Both ends are read again; nothing is written…</Working>;
  }
  const rows = preview.data;
  if (rows.length === 0) {
    return (
      <Blank good title="Nothing differs any more">
        Both ends were read again and agree: there is nothing to heal.
      </Blank>
    );
  }
  return (
    <>
      <p>
        Read again just now. Where they still differ when you say so, the hub writes what must be there. What
        a guard holds stays held.
      </p>
      <div className={classes.preview}>
        <table className="plain">
          <thead>
            <tr>
              <th>SKU</th>
              <th>Location</th>
              <th className="right">Is</th>
              <th className="right">Will be</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, rowsMax).map((row) => (
              <tr key={`${row.sku} ${row.location} ${row.class}`}>
                <td className="mono">{row.sku}</td>
                <td>{row.location ?? '–'}</td>
                <td className="right">
                  <Qty value={row.observed} />
                </td>
                <td className="right">
                  <strong>
                    <Qty value={row.expected} />
                  </strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > rowsMax && <p className="quiet">and {textOf(rows.length - rowsMax)} more</p>}
      <Button
        mt="sm"
        loading={heal.isPending}
        onClick={() =>
          heal.mutate(undefined, {
            onSuccess: ([next]) => {
              close();
              if (next) {
                navigate(`/parity/${next.id}`);
              }
            },
          })
        }
      >
        Heal {textOf(rows.length)}
      </Button>
    </>
  );
}
