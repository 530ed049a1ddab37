const words: Record<string, string> = {
  ghost: 'ghost stock',
  hidden: 'hidden stock',
  'external-edit': 'edited by somebody else',
  'sku-unknown': 'unknown to the storefront',
  'not-assigned': 'not assigned to the source',
  'not-managed': 'stock not managed',
  'reservation-mismatch': 'reservations do not match',
};

/** A class of discrepancy as a person reads it. */
export const say = (kind: string) => words[kind] ?? kind.replaceAll('-', ' ');

const causes: Record<string, string> = {
  'other-writer': 'somebody else’s write',
  toggle: 'a switch in the storefront',
  mapping: 'a mapping',
  unknown: 'not known',
};

/** What made two ends differ, as a person reads it. */
export const sayCause = (cause: string) => causes[cause] ?? cause.replaceAll('-', ' ');
