import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { act, HubError } from '../../api/client';
import { useEnter } from '../../shell/session';
import { Door } from './Door';
import classes from './SignIn.module.css';

/** Makes the first administrator with the code of the link that the hub printed. */
export function FirstRun() {
  const [search] = useSearchParams();
  const [code] = useState(search.get('code') ?? '');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const navigate = useNavigate();
  const enter = useEnter();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (password !== again) {
      setFault('The two passwords differ.');
      return;
    }
    setBusy(true);
    try {
      enter(await act('/api/session/first', { body: { code, name, password } }));
      navigate('/', { replace: true });
    } catch (problem) {
      setFault(
        problem instanceof HubError ? problem.message : 'The hub gave an answer that is not understood.',
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <Door title="Make the first administrator">
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
          autoComplete="new-password"
          required
          withAsterisk={false}
        />
        <PasswordInput
          label="Password again"
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
          autoComplete="new-password"
          required
          withAsterisk={false}
        />
        <ul className={classes.rules}>
          <li>Long is better than complicated: four or five unrelated words do well.</li>
          <li>Not your name, and none of the passwords that everybody tries first.</li>
        </ul>
        <Button type="submit" size="sm" loading={isBusy} fullWidth>
          Make the administrator
        </Button>
      </form>
    </Door>
  );
}
