import { ActionIcon, Button, Menu, Modal, MultiSelect, PasswordInput, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconUserPlus } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Answer, act, change, read, remove } from '../../api/client';
import { useDoing } from '../../parts/doing';
import { Page, Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { Table } from '../../parts/Table';
import { Moment } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';
import { useSession } from '../../shell/session';
import classes from './People.module.css';
import { Tokens } from './Tokens';

type User = Answer<'/api/users'>[number];

const usersQuestion = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => read('/api/users', { signal }),
});
const roles = ['viewer', 'operator', 'finance', 'admin'].map((value) => ({ value, label: sayOf(value) }));
const tones = { active: 'ok', locked: 'warn', disabled: 'idle' } as const;

/** Those who may sign in, and the tokens of programs. */
export default function People() {
  const [isAdding, adding] = useDisclosure();
  return (
    <Page
      title="People and tokens"
      lead="Every change here is in the audit log, with what was before."
      actions={
        <Button leftSection={<IconUserPlus size={14} />} onClick={adding.open}>
          Add somebody
        </Button>
      }
    >
      <Users />
      <Tokens />
      <Modal
        opened={isAdding}
        onClose={adding.close}
        title="Add somebody"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Adding done={adding.close} />
      </Modal>
    </Page>
  );
}

function Users() {
  const asked = useQuery(usersQuestion);
  const session = useSession();
  const alter = useDoing(
    ({ name, ...body }: { name: string; disabled?: boolean; unlock?: boolean; roles?: string[] }) =>
      change('/api/users/{name}', {
        path: { name },
        body: {
          name: null,
          password: null,
          subject: null,
          disabled: null,
          unlock: null,
          roles: null,
          ...body,
        },
      }),
    { done: (user) => `${user.name} is changed.`, reads: ['users'] },
  );
  const take = useDoing((name: string) => remove('/api/users/{name}', { path: { name } }), {
    done: (_, name) => `${name} is removed; their sessions have ended.`,
    reads: ['users'],
  });
  return (
    <Panel title="People" flush>
      <Shown of={asked} rows={3}>
        {(users) => (
          <Table
            rows={users}
            idOf={(user) => user.name}
            fields={[
              {
                head: 'Name',
                cell: (user) => (
                  <>
                    <strong>{user.name}</strong>
                    {user.name === session.name && <span className="faint"> you</span>}
                  </>
                ),
              },
              { head: 'Roles', cell: (user) => user.roles.map(sayOf).join(', ') },
              {
                head: 'State',
                cell: (user) => <State word={user.state} tone={tones[user.state as keyof typeof tones]} />,
              },
              {
                head: 'Signs in with',
                cell: (user) =>
                  [user.hasPassword && 'password', user.subject && 'provider'].filter(Boolean).join(', '),
              },
              { head: 'Since', cell: (user) => <Moment at={user.createdAt} /> },
              {
                head: <span className="hidden">Actions</span>,
                look: 'tight',
                cell: (user) => <Change user={user} alter={alter.mutate} take={take.mutate} />,
              },
            ]}
          />
        )}
      </Shown>
    </Panel>
  );
}

/** What can be done about somebody. */
function Change({
  user,
  alter,
  take,
}: {
  user: User;
  alter: (change: { name: string; disabled?: boolean; unlock?: boolean; roles?: string[] }) => void;
  take: (name: string) => void;
}) {
  const { name, state } = user;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Change ${name}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {roles.map((role) => {
          const has = user.roles.includes(role.value);
          const next = has ? user.roles.filter((one) => one !== role.value) : [...user.roles, role.value];
          return (
            <Menu.Item
              key={role.value}
              disabled={next.length === 0}
              onClick={() => alter({ name, roles: next })}
            >
              {has ? `Take ${role.label} away` : `Make ${role.label}`}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        {state === 'locked' && <Menu.Item onClick={() => alter({ name, unlock: true })}>Unlock</Menu.Item>}
        <Menu.Item onClick={() => alter({ name, disabled: state !== 'disabled' })}>
          {state === 'disabled' ? 'Let in again' : 'Keep out'}
        </Menu.Item>
        <Menu.Item color="red" onClick={() => take(name)}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Adding({ done }: { done: () => void }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [given, setGiven] = useState<string[]>(['viewer']);
  const add = useDoing(
    () =>
      act('/api/users', {
        body: { name, password, roles: given, subject: null, disabled: null, unlock: null },
      }),
    { done: (user) => `${user.name} can sign in now.`, reads: ['users'] },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(undefined, { onSuccess: done });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        data-autofocus
      />
      <PasswordInput
        label="Password to begin with"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="new-password"
        required
      />
      <MultiSelect
        label="Roles"
        data={roles}
        value={given}
        onChange={setGiven}
        comboboxProps={{ withinPortal: true }}
      />
      <Button type="submit" loading={add.isPending} disabled={given.length === 0}>
        Add
      </Button>
    </form>
  );
}
