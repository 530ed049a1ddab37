/** What a case is about, level by level. */
export interface Lineage {
  connection?: string | null;
  storefront?: string | null;
  location?: string | null;
  sku?: string | null;
  order?: string | null;
}

/** The narrowest thing that a case is about. */
export const subjectOf = (about: Lineage): string =>
  about.sku && about.location
    ? `${about.sku} @ ${about.location}`
    : (about.order ?? about.sku ?? about.location ?? about.storefront ?? about.connection ?? 'the hub');

/** The levels that are known, the widest first. */
export const levelsOf = (about: Lineage): [keyof Lineage, string][] =>
  (['connection', 'storefront', 'location', 'sku', 'order'] as const).flatMap((level) => {
    const value = about[level];
    return value ? [[level, value] as [keyof Lineage, string]] : [];
  });

/** What a location says itself: a word of a sender that stands where a place would, such as `state RET`. */
const isNamed = (value: string) => /^(state|message) /.test(value);

/** What a case is about, in a line. */
export const aboutOf = (about: Lineage): string =>
  levelsOf(about)
    .map(([level, value]) => (level === 'location' && isNamed(value) ? value : `${level} ${value}`))
    .join(' · ');

/** Where a level is looked at; undefined where there is no page for it. */
export function linkOf(level: keyof Lineage, value: string): string | undefined {
  const name = encodeURIComponent(value);
  switch (level) {
    case 'sku':
      return `/stock/${name}`;
    case 'order':
      return value.startsWith('message ')
        ? `/journal/${value.slice('message '.length)}`
        : value.includes(':')
          ? `/orders/${name}`
          : undefined;
    case 'connection':
    case 'storefront':
      return `/connections/${name}`;
    default:
      return undefined;
  }
}
