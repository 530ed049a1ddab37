import { wallOf } from '../../parts/time';

/** Something that can be done about cases. */
export interface Action {
  does: 'retry' | 'resolve' | 'assign' | 'snooze' | 'wait' | 'comment' | 'tag' | 'ignore';
  label: string;
  /** The key that does it on an open case. */
  key: string;
  explains: string;
  /** What has to be said with it; none: nothing. */
  asks?: string;
}

const all = [
  {
    does: 'retry',
    label: 'Retry',
    key: 'r',
    explains: 'The truth is read again for each; nothing old is replayed. A case ends when the proof comes.',
  },
  { does: 'assign', label: 'Assign', key: 'a', explains: 'Say who deals with it.', asks: 'Who' },
  {
    does: 'snooze',
    label: 'Snooze',
    key: 's',
    explains: 'It is out of the way until then, and comes back by itself.',
  },
  {
    does: 'wait',
    label: 'Waiting',
    key: 'w',
    explains: 'It waits for somebody or something outside.',
    asks: 'What it waits for',
  },
  { does: 'comment', label: 'Comment', key: 'c', explains: 'It is added to the history.', asks: 'Comment' },
  {
    does: 'tag',
    label: 'Tag',
    key: 't',
    explains: 'The tags that it has from now on, with commas between them.',
    asks: 'Tags',
  },
  {
    does: 'ignore',
    label: 'Ignore',
    key: 'i',
    explains: 'It leaves the list, and the reason stays with it. It comes back when you undo it.',
    asks: 'Reason',
  },
] satisfies Action[];

const resolve: Action = {
  does: 'resolve',
  label: 'Resolve',
  key: 'e',
  explains: 'Nothing can prove this kind of case gone: your word ends it, and stays with it.',
  asks: 'How it was settled',
};

/** What can be done about any case. */
export const actions: Action[] = all;

/** What can be done about one case: a person's word ends it only where nothing can prove it gone. */
export const actionsFor = (of: { healsItself: boolean }): Action[] =>
  of.healsItself ? actions : [...actions, resolve];

/** Times to come back to something, in the hub's zone. */
export function laterTimes(zone: string, now: Date): { label: string; wall: string }[] {
  const hour = 3_600_000;
  const today = wallOf(zone, now).slice(0, 10);
  const dayAfter = (days: number) =>
    `${new Date(Date.parse(`${today}T12:00Z`) + days * 24 * hour).toISOString().slice(0, 10)}T08:00`;
  const weekday = new Date(`${today}T12:00Z`).getUTCDay();
  return [
    { label: 'In an hour', wall: wallOf(zone, new Date(now.getTime() + hour)) },
    { label: 'In four hours', wall: wallOf(zone, new Date(now.getTime() + 4 * hour)) },
    { label: 'Tomorrow at 8', wall: dayAfter(1) },
    { label: 'Monday at 8', wall: dayAfter((8 - weekday) % 7 || 7) },
  ];
}
