import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { HubError } from '../../api/client';
import { type Session, useEnter } from '../../shell/session';

/** A name and a password, and the way in. What goes wrong is said above them; a wrong password is forgotten. */
export function Credentials({
  label,
  isNew,
  to,
  does,
  children,
}: {
  /** What the button says. */
  label: string;
  /** Whether the password is being made, rather than known. */
  isNew?: boolean;
  /** Where to go once in. */
  to: string;
  does: (name: string, password: string) => Promise<Session>;
  /** What else is asked, or said. */
  children?: ReactNode;
}) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const navigate = useNavigate();
  const enter = useEnter();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault(undefined);
    try {
      enter(await does(name, password));
      navigate(to, { replace: true });
    } catch (problem) {
      if (!isNew) {
        setPassword('');
      }
      setFault(
        problem instanceof HubError ? problem.message : 'The hub gave an answer that is not understood.',
      );
    } finally {
      setBusy(false);
    }
  }

  return (
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
        autoComplete={isNew ? 'new-password' : 'current-password'}
        required
        withAsterisk={false}
      />
      {children}
      <Button type="submit" size="sm" loading={isBusy} fullWidth>
        {label}
      </Button>
    </form>
  );
}
