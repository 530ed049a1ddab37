import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { HubError, keepToken, read } from '../../api/client';
import { signedIn } from '../../shell/liveness';
import classes from './SignIn.module.css';

/** Only paths of this console: an address from elsewhere is never followed. */
export const wayBack = (asked: string | null) => (asked && /^\/(?![/\\])/.test(asked) ? asked : '/');

/** The door. */
export function SignIn() {
  const [search] = useSearchParams();
  const [token, setToken] = useState('');
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const navigate = useNavigate();
  const queries = useQueryClient();

  async function enter(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    keepToken(token.trim());
    try {
      await read('/api/status');
      queries.clear();
      signedIn();
      navigate(wayBack(search.get('to')), { replace: true });
    } catch (problem) {
      keepToken(null);
      setFault(
        problem instanceof HubError ? problem.message : 'The hub gave an answer that is not understood.',
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className={classes.page} id="content">
      <form className={classes.card} onSubmit={enter}>
        <img src="/trueup.svg" alt="" width={36} height={36} />
        <h1>Sign in to Trueup</h1>
        <PasswordInput
          label="API token"
          description="The hub printed one at its first start; others are in its configuration."
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          error={fault}
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
        />
        <Button type="submit" size="sm" loading={isBusy} fullWidth>
          Sign in
        </Button>
      </form>
    </main>
  );
}
