/** What was done to, as a person reads it, and where it can be looked at. */
export interface Subject {
  text: string;
  to?: string;
}

const deeds: Record<string, string> = {
  'case.retry': 'tried a case again',
  'case.resolve': 'resolved a case',
  'case.ignore': 'ignored a case',
  'case.assign': 'assigned a case',
  'case.snooze': 'put a case off',
  'case.wait': 'let a case wait',
  'case.tag': 'tagged a case',
  'case.comment': 'commented on a case',
  'case.undo': 'took an action back',
  'guard.approve': 'approved what a guard held',
  'guard.discard': 'discarded what a guard held',
  'contract.map': 'mapped a word',
  'connection.pause': 'paused a connection',
  'connection.resume': 'resumed a connection',
  'message.replay': 'replayed a message',
  'message.correct': 'corrected a message',
  'message.shape': 'noticed a changed payload',
  'check.sign': 'signed a routine off',
  'estate.audit': 'had the estate audited',
  'waiting.release': 'let go what waited',
  'order.retry': 'tried an order again',
  'order.approve': 'let an order go',
  'order.edit': 'corrected an order',
  'day.retry': 'posted a store’s day again',
  'access.user.first': 'became the first administrator',
  'access.user.create': 'added somebody',
  'access.user.lock': 'locked somebody out for a while',
  'access.user.password': 'changed their password',
  'access.token.make': 'made a token',
  'access.token.revoke': 'revoked a token',
  'access.user.change': 'changed somebody',
  'access.user.remove': 'removed somebody',
  'access.session.begin': 'signed in',
  'access.session.end': 'signed out',
};

/** What somebody did, as one reads it after their name. */
export const deedOf = (did: string) => deeds[did] ?? did.replaceAll('.', ' ');

/** The hub's own key of what somebody did something to, in words. */
export function subjectOf(did: string, key: string): Subject {
  if (did.startsWith('case.')) {
    const [code, ...about] = key.split('|');
    const narrow = about.filter(Boolean);
    return {
      text: [code, ...narrow].join(' · '),
      to: `/cases?state=all&code=${encodeURIComponent(code ?? '')}&query=${encodeURIComponent(narrow.at(-1) ?? '')}`,
    };
  }
  if (did === 'contract.map') {
    const [, connection, ...word] = key.split('|');
    return {
      text: `${word.join('|')} of ${connection}`,
      to: `/contract?word=${encodeURIComponent(word.join('|'))}`,
    };
  }
  if (did.startsWith('message.')) {
    return { text: `message ${key}`, to: `/journal/${key}` };
  }
  if (did.startsWith('order.')) {
    return { text: key, to: `/orders/${encodeURIComponent(key)}` };
  }
  return did.startsWith('connection.')
    ? { text: key, to: `/connections/${encodeURIComponent(key)}` }
    : { text: key };
}

type Members = Record<string, unknown>;

function membersOf(text: string | null | undefined): Members | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Members)
      : undefined;
  } catch {
    return undefined;
  }
}

const sayValue = (value: unknown) =>
  value === null || value === undefined
    ? '–'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/** From what to what: a text as it is, of members only those that are new or other than before. */
export function changeOf(
  before: string | null | undefined,
  after: string | null | undefined,
): [string, string] {
  const [old, next] = [membersOf(before), membersOf(after)];
  if (!old && !next) {
    return [before ?? '–', after ?? '–'];
  }
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])].filter(
    (name) => sayValue(old?.[name]) !== sayValue(next?.[name]),
  );
  const list = (of: Members | undefined) =>
    of ? names.map((name) => `${name} ${sayValue(of[name])}`).join(', ') || 'the same' : '–';
  return [list(old), list(next)];
}
