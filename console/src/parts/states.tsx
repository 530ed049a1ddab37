import { Button, Loader, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconLock, IconSearchOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { HubError } from '../api/client';
import classes from './states.module.css';

/** Nothing to show, and why that is so. */
export function Blank({
  title,
  children,
  good,
  action,
}: {
  title: string;
  children?: ReactNode;
  /** Whether having nothing is good news. */
  good?: boolean;
  action?: ReactNode;
}) {
  const Icon = good ? IconCircleCheck : IconSearchOff;
  return (
    <div className={classes.blank} data-good={good || undefined}>
      <Icon size={28} stroke={1.5} aria-hidden="true" />
      <p className={classes.title}>{title}</p>
      {children && (
        <div className={classes.text} data-prose>
          {children}
        </div>
      )}
      {action}
    </div>
  );
}

/** Something could not be read: what the hub said, and a way to try again. */
export function Trouble({ fault, retry }: { fault: unknown; retry?: () => void }) {
  const known = fault instanceof HubError ? fault : undefined;
  const isGone = known?.status === 404;
  const isRefused = known?.status === 403;
  const title = isGone
    ? 'Not here any more'
    : isRefused
      ? 'Not for your role'
      : known?.isSilence
        ? 'The hub does not answer'
        : 'This could not be read';
  const Icon = isRefused ? IconLock : isGone ? IconSearchOff : IconAlertTriangle;
  return (
    <div className={classes.blank} role="alert">
      <Icon size={28} stroke={1.5} aria-hidden="true" />
      <p className={classes.title}>{title}</p>
      <p className={classes.text}>
        {known?.message ?? 'The console met with an answer that it does not understand.'}
      </p>
      {retry && !isGone && !isRefused && (
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** Shapes of what is on its way. */
export function Loading({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div className={classes.loading} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, place) => (
        <Skeleton key={place} height={14} width={`${92 - ((place * 17) % 40)}%`} radius="sm" />
      ))}
    </div>
  );
}

/** Long work that goes on. */
export function Working({ children }: { children: ReactNode }) {
  return (
    <div className={classes.working} role="status">
      <Loader size="xs" aria-hidden="true" />
      {children}
    </div>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** What was asked for, or the state of the asking. */
export function Shown<T>({
  of,
  rows,
  children,
}: {
  of: Asked<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (of.data !== undefined) {
    return <>{children(of.data)}</>;
  }
  return of.error ? <Trouble fault={of.error} retry={() => of.refetch()} /> : <Loading rows={rows} />;
}
