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
