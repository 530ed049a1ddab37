import { Tooltip } from '@mantine/core';
import { NavLink } from 'react-router';
import type { Place } from './places';
import classes from './Rail.module.css';

/** The way to every page, in the order of the view. */
export function Rail({
  sections,
  badges,
  onGo,
  isWide,
}: {
  sections: { title: string; places: Place[] }[];
  badges: Record<string, number | undefined>;
  onGo?: () => void;
  /** Whether there is room for words whatever the window's width. */
  isWide?: boolean;
}) {
  return (
    <div className={classes.rail} data-wide={isWide || undefined}>
      <NavLink to="/" className={classes.brand} onClick={onGo} aria-label="Trueup, to Today">
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
          <rect width="32" height="32" rx="7" fill="#2a8a72" />
          <path d="M7 11.5h18M7 20.5h18" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
          <circle cx="12" cy="11.5" r="3.6" fill="#fff" />
          <circle cx="20" cy="20.5" r="3.6" fill="#fff" />
        </svg>
        <span className={classes.word}>Trueup</span>
      </NavLink>
      <nav aria-label="Pages">
        {sections.map((section) => (
          <div key={section.title} className={classes.section}>
            <div className={classes.title}>{section.title}</div>
            {section.places.map(({ to, label, icon: Icon }) => (
              <Tooltip
                key={to}
                label={label}
                position="right"
                disabled={isWide}
                events={{ hover: true, focus: true, touch: false }}
                classNames={{ tooltip: classes.tip }}
              >
                <NavLink to={to} end={to === '/'} className={classes.link} onClick={onGo}>
                  <Icon size={17} stroke={1.7} aria-hidden="true" />
                  <span className={classes.label}>{label}</span>
                  {badges[to] ? <span className={classes.badge}>{badges[to]}</span> : null}
                </NavLink>
              </Tooltip>
            ))}
          </div>
        ))}
      </nav>
    </div>
  );
}
