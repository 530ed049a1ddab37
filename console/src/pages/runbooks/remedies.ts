/** What people have learnt about each kind of case, step by step; the catalogue says the rest. */
export const remedies: Record<string, string[]> = {
  'STOCK.LOCATION_UNMAPPED': [
    'Open the first message of the case: its sender and its code for the place are in it.',
    'Ask the owner of that system what the code stands for. If it is a place that should sell, add it under locations with its code in every system; if not, have it taken out of what is sent.',
    'Run trueup check on the changed configuration, then start the hub with it: what waited is decided again.',
    'The case ends by itself, and the cell on Today turns green when the storefront holds the figure.',
  ],
  'STOCK.STATE_UNMAPPED': [
    'Ask the sender what the word means: may units in that state be sold?',
    'Add the word under connections.<name>.states. A state that must not be sold is inspection, damaged, in-transit or quarantined.',
    'Start the hub with it; what waited is decided again.',
  ],
  'STOCK.SKU_UNKNOWN': [
    'Is the SKU meant to be sold? Then create the product in the storefront, with the same spelling and case.',
    'If it is misspelt, correct it in the owner’s system: the hub never guesses.',
    'The next comparison finds it, and the hub sets its quantity.',
  ],
  'STOCK.BLAST_RADIUS': [
    'Look at the location in the owner’s own system before anything else: is it really empty, or was an export cut off?',
    'If the figures are wrong, have the owner report again, then discard what is held.',
    'If they are right, approve: everything that waits is written in one go.',
  ],
  'STOCK.GHOST': [
    'With healing on, there is nothing to do: the hub has written the true quantity, and the case ends with the next comparison.',
    'If it comes back for the same SKU, somebody or something else writes there: look for a case of a quantity edited by somebody else.',
    'Orders that were placed meanwhile are named by the oversold case, if there are any.',
  ],
  'STOCK.EXTERNAL_EDIT': [
    'Look in the storefront’s own action log for who changed the quantity at that time.',
    'People: explain that the hub owns the figure. Integrations: take the right to write stock away from them.',
  ],
  'STOCK.OVERSOLD': [
    'The case names the orders at risk. Is there stock of the SKU at another location? Then transfer it or have the order sourced from there.',
    'Otherwise offer a substitute, or cancel the newest order first, and tell the customer before the day is over.',
    'If it happens often at one location, raise its buffer.',
  ],
  'DOCUMENT.REFUSED': [
    'Read the receiver’s words in the case: they say what it will not take.',
    'Correct the cause there (a missing customer, a closed period, an unknown tax code), not the order.',
    'Retry: the hub sends the document anew with the truth as it is then, and only that one.',
  ],
  'DOCUMENT.OVERDUE': [
    'Look at the connection: if it is down, the hub goes on trying and nothing is lost.',
    'If it is up, look at the oldest waiting order and its timeline for what keeps failing.',
  ],
  'CONNECTION.DOWN': [
    'Can the system be reached from the hub’s machine? Is it in maintenance?',
    'Work for it waits and is sent when it answers, the most urgent first. Tell the shop if orders will be late.',
  ],
  'CONNECTION.PERMISSION': [
    'Renew the token or its rights; the connector’s page lists what it needs.',
    'Start the hub with the new secret, then retry the case.',
  ],
  'MESSAGE.UNREADABLE': [
    'Open the message: the first change says what could not be read.',
    'Mend the sender, or the mapping, then replay the message from its page.',
  ],
  'STOCK.RESERVATION_MISMATCH': [
    'Run the storefront’s own report of inconsistent reservations for the SKU.',
    'Compensate what has no order, in the storefront. The next comparison ends the case.',
  ],
  'ORDER.UNSOURCED': [
    'Give the SKU stock at a location of the storefront, or cancel the line in the storefront.',
    'The line is sourced by itself when a report makes it possible.',
  ],
};
