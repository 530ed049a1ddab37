import { Alert, Button, Code, CopyButton, Modal, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { act, read, remove } from '../../api/client';
import { useDoing } from '../../parts/doing';
import { Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Table } from '../../parts/Table';
import { Moment } from '../../parts/time';
import { State, Tag } from '../../parts/tone';
import classes from './People.module.css';

const tokensQuestion = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => read('/api/tokens', { signal }),
});
const scopes = ['read', 'operate', 'finance', 'personal', 'admin'];
const tones = { active: 'ok', configured: 'info', expired: 'idle', revoked: 'idle' } as const;

/** Tokens of programs: what they may do, and until when. */
export function Tokens() {
  const asked = useQuery(tokensQuestion);
  const [isMaking, making] = useDisclosure();
  const revoke = useDoing((id: string) => remove('/api/tokens/{id}', { path: { id } }), {
    done: () => 'The token is revoked.',
    reads: ['tokens'],
  });
  return (
    <Panel
      title="API tokens"
      flush
      actions={
        <Button variant="default" onClick={making.open}>
          Make a token
        </Button>
      }
    >
      <Shown of={asked} rows={3}>
        {(tokens) =>
          tokens.length === 0 ? (
            <Blank title="No tokens">Programs need one to ask the API.</Blank>
          ) : (
            <Table
              rows={tokens}
              idOf={(token) => token.id}
              fields={[
                { head: 'Name', cell: (token) => <strong>{token.name}</strong> },
                {
                  head: 'May',
                  cell: (token) =>
                    token.scopes.map((scope) => (
                      <span key={scope} className={classes.scope}>
                        <Tag>{scope}</Tag>
                      </span>
                    )),
                },
                {
                  head: 'State',
                  cell: (token) => (
                    <State word={token.state} tone={tones[token.state as keyof typeof tones]} />
                  ),
                },
                {
                  head: 'Made',
                  cell: (token) =>
                    token.by ? (
                      <>
                        <Moment at={token.createdAt} /> <span className="faint">by {token.by}</span>
                      </>
                    ) : (
                      <span className="faint">in the configuration</span>
                    ),
                },
                {
                  head: 'Expires',
                  cell: (token) =>
                    token.expiresAt ? <Moment at={token.expiresAt} /> : <span className="faint">never</span>,
                },
                {
                  head: <span className="hidden">Actions</span>,
                  look: 'tight',
                  cell: (token) =>
                    token.state === 'active' && (
                      <Button
                        variant="subtle"
                        color="red"
                        size="compact-xs"
                        onClick={() => revoke.mutate(token.id)}
                      >
                        Revoke
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </Shown>
      <Modal
        opened={isMaking}
        onClose={making.close}
        title="Make a token"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Making />
      </Modal>
    </Panel>
  );
}

function Making() {
  const [name, setName] = useState('');
  const [may, setMay] = useState<string[]>(['read']);
  const [days, setDays] = useState<number | string>(365);
  const make = useDoing(
    () => act('/api/tokens', { body: { name, scopes: may, days: typeof days === 'number' ? days : null } }),
    { reads: ['tokens'] },
  );
  if (make.data) {
    return (
      <Alert color="green" title="This is the only time that it is shown">
        <Code block>{make.data.secret}</Code>
        <CopyButton value={make.data.secret}>
          {({ copied, copy }) => (
            <Button mt="sm" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Alert>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label="What it is for"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        data-autofocus
      />
      <MultiSelect label="May" data={scopes} value={may} onChange={setMay} />
      <NumberInput label="Days until it expires" min={1} max={3650} value={days} onChange={setDays} />
      <Button type="submit" loading={make.isPending} disabled={may.length === 0}>
        Make
      </Button>
    </form>
  );
}
