/** What was done to, as a person reads it, and where it can be looked at. */
export interface Subject {
  text: string;
  to?: string;
}

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

const sayValue = (value: unknown) => (value === null || value === undefined ? '–' : String(value));

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
