import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { act, read } from '../../api/client';
import type { RepairShown } from '../../api/questions';
import { useDoing, wordsOf } from '../../parts/doing';
import { textOf } from '../../parts/figures';
import { Blank, Working } from '../../parts/states';
import { Repairs } from './Repairs';

/** Compares the SKUs anew without writing anything, and shows what healing would write. */
async function look(connection: string, skus: string[], signal: AbortSignal): Promise<RepairShown[]> {
  const [run] = await act('/api/parity/runs', { signal, body: { connection, heal: false, skus } });
  if (!run) {
    return [];
  }
  const page = await read('/api/parity/runs/{id}/repairs', {
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
  held,
}: {
  isOpen: boolean;
  close: () => void;
  connection: string;
  skus: string[];
  /** The comparison whose corrections wait for approval; pressing the button approves them. */
  held?: string;
}) {
  const what = skus.length === 1 ? skus[0] : `${textOf(skus.length)} SKUs`;
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      size="lg"
      title={held ? `Approve the corrections of ${what} in ${connection}?` : `Heal ${what} of ${connection}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Healing connection={connection} skus={skus} close={close} held={held} />
    </Modal>
  );
}

function Healing({
  connection,
  skus,
  close,
  held,
}: {
  connection: string;
  skus: string[];
  close: () => void;
  held: string | undefined;
}) {
  const navigate = useNavigate();
  const preview = useQuery({
    queryKey: ['heal', connection, skus],
    queryFn: ({ signal }) => look(connection, skus, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const heal = useDoing(
    () =>
      held
        ? act('/api/parity/runs/{id}/approve', { path: { id: held }, body: {} })
        : act('/api/parity/runs', { body: { connection, heal: true, skus, approve: true } }),
    {
      done: () => 'Compared again, and corrected what still differed.',
      reads: ['parity', 'stock', 'cases', 'matrix'],
    },
  );
  if (preview.error) {
    return <Blank title="Both ends could not be read">{wordsOf(preview.error)}</Blank>;
  }
  if (!preview.data) {
    return <Working>Both ends are read again; nothing is written…</Working>;
  }
  const rows = preview.data;
  if (rows.length === 0) {
    return (
      <Blank good title="There is nothing to write">
        Both ends were read again: every source holds what it must, or only a person can mend what differs.
      </Blank>
    );
  }
  return (
    <>
      <p>
        Read again just now. Where they still differ when you say so, the hub writes what must be there. What
        a guard holds stays held, and what is written can be taken back for a day.
      </p>
      <Repairs of={rows} from={(row) => row.from} to={(row) => row.to} />
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
        {held ? 'Approve' : 'Heal'} {textOf(rows.length)}
      </Button>
    </>
  );
}
