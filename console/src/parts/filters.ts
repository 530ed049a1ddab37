import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Filters live in the address: a list as somebody sees it can be sent to somebody else. */
export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const get = useCallback((name: string) => search.get(name) ?? '', [search]);
  const set = useCallback(
    (changes: Record<string, string | null | undefined>, options?: { keep?: boolean }) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) {
              after.set(name, value);
            } else {
              after.delete(name);
            }
          }
          return after;
        },
        { replace: !options?.keep },
      ),
    [setSearch],
  );
  return { get, set, text: search.toString() };
}
