import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { act } from '../../api/client';
import { useDoing } from '../../parts/doing';
import { useMay } from '../../shell/session';

/** What a guard holds: approved as a whole, or discarded, after one question. */
export function Guard({ location, detail }: { location: string; detail: string }) {
  const [isAsking, ask] = useDisclosure();
  const mayAct = useMay('operate');
  const judge = useDoing(
    (verdict: 'approve' | 'discard') =>
      act('/api/guards/{location}/{verdict}', { path: { location, verdict } }),
    {
      done: (_, verdict) =>
        verdict === 'approve'
          ? `What was held for ${location} is on its way.`
          : `What was held for ${location} is discarded.`,
      reads: ['cases', 'stock', 'matrix'],
    },
  );
  return (
    <>
      <Group gap={6}>
        <Button color="orange.9" disabled={!mayAct} onClick={ask.open}>
          Approve what is held…
        </Button>
        <Button
          variant="default"
          disabled={!mayAct}
          loading={judge.isPending}
          onClick={() => judge.mutate('discard')}
        >
          Discard it
        </Button>
      </Group>
      <Modal
        opened={isAsking}
        onClose={ask.close}
        title={`Approve what is held for ${location}?`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <p>{detail}</p>
        <p>
          All of it is applied at once, and the storefronts follow. It cannot be taken back here: only a new
          report can.
        </p>
        <Button
          color="orange.9"
          loading={judge.isPending}
          onClick={() => judge.mutate('approve', { onSuccess: ask.close })}
        >
          Approve
        </Button>
      </Modal>
    </>
  );
}
