import { type ReactNode, useEffect } from 'react';
import classes from './SignIn.module.css';

/** What whoever is not signed in sees. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Trueup`;
  }, [title]);
  return (
    <main className={classes.page} id="content">
      <div className={classes.card}>
        <div className={classes.head}>
          <img src="/trueup.svg" alt="" width={34} height={34} />
          <div>
            <h1>{title}</h1>
            <p>Trueup keeps stock, orders and money true.</p>
          </div>
        </div>
        {children}
      </div>
    </main>
  );
}
