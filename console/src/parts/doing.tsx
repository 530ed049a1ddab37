import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { HubError } from '../api/client';

/** What went wrong, in words. */
export const wordsOf = (fault: unknown) => (fault instanceof HubError ? fault.message : String(fault));

/** Does something at the hub, says how it went, and reads again what it may have changed. */
export function useDoing<A = void, R = unknown>(
  does: (asked: A) => Promise<R>,
  options: { done?: (result: R, asked: A) => ReactNode; reads?: string[] } = {},
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: does,
    onSuccess: (result, asked) => {
      const words = options.done?.(result, asked);
      if (words) {
        notifications.show({ message: words, color: 'green' });
      }
    },
    onError: (fault) =>
      notifications.show({
        title: 'Not done',
        color: 'red',
        autoClose: 12_000,
        message: wordsOf(fault),
      }),
    onSettled: () => {
      for (const key of [...(options.reads ?? []), 'status']) {
        queries.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}
