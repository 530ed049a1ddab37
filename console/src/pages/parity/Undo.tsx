import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { act } from '../../api/client';
import { repairsQuestion } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { ForAWhile } from '../../parts/ForAWhile';
import { countOf, textOf } from '../../parts/figures';
import { Shown } from '../../parts/states';
import { Repairs } from './Repairs';

/** Takes back what a comparison corrected: the old figures are shown first, with how long they are kept. */
export function Undo({ isOpen, close, run }: { isOpen: boolean; close: () => void; run: string }) {
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      size="lg"
      title={`Take back what comparison ${run} corrected?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Undoing run={run} close={close} />
    </Modal>
  );
}

function Undoing({ run, close }: { run: string; close: () => void }) {
  const asked = useQuery(repairsQuestion(run));
  const undo = useDoing(
    (body: { expected: number; until: string; reason: string }) =>
      act('/api/parity/runs/{id}/undo', { path: { id: run }, body }),
    {
      done: (undone) =>
        `${countOf(undone.count, 'figure is as it was, and is', 'figures are as they were, and are')} kept for a while.`,
      reads: ['parity', 'stock', 'cases', 'matrix'],
    },
  );
  return (
    <Shown of={asked} rows={4}>
      {({ items }) => (
        <>
          <p>
            The hub writes the old figures again and keeps them, whatever owners report, until the time is
            over or somebody lets them go.
          </p>
          <Repairs of={items} from={(row) => row.now} to={(row) => row.from} />
          <ForAWhile
            span="Keep them for"
            button={<>Take back {textOf(items.length)}</>}
            isBusy={undo.isPending}
            onSubmit={(answer) => undo.mutate({ ...answer, expected: items.length }, { onSuccess: close })}
          />
        </>
      )}
    </Shown>
  );
}
