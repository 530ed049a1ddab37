import { Alert, Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { HubError, replace } from '../../api/client';
import { Page, Panel } from '../../parts/Page';
import { useEnter, useSession } from '../../shell/session';
import classes from './SignIn.module.css';

/** A new password for oneself. */
export default function OwnPassword() {
  const session = useSession();
  const enter = useEnter();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [outcome, setOutcome] = useState<{ isGood: boolean; words: string }>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    try {
      enter(await replace('/api/session/password', { body: { current, password } }));
      setOutcome({ isGood: true, words: 'The password is changed. Your other sessions have ended.' });
      setCurrent('');
      setPassword('');
    } catch (problem) {
      setOutcome({ isGood: false, words: problem instanceof HubError ? problem.message : String(problem) });
    }
  }

  return (
    <Page title="Password" lead={`For ${session.name}.`}>
      <Panel>
        <form className={classes.own} onSubmit={submit}>
          {outcome && (
            <Alert color={outcome.isGood ? 'green' : 'red'} role="alert" p="xs">
              {outcome.words}
            </Alert>
          )}
          <PasswordInput
            label="Present password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            autoComplete="current-password"
            required
            withAsterisk={false}
          />
          <PasswordInput
            label="New password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="new-password"
            required
            withAsterisk={false}
          />
          <Button type="submit">Change</Button>
        </form>
      </Panel>
    </Page>
  );
}
