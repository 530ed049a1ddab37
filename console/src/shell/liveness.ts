import { useSyncExternalStore } from 'react';
import { heard } from '../api/client';

interface Liveness {
  /** Whether the hub answered last time. */
  isUp: boolean;
  /** When it answered last. */
  lastAt: number;
  /** Whether it answered that nobody is signed in. */
  isSignedOut: boolean;
}

let state: Liveness = { isUp: true, lastAt: Date.now(), isSignedOut: false };
const listeners = new Set<() => void>();

function become(next: Partial<Liveness>) {
  const isNews =
    (next.isUp !== undefined && next.isUp !== state.isUp) ||
    (next.isSignedOut !== undefined && next.isSignedOut !== state.isSignedOut);
  if (isNews) {
    state = { ...state, ...next };
    for (const listener of listeners) {
      listener();
    }
  } else if (next.lastAt) {
    state.lastAt = next.lastAt;
  }
}

heard.answer = (status) => {
  const isUp = status < 502 || status > 504;
  become({ isUp, ...(isUp ? { lastAt: Date.now() } : {}), ...(status === 401 ? { isSignedOut: true } : {}) });
};
heard.silence = () => become({ isUp: false });

/** Says that somebody is signed in again. */
export const signedIn = () => become({ isSignedOut: false });

/** Whether the hub lives and knows us. */
export const useLiveness = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
