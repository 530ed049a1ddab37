import { Modal, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { act } from '../../api/client';
import type { StockShown } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { ForAWhile } from '../../parts/ForAWhile';

/** Keeps a figure in a storefront's source for a while, whatever the truth is. */
export function Keep({ of, isOpen, close }: { of: StockShown; isOpen: boolean; close: () => void }) {
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={`Keep a figure of ${of.sku} by hand`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Keeping of={of} close={close} />
    </Modal>
  );
}

function Keeping({ of, close }: { of: StockShown; close: () => void }) {
  const places = of.storefronts.filter((row) => row.source);
  const [place, setPlace] = useState('0');
  const chosen = places[Number(place)];
  const [quantity, setQuantity] = useState<number | string>(chosen?.desired ?? 0);
  const keep = useDoing(
    (answer: { until: string; reason: string }) =>
      act('/api/stock/{sku}/overrides', {
        path: { sku: of.sku },
        body: {
          storefront: chosen?.connection ?? null,
          source: chosen?.source ?? null,
          quantity: Number(quantity),
          ...answer,
        },
      }),
    { done: () => `${of.sku} is kept at ${quantity}.`, reads: ['parity', 'stock', 'cases'] },
  );
  return (
    <ForAWhile
      span="For"
      button="Keep it"
      isReady={!!chosen && quantity !== ''}
      isBusy={keep.isPending}
      onSubmit={(answer) => keep.mutate(answer, { onSuccess: close })}
    >
      <p className="quiet">
        The hub writes this figure instead of what may be sold, and takes off what the storefront ships, until
        the time is over or somebody lets it go. It can oversell: say why.
      </p>
      <Select
        mt="xs"
        label="Where"
        allowDeselect={false}
        data={places.map((row, index) => ({
          value: String(index),
          label: `${row.connection}: ${row.source} (${row.location})`,
        }))}
        value={place}
        onChange={(value) => {
          if (value) {
            setPlace(value);
            setQuantity(places[Number(value)]?.desired ?? 0);
          }
        }}
      />
      <NumberInput mt="xs" label="Figure" min={0} value={quantity} onChange={setQuantity} />
    </ForAWhile>
  );
}
