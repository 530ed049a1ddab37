import type { Answer } from '../../api/client';
import { shareOf, textOf } from '../../parts/figures';
import { ageOf, spanOf } from '../../parts/time';

/** What the routines look at. */
export interface Looked {
  status: Answer<'/api/status'>;
  parity: Answer<'/api/parity'>;
  contract: Answer<'/api/contract'>;
  runbooks: Answer<'/api/runbooks'>;
  now: number;
}

/** One thing to look at, and what was found. */
export interface Check {
  title: string;
  isGood: boolean;
  evidence: string;
  to: string;
}

const dayMs = 86_400_000;

/** Before trade begins. */
export function dailyOf({ status, parity, contract, runbooks, now }: Looked): Check[] {
  const full = parity.runs.find((run) => run.scope === 'full' && !run.failure);
  const fullAge = full ? now - Date.parse(full.endedAt) : undefined;
  const open = (prefix: string) =>
    runbooks.filter((row) => row.code.startsWith(prefix)).reduce((sum, row) => sum + row.open, 0);
  const troubled = status.connections.filter((one) => one.state !== 'up');
  const oldest = Math.max(0, ...status.connections.map((one) => one.oldestPendingMs));
  return [
    {
      title: 'Every storefront agrees with the owners',
      isGood: parity.parity === 1,
      evidence: `Parity is ${shareOf(parity.parity)} over ${parity.storefronts.length} storefronts.`,
      to: '/parity',
    },
    {
      title: 'A full comparison ran within a day',
      isGood: fullAge !== undefined && fullAge < dayMs,
      evidence:
        full && fullAge !== undefined
          ? `The last one ended ${ageOf(fullAge)} ago and compared ${textOf(full.compared)}.`
          : 'There was none yet.',
      to: full ? `/parity/${full.id}` : '/parity',
    },
    {
      title: 'Every system answers',
      isGood: troubled.length === 0,
      evidence: troubled.length
        ? `${troubled.map((one) => `${one.name} is ${one.state}`).join(', ')}.`
        : `All ${status.connections.length} are up.`,
      to: '/connections',
    },
    {
      title: 'Nothing waits for long',
      isGood: oldest < 300_000 && status.journal.lagMs < 60_000,
      evidence: `The oldest level waits ${spanOf(oldest)}; deciding is ${spanOf(status.journal.lagMs)} behind.`,
      to: '/connections',
    },
    {
      title: 'No document was refused',
      isGood: open('DOCUMENT.') === 0,
      evidence: `${textOf(open('DOCUMENT.'))} open cases about documents.`,
      to: '/orders?status=refused',
    },
    {
      title: 'Nothing is held by a guard',
      isGood: open('STOCK.BLAST_RADIUS') === 0,
      evidence: `${textOf(open('STOCK.BLAST_RADIUS'))} locations wait for an approval.`,
      to: '/cases?code=STOCK.BLAST_RADIUS',
    },
    {
      title: 'Every word of every sender is mapped',
      isGood: contract.unmapped.length === 0,
      evidence: contract.unmapped.length
        ? `${contract.unmapped.map((word) => `${word.word} of ${word.connection}`).join(', ')}.`
        : 'Nothing waits for a mapping.',
      to: '/contract',
    },
    {
      title: 'Nobody was promised what is not there',
      isGood: open('STOCK.OVERSOLD') === 0,
      evidence: `${textOf(open('STOCK.OVERSOLD'))} SKUs are oversold.`,
      to: '/cases?code=STOCK.OVERSOLD',
    },
  ];
}

/** Once a week. */
export function weeklyOf({ contract, runbooks, parity }: Looked): Check[] {
  const incomplete = contract.locations.filter((location) => location.missing.length > 0);
  const silent = contract.locations.filter((location) => location.skus === 0);
  const finance = runbooks.filter((row) => row.owner === 'finance').reduce((sum, row) => sum + row.open, 0);
  const edits = runbooks.find((row) => row.code === 'STOCK.EXTERNAL_EDIT')?.open ?? 0;
  const failed = parity.runs.filter((run) => run.failure);
  return [
    {
      title: 'Every location has its code in every system that needs one',
      isGood: incomplete.length === 0,
      evidence: incomplete.length
        ? `${incomplete.map((location) => location.title).join(', ')} lack one.`
        : `All ${contract.locations.length} have.`,
      to: '/contract',
    },
    {
      title: 'Every location reports',
      isGood: silent.length === 0,
      evidence: silent.length
        ? `${silent.map((location) => location.title).join(', ')} never did.`
        : 'All do.',
      to: '/contract',
    },
    {
      title: 'Finance has nothing open',
      isGood: finance === 0,
      evidence: `${textOf(finance)} open cases are finance's.`,
      to: '/cases?owner=finance',
    },
    {
      title: 'Nobody edits stock in a storefront',
      isGood: edits === 0,
      evidence: `${textOf(edits)} open edits by somebody else.`,
      to: '/cases?code=STOCK.EXTERNAL_EDIT&state=all',
    },
    {
      title: 'Comparisons get through',
      isGood: failed.length === 0,
      evidence: `${textOf(failed.length)} of the last ${textOf(parity.runs.length)} did not.`,
      to: '/parity',
    },
  ];
}
