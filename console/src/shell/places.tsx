import {
  IconAlertCircle,
  IconBook2,
  IconChecklist,
  IconGauge,
  IconHistory,
  IconListDetails,
  IconPlugConnected,
  IconReceipt2,
  IconScale,
  IconStack2,
  IconStethoscope,
  IconWritingSign,
} from '@tabler/icons-react';
import type { Role } from './role';

/** A page of the console as the rail and the palette name it. */
export interface Place {
  to: string;
  label: string;
  /** What it is for, in the palette. */
  note: string;
  icon: typeof IconGauge;
  /** The letter after g that goes there. */
  key: string;
}

export const places = {
  today: { to: '/', label: 'Today', note: 'Is everything true?', icon: IconGauge, key: 't' },
  cases: {
    to: '/cases',
    label: 'Cases',
    note: 'What is wrong, whose it is, what to do',
    icon: IconAlertCircle,
    key: 'c',
  },
  parity: { to: '/parity', label: 'Parity', note: 'Comparisons of both ends', icon: IconScale, key: 'p' },
  stock: { to: '/stock', label: 'Stock', note: 'Any number, explained', icon: IconStack2, key: 's' },
  orders: {
    to: '/orders',
    label: 'Orders',
    note: 'One timeline across all systems',
    icon: IconReceipt2,
    key: 'o',
  },
  journal: {
    to: '/journal',
    label: 'Journal',
    note: 'Raw messages and what they changed',
    icon: IconListDetails,
    key: 'j',
  },
  connections: {
    to: '/connections',
    label: 'Connections',
    note: 'State, limits, errors, pause',
    icon: IconPlugConnected,
    key: 'n',
  },
  contract: {
    to: '/contract',
    label: 'Contract',
    note: 'Who is right about what',
    icon: IconWritingSign,
    key: 'k',
  },
  checks: {
    to: '/checks',
    label: 'Checks',
    note: 'Daily and weekly routines',
    icon: IconChecklist,
    key: 'h',
  },
  estate: {
    to: '/estate',
    label: 'Estate audit',
    note: 'Everything looked at once, read-only',
    icon: IconStethoscope,
    key: 'e',
  },
  runbooks: {
    to: '/runbooks',
    label: 'Runbooks',
    note: 'What to do about each kind of case',
    icon: IconBook2,
    key: 'r',
  },
  audit: { to: '/audit', label: 'Audit log', note: 'Who changed what', icon: IconHistory, key: 'a' },
} satisfies Record<string, Place>;

type Name = keyof typeof places;

/** The rail of each view: what that person needs first comes first. Nothing is hidden: the rest follows. */
const orders: Record<Role, { title: string; names: Name[] }[]> = {
  operations: [
    { title: 'Watch', names: ['today', 'cases', 'parity'] },
    { title: 'Look up', names: ['stock', 'orders', 'journal'] },
    { title: 'Run', names: ['checks', 'connections', 'contract', 'estate', 'runbooks', 'audit'] },
  ],
  merchandising: [
    { title: 'Range', names: ['today', 'stock', 'cases', 'estate'] },
    { title: 'Watch', names: ['parity', 'checks', 'orders'] },
    { title: 'More', names: ['contract', 'connections', 'journal', 'runbooks', 'audit'] },
  ],
  finance: [
    { title: 'Money', names: ['today', 'orders', 'cases', 'checks'] },
    { title: 'Evidence', names: ['audit', 'journal', 'parity'] },
    { title: 'More', names: ['stock', 'contract', 'connections', 'estate', 'runbooks'] },
  ],
  service: [
    { title: 'Customers', names: ['orders', 'cases', 'stock'] },
    { title: 'Watch', names: ['today', 'runbooks', 'checks'] },
    { title: 'More', names: ['parity', 'journal', 'connections', 'contract', 'estate', 'audit'] },
  ],
  engineering: [
    { title: 'Watch', names: ['today', 'connections', 'cases'] },
    { title: 'Trace', names: ['journal', 'parity', 'stock', 'orders'] },
    { title: 'Shape', names: ['contract', 'estate', 'runbooks', 'audit', 'checks'] },
  ],
};

/** The sections of a view's rail. */
export const railOf = (role: Role): { title: string; places: Place[] }[] =>
  orders[role].map((section) => ({
    title: section.title,
    places: section.names.map((name) => places[name]),
  }));
