import { Button, Select, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { endOf, spans } from './spans';

/** Asks for how long and why, and does it then; `children` are what is asked for before. */
export function ForAWhile({
  span: label,
  button,
  isReady = true,
  isBusy,
  onSubmit,
  children,
}: {
  /** What the length of time is called. */
  span: string;
  button: ReactNode;
  /** Whether everything else that is needed is there. */
  isReady?: boolean;
  isBusy: boolean;
  onSubmit: (answer: { until: string; reason: string }) => void;
  children?: ReactNode;
}) {
  const [span, setSpan] = useState<string>(spans[1].value);
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ until: endOf(span), reason: reason.trim() });
      }}
    >
      {children}
      <Select
        mt="xs"
        label={label}
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
      <Button mt="sm" type="submit" disabled={!isReady || reason.trim() === ''} loading={isBusy}>
        {button}
      </Button>
    </form>
  );
}
