import { Alert, Button, Divider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { act } from '../../api/client';
import { sessionQuestion } from '../../shell/session';
import { Credentials } from './Credentials';
import { Door } from './Door';
import { wayBack } from './wayBack';

/** The door. */
export function SignIn() {
  const [search] = useSearchParams();
  const { data: session } = useQuery(sessionQuestion);
  return (
    <Door title="Sign in">
      {search.get('over') && (
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
      <Credentials
        label="Sign in"
        to={wayBack(search.get('to'))}
        does={(name, password) => act('/api/session', { body: { name, password } })}
      />
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
