/** Only paths of this console: an address from elsewhere is never followed. */
export const wayBack = (asked: string | null): string =>
  asked && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/sign-in') ? asked : '/';
