import classes from './tone.module.css';

/** What a colour means; there are no others. */
export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'idle';

const tones: Record<string, Tone> = {
  'in-step': 'ok',
  up: 'ok',
  resolved: 'ok',
  finished: 'ok',
  delivered: 'ok',
  shipped: 'ok',
  done: 'ok',
  completed: 'ok',
  pending: 'info',
  'in-flight': 'info',
  released: 'info',
  accepted: 'info',
  allocated: 'info',
  picked: 'info',
  packed: 'info',
  captured: 'info',
  notice: 'info',
  waiting: 'info',
  returned: 'info',
  refunded: 'info',
  warning: 'warn',
  slowed: 'warn',
  held: 'warn',
  'on-hold': 'warn',
  assigned: 'info',
  paused: 'warn',
  due: 'warn',
  drift: 'bad',
  down: 'bad',
  denied: 'bad',
  critical: 'bad',
  refused: 'bad',
  overdue: 'bad',
  open: 'bad',
  reopened: 'bad',
  unmapped: 'idle',
  ignored: 'idle',
  cancelled: 'idle',
  snoozed: 'idle',
};

const words: Record<string, string> = {
  'in-step': 'In step',
  'in-flight': 'In flight',
  'on-hold': 'On hold',
  cx: 'Customer service',
  ops: 'Operations',
  ecommerce: 'E-commerce',
  finance: 'Finance',
  engineering: 'Engineering',
  pos: 'Tills',
  erp: 'ERP',
  crm: 'CRM',
};

/** The colour of a state's word. */
export const toneOf = (word: string): Tone => tones[word] ?? 'idle';

/** A state's word as a person reads it. */
export const sayOf = (word: string): string =>
  words[word] ?? word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');

/** A state: a dot and its word, never a colour alone. */
export function State({ word, tone, label }: { word: string; tone?: Tone; label?: string }) {
  return (
    <span className={classes.state} data-tone={tone ?? toneOf(word)}>
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.label}>{label ?? sayOf(word)}</span>
    </span>
  );
}

/** A small marker with a ground of its own. */
export function Tag({ tone = 'idle', children }: { tone?: Tone; children: React.ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
