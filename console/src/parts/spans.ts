const hour = 3_600_000;

/** How long a figure may be kept by hand. */
export const spans = [
  { value: '1', label: 'an hour' },
  { value: '24', label: 'a day' },
  { value: '72', label: 'three days' },
  { value: '168', label: 'a week' },
  { value: '720', label: 'thirty days' },
] as const;

/** The moment at which a span that begins now is over. */
export const endOf = (span: string) => new Date(Date.now() + Number(span) * hour).toISOString();
