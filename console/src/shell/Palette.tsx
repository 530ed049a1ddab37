import { Modal } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconAlertCircle, IconListDetails, IconReceipt2, IconSearch, IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { read } from '../api/client';
import classes from './Palette.module.css';
import { places } from './places';

interface Found {
  id: string;
  to: string;
  label: string;
  note: string;
  icon: typeof IconSearch;
}

async function find(text: string, signal: AbortSignal): Promise<Found[]> {
  const query = { query: text, limit: 5 };
  const [stock, orders, cases] = await Promise.all([
    read('/api/stock', { query, signal }),
    read('/api/orders', { query, signal }),
    read('/api/exceptions', { query: { ...query, state: 'all' }, signal }),
  ]);
  const skus = [...new Set(stock.items.map((position) => position.sku))].slice(0, 5);
  return [
    ...orders.items.map((order) => ({
      id: `order-${order.id}`,
      to: `/orders/${encodeURIComponent(order.id)}`,
      label: order.number,
      note: `Order · ${order.storefront} · ${order.status}`,
      icon: IconReceipt2,
    })),
    ...skus.map((sku) => ({
      id: `sku-${sku}`,
      to: `/stock/${encodeURIComponent(sku)}`,
      label: sku,
      note: 'Stock',
      icon: IconStack2,
    })),
    ...cases.items.map((known) => ({
      id: `case-${known.id}`,
      to: `/cases/${known.id}`,
      label: known.title,
      note: `Case · ${known.about.sku ?? known.about.order ?? known.about.location ?? known.code} · ${known.state}`,
      icon: IconAlertCircle,
    })),
  ];
}

/** One box for everything: SKUs, orders, cases, messages and pages. */
export function Palette({ isOpen, open, close }: { isOpen: boolean; open: () => void; close: () => void }) {
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 120);
  const [place, setPlace] = useState(0);
  const navigate = useNavigate();
  const listId = useId();
  useHotkeys([['mod+K', open]], []);
  useEffect(() => {
    if (isOpen) {
      setText('');
      setPlace(0);
    }
  }, [isOpen]);

  const { data: found, isFetching } = useQuery({
    queryKey: ['palette', wanted],
    queryFn: ({ signal }) => find(wanted, signal),
    enabled: isOpen && wanted.length > 1,
    placeholderData: (before) => (wanted.length > 1 ? before : undefined),
  });

  const shown = useMemo(() => {
    const small = text.trim().toLowerCase();
    const pages: Found[] = Object.values(places)
      .filter((known) => !small || known.label.toLowerCase().includes(small))
      .map((known) => ({ ...known, id: `page-${known.to}` }));
    const message: Found[] = /^[1-9]\d{0,14}$/.test(small)
      ? [
          {
            id: 'message',
            to: `/journal/${small}`,
            label: `Message ${small}`,
            note: 'Journal',
            icon: IconListDetails,
          },
        ]
      : [];
    return small ? [...(found ?? []), ...message, ...pages] : pages;
  }, [text, found]);
  const at = Math.min(place, Math.max(0, shown.length - 1));

  const go = (entry: Found | undefined) => {
    if (entry) {
      close();
      navigate(entry.to);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setPlace((shown.length + at + step) % Math.max(1, shown.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(shown[at]);
    }
  };

  return (
    <Modal
      opened={isOpen}
      onClose={close}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      title="Search or go to"
      classNames={{ header: classes.header }}
      transitionProps={{ duration: 80 }}
    >
      <div className={classes.box}>
        <IconSearch size={17} aria-hidden="true" />
        <input
          data-autofocus
          className={classes.input}
          placeholder="SKU, order number, case, message or page"
          aria-label="Search or go to"
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={shown[at] ? `${listId}-${at}` : undefined}
          value={text}
          maxLength={200}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPlace(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div className={classes.list} role="listbox" id={listId} aria-label="Found">
        {shown.map((entry, index) => (
          <div
            key={entry.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes.option}
            onMouseMove={() => setPlace(index)}
            onClick={() => go(entry)}
          >
            <entry.icon size={16} stroke={1.7} aria-hidden="true" />
            <span className={classes.label}>{entry.label}</span>
            <span className={classes.note}>{entry.note}</span>
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <p className={classes.none} role="status">
          {isFetching ? 'Looking…' : 'Nothing of that name.'}
        </p>
      )}
    </Modal>
  );
}
