import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import classes from './Page.module.css';

/** A page: where it is, what it is called, what can be done on it, and its content. */
export function Page({
  title,
  name,
  crumbs,
  lead,
  actions,
  children,
  wide,
}: {
  title: ReactNode;
  /** The title in the browser's tab, where the title is more than text. */
  name?: string;
  crumbs?: { to: string; label: string }[];
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Whether the content fills the window's height and scrolls by itself. */
  wide?: boolean;
}) {
  const tab = name ?? (typeof title === 'string' ? title : 'Trueup');
  useEffect(() => {
    document.title = `${tab} · Trueup`;
  }, [tab]);
  return (
    <main className={classes.page} id="content" tabIndex={-1} data-fill={wide || undefined}>
      <header className={classes.head}>
        <div className={classes.headline}>
          {crumbs && (
            <nav className={classes.crumbs} aria-label="Where you are">
              {crumbs.map((crumb) => (
                <span key={crumb.to}>
                  <Link className="link" to={crumb.to}>
                    {crumb.label}
                  </Link>
                  <span aria-hidden="true"> / </span>
                </span>
              ))}
            </nav>
          )}
          <h1 className={classes.title}>{title}</h1>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </main>
  );
}

/** A part of a page with a frame of its own. */
export function Panel({
  title,
  note,
  actions,
  children,
  flush,
  id,
}: {
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Whether the content goes up to the frame, as lists do. */
  flush?: boolean;
  id?: string;
}) {
  return (
    <section className={classes.panel} id={id}>
      {(title || actions) && (
        <div className={classes.panelHead}>
          {title && <h2 className={classes.panelTitle}>{title}</h2>}
          {note && <span className={classes.note}>{note}</span>}
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
      )}
      <div className={flush ? undefined : classes.body}>{children}</div>
    </section>
  );
}

/** Named values, one under the other. */
export function Facts({ of, columns = 1 }: { of: [string, ReactNode][]; columns?: number }) {
  return (
    <dl className={classes.facts} style={{ gridTemplateColumns: `repeat(${columns}, auto 1fr)` }}>
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
