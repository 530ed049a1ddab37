/** States of stock, in the hub's words. */
export const stockStates = ['available', 'inspection', 'damaged', 'in-transit', 'quarantined'];

/** What a connection's state means to a person. */
export const connectionMeanings: Record<string, string> = {
  up: 'Answers.',
  slowed: 'Complained of too many calls; the hub calls less often and finds its way back.',
  denied: 'Does not let the hub in. Renew the token, then retry the case.',
  down: 'Does not answer. Work waits, nothing is lost; the hub probes and resumes by itself.',
  paused: 'Held back by a person. Work waits, nothing is lost.',
};
