import { Button, Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { act } from '../../api/client';
import { type OrderShown, orderQuestion } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { Shown } from '../../parts/states';
import { useMay, useSession } from '../../shell/session';
import classes from './Order.module.css';

/** What can be corrected in the hub: whom an order is for and how it travels, never what was charged. */
export function fieldsOf(order: OrderShown): [path: string, label: string, value: string][] {
  const address = order.shipping?.address;
  return [
    ['customer.name', 'Customer', order.customer?.name ?? ''],
    ['customer.email', 'E-mail', order.customer?.email ?? ''],
    ['customer.company', 'Company', order.customer?.company ?? ''],
    ['shipping.method', 'Shipping method', order.shipping?.method ?? ''],
    ['shipping.address.name', 'Ships to', address?.name ?? ''],
    ['shipping.address.company', 'Company there', address?.company ?? ''],
    ['shipping.address.street', 'Street', address?.street.join(', ') ?? ''],
    ['shipping.address.postcode', 'Postcode', address?.postcode ?? ''],
    ['shipping.address.city', 'City', address?.city ?? ''],
    ['shipping.address.region', 'Region', address?.region ?? ''],
    ['shipping.address.country', 'Country', address?.country ?? ''],
    ['shipping.address.telephone', 'Telephone', address?.telephone ?? ''],
  ];
}

/** Corrects an order and sends again what was refused of it. */
export function CorrectOrder({ id }: { id: string }) {
  const [isOpen, dialog] = useDisclosure();
  const mayAct = useMay('operate');
  const { masked } = useSession();
  return (
    <>
      <Button variant="default" disabled={!mayAct || masked} onClick={dialog.open}>
        Correct and retry…
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        size="lg"
        title="Correct the order and retry"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Correcting id={id} close={dialog.close} />
      </Modal>
    </>
  );
}

function Correcting({ id, close }: { id: string; close: () => void }) {
  const asked = useQuery(orderQuestion(id));
  return (
    <Shown of={asked} rows={6}>
      {(order) => <Form order={order} close={close} />}
    </Shown>
  );
}

function Form({ order, close }: { order: OrderShown; close: () => void }) {
  const fields = fieldsOf(order);
  const [values, setValues] = useState<Record<string, string>>({});
  const edit = Object.fromEntries(
    fields.flatMap(([path, , before]) => {
      const value = values[path];
      return value !== undefined && value.trim() !== before ? [[path, value.trim()]] : [];
    }),
  );
  const count = Object.keys(edit).length;
  const correct = useDoing(() => act('/api/orders/{id}/retry', { path: { id: order.id }, body: { edit } }), {
    done: () =>
      `${count === 1 ? 'One field' : `${count} fields`} corrected; what was refused is tried again.`,
    reads: ['orders', 'cases'],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    correct.mutate(undefined, { onSuccess: close });
  };
  return (
    <form onSubmit={submit}>
      <div className={classes.fields}>
        {fields.map(([path, label, before]) => (
          <TextInput
            key={path}
            label={label}
            maxLength={200}
            value={values[path] ?? before}
            onChange={(event) => setValues({ ...values, [path]: event.currentTarget.value })}
          />
        ))}
      </div>
      <p className="quiet">
        What was charged cannot be corrected here. A correction holds until the storefront itself changes that
        field.
      </p>
      <Button type="submit" disabled={count === 0} loading={correct.isPending}>
        Correct {count || ''} and retry
      </Button>
    </form>
  );
}
