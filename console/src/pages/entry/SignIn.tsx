import { Alert, Button, Divider, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { act, HubError } from '../../api/client';
import { sessionQuestion, useEnter } from '../../shell/session';
import { Door } from './Door';
import { wayBack } from './wayBack';

/** The door. */
export function SignIn() {
  const [search] = useSearchParams();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const navigate = useNavigate();
  const enter = useEnter();
  const { data: session } = useQuery(sessionQuestion);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault(undefined);
    try {
      enter(await act('/api/session', { body: { name, password } }));
      navigate(wayBack(search.get('to')), { replace: true });
    } catch (problem) {
      setPassword('');
      setFault(
        problem instanceof HubError ? problem.message : 'The hub gave an answer that is not understood.',
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <Door title="Sign in">
      {search.get('over') && !fault && (
        <Alert color="yellow" role="status" p="xs">
          The session is over. Sign in again, and you are back where you were.
        </Alert>
      )}
      {session?.firstRun && (
        <Alert color="blue" role="status" p="xs">
          Nobody can sign in yet. Open the link that the hub printed when it started: it makes the first
          administrator.
        </Alert>
      )}
      <form onSubmit={submit}>
        {fault && (
          <Alert color="red" role="alert" p="xs">
            {fault}
          </Alert>
        )}
        <TextInput
          label="Name"
          size="sm"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
        />
        <PasswordInput
          label="Password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <Button type="submit" size="sm" loading={isBusy} fullWidth>
          Sign in
        </Button>
      </form>
      {session?.provider && (
        <>
          <Divider label="or" />
          <Button component="a" href="/api/session/provider" variant="default" size="sm" fullWidth>
            Sign in with {session.provider}
          </Button>
        </>
      )}
    </Door>
  );
}
