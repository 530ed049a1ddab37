import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect } from 'react';
import { Navigate, useLocation } from 'react-router';
import { type Answer, proof, read } from '../api/client';
import { Loading, Trouble } from '../parts/states';
import { ZoneContext } from '../parts/time';
import { signedIn, useLiveness } from './liveness';

/** Who is signed in, and what they may do. */
export type Session = Answer<'/api/session'>;

/** What somebody may do. */
export type Permission = 'read' | 'operate' | 'finance' | 'personal' | 'administer';

export const sessionQuestion = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    const session = await read('/api/session', { signal });
    proof.csrf = session.csrf ?? undefined;
    return session;
  },
  staleTime: 60_000,
  refetchInterval: 60_000,
});

const SessionContext = createContext<Session | undefined>(undefined);

/** The session; only within what is guarded. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) {
    throw new Error('There is no session outside of the guarded pages.');
  }
  return session;
}

/** Whether whoever is signed in may do something. */
export const useMay = (...needed: Permission[]) => {
  const session = useSession();
  return needed.some((one) => session.permissions.includes(one));
};

/** Takes a session over as the one that counts, and forgets what was read for the one before. */
export function useEnter() {
  const queries = useQueryClient();
  return useCallback(
    (session: Session) => {
      proof.csrf = session.csrf ?? undefined;
      queries.clear();
      queries.setQueryData(sessionQuestion.queryKey, session);
      signedIn();
    },
    [queries],
  );
}

/** Whoever the hub does not know is asked at the door, and comes back to where they were going. */
export function Guarded({ children }: { children: ReactNode }) {
  const asked = useQuery(sessionQuestion);
  const { isSignedOut } = useLiveness();
  const location = useLocation();
  const queries = useQueryClient();
  const session = asked.data;
  useEffect(() => {
    if (isSignedOut) {
      queries.invalidateQueries({ queryKey: sessionQuestion.queryKey });
    }
  }, [isSignedOut, queries]);
  if (!session) {
    return asked.error ? (
      <Trouble fault={asked.error} retry={asked.refetch} />
    ) : (
      <Loading label="Asking the hub" />
    );
  }
  if (!session.signedIn || isSignedOut) {
    const over = isSignedOut ? '&over=1' : '';
    return (
      <Navigate
        to={`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}${over}`}
        replace
      />
    );
  }
  return (
    <SessionContext value={session}>
      <ZoneContext value={session.timeZone || 'UTC'}>{children}</ZoneContext>
    </SessionContext>
  );
}
