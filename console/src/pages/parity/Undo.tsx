import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { act } from '../../api/client';
import { repairsQuestion } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { textOf } from '../../parts/figures';
import { endOf, spans } from '../../parts/spans';
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
  const [reason, setReason] = useState('');
  const [span, setSpan] = useState<string>(spans[1].value);
  const undo = useDoing(
    (expected: number) =>
      act('/api/parity/runs/{id}/undo', {
        path: { id: run },
        body: { expected, until: endOf(span), reason: reason.trim() },
      }),
    {
      done: (undone) => `${textOf(undone.count)} figures are as they were, and are kept for a while.`,
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
          <Select
            mt="sm"
            label="Keep them for"
            allowDeselect={false}
            data={[...spans]}
            value={span}
            onChange={(value) => value && setSpan(value)}
          />
          <TextInput
            mt="xs"
            label="Why"
            required
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button
            mt="sm"
            disabled={reason.trim() === ''}
            loading={undo.isPending}
            onClick={() => undo.mutate(items.length, { onSuccess: close })}
          >
            Take back {textOf(items.length)}
          </Button>
        </>
      )}
    </Shown>
  );
}
