import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

/** Longest text that is looked for. */
const textMax = 200;

/** Where / goes to: what is typed becomes part of the address a moment later. */
export function SearchBox({
  value,
  onChange,
  label,
  placeholder,
  width = 260,
}: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder: string;
  width?: number;
}) {
  const [text, setText] = useState(value);
  const apply = useDebouncedCallback(onChange, 150);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      data-search
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      w={width}
      value={text}
      maxLength={textMax}
      onChange={(event) => {
        setText(event.currentTarget.value.slice(0, textMax));
        apply(event.currentTarget.value.slice(0, textMax).trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.currentTarget.blur();
        }
      }}
    />
  );
}
