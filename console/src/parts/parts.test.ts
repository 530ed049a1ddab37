import { describe, expect, it } from 'vitest';
import { changeOf, subjectOf } from '../pages/audit/words';
import { laterTimes } from '../pages/cases/actions';
import { aboutOf } from '../pages/cases/lineage';
import { wayBack } from '../pages/entry/wayBack';
import { movesOf } from '../pages/orders/steps';
import { trendOf } from '../pages/parity/Trend';
import { figuresAt } from '../pages/stock/AsOf';
import { waterfall } from '../pages/stock/waterfall';
import { figureOf } from '../pages/today/Alerts';
import { changesOf } from '../pages/today/hour';
import { toneOfCell } from '../pages/today/Matrix';
import { drainOf } from '../pages/today/Queues';
import { moneyOf, shareOf } from './figures';
import { tidy } from './Payload';
import { blocksOf } from './Prose';
import { ageOf, momentOf, spanOf, timeIn, utcOf, wallOf } from './time';

describe('a share', () => {
  it('is 100 % for exactly all and for nothing else', () => {
    expect(shareOf(1)).toBe('100%');
    expect(shareOf(0.999_999)).toBe('99.99%');
    expect(shareOf(0.9995)).toBe('99.95%');
    expect(shareOf(0.5)).toBe('50.0%');
    expect(shareOf(0)).toBe('0%');
  });
});

describe('money', () => {
  it('has its currency and its own minor units', () => {
    expect(moneyOf(1234.5, 'GBP')).toBe('£1,234.50');
    expect(moneyOf(1234, 'JPY')).toBe('JP¥1,234');
    expect(moneyOf(1, 'not a currency')).toBe('1 not a currency');
  });
});

describe('a time', () => {
  const now = new Date('2026-07-01T12:00:00Z');
  it('is in the zone of the hub, with the day where it is another one there', () => {
    expect(timeIn('Europe/London', new Date('2026-07-01T08:01:02Z'), now)).toBe('09:01:02');
    expect(timeIn('Europe/London', new Date('2026-06-30T22:59:00Z'), now)).toBe('30 Jun, 23:59');
    expect(timeIn('Europe/London', new Date('2026-06-30T23:30:00Z'), now)).toBe('00:30:00');
    expect(timeIn('UTC', new Date('2025-06-30T23:30:00Z'), now)).toBe('30 Jun 2025, 23:30');
    expect(utcOf(new Date('2026-07-01T08:01:02.345Z'))).toBe('2026-07-01 08:01:02.345 UTC');
  });

  it('has an age and a length in sensible units', () => {
    expect([spanOf(0), spanOf(900), spanOf(61_000), spanOf(3_600_000), spanOf(200_000_000)]).toEqual([
      '0 s',
      '900 ms',
      '1 min 1 s',
      '1 h',
      '2 d 7 h',
    ]);
    expect([ageOf(400), ageOf(59_000), ageOf(7_300_000)]).toEqual(['now', '59 s', '2 h']);
  });
});

describe('a waterfall', () => {
  it('begins each term where the one before ended and spans what the sum came to', () => {
    const term = (quantity: number) => ({ term: 't', quantity, location: 'leeds', because: [] });
    const { steps, low, high } = waterfall([term(9), term(-12), term(4)]);
    expect(steps.map(({ from, to }) => [from, to])).toEqual([
      [0, 9],
      [9, -3],
      [-3, 1],
    ]);
    expect([low, high]).toEqual([-3, 9]);
  });
});

describe('the way back after signing in', () => {
  it('never leads out of the console', () => {
    expect(wayBack('/cases?owner=ops')).toBe('/cases?owner=ops');
    for (const foreign of [
      null,
      '',
      'https://example.com',
      '//example.com',
      '/\\example.com',
      'javascript:alert(1)',
    ]) {
      expect(wayBack(foreign)).toBe('/');
    }
  });
});

describe('a timeline', () => {
  it('gathers what one message did and keeps bookkeeping apart', () => {
    const step = (message: number, detail: string) => ({
      message,
      at: '2026-01-01T00:00:00Z',
      system: 'wms',
      form: 'cloudevent',
      detail,
    });
    const moves = movesOf([
      step(1, 'accepted, says wms'),
      step(1, 'status/1 is accounted for'),
      step(2, 'packed, says wms'),
    ]);
    expect(moves.map((move) => [move.said, move.noted])).toEqual([
      [['accepted, says wms'], ['status/1 is accounted for']],
      [['packed, says wms'], []],
    ]);
  });
});

describe('a payload', () => {
  it('is tidied where it is JSON and left alone where it is not', () => {
    expect(tidy('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(tidy('<b>not JSON')).toBe('<b>not JSON');
  });
});

describe('many terms of one kind', () => {
  it('stand together, and the sum stays', () => {
    const term = (quantity: number, word = 'unseen') =>
      ({ term: word, quantity, location: 'leeds', because: [] }) as never;
    const { steps, low } = waterfall([
      term(10, 'reported'),
      term(-1),
      term(-2),
      term(-3),
      term(-4),
      term(-5),
    ]);

    expect(steps.map((step) => [step.from, step.to, step.parts.length])).toEqual([
      [0, 10, 1],
      [10, -5, 5],
    ]);
    expect(low).toBe(-5);
  });
});

describe('a wall clock', () => {
  it('is the moment that it shows in its zone, on both sides of a change of the clocks', () => {
    expect(momentOf('Europe/London', '2026-07-01T08:00')?.toISOString()).toBe('2026-07-01T07:00:00.000Z');
    expect(momentOf('Europe/London', '2026-12-01T08:00')?.toISOString()).toBe('2026-12-01T08:00:00.000Z');
    expect(momentOf('America/New_York', '2026-03-08T08:00')?.toISOString()).toBe('2026-03-08T12:00:00.000Z');
    expect(momentOf('UTC', 'soon')).toBeUndefined();
  });

  it('comes back to what it was', () => {
    const at = new Date('2026-10-25T05:30:00Z');
    expect(momentOf('Europe/Paris', wallOf('Europe/Paris', at))?.getTime()).toBe(at.getTime());
  });

  it('names Monday at eight whatever the day', () => {
    const [, , tomorrow, monday] = laterTimes('UTC', new Date('2026-11-30T10:00:00Z'));
    expect(tomorrow?.wall).toBe('2026-12-01T08:00');
    expect(monday?.wall).toBe('2026-12-07T08:00');
  });
});

describe('a runbook', () => {
  it('is read block by block, and what is not known stays text', () => {
    expect(blocksOf('## Steps\n1. Look.\n2. Retry,\n   and wait.\n\nAnd <b>then</b>\nthat.')).toEqual([
      { kind: 'heading', text: 'Steps' },
      { kind: 'numbers', items: ['Look.', 'Retry, and wait.'] },
      { kind: 'text', text: 'And <b>then</b> that.' },
    ]);
  });
});

describe('the last hour', () => {
  it('tells comparisons only where they found something else than before', () => {
    const run = (id: string, endedAt: string, discrepancies: Record<string, number>) =>
      ({ id, endedAt, discrepancies, connection: 'shop', compared: 9 }) as never;
    const changes = changesOf(
      {
        cases: [],
        asked: [],
        runs: [
          run('4', '2026-03-01T10:40:00Z', {}),
          run('3', '2026-03-01T10:30:00Z', { ghost: 1 }),
          run('2', '2026-03-01T10:20:00Z', { ghost: 1 }),
          run('1', '2026-03-01T08:00:00Z', {}),
        ],
      },
      Date.parse('2026-03-01T11:00:00Z'),
    );

    expect(changes.map((change) => change.id)).toEqual(['run 4', 'run 2']);
  });
});

describe('the audit log', () => {
  it('names what was done to in words, and leads to it', () => {
    expect(subjectOf('case.tag', 'STOCK.SKU_UNKNOWN||adobe-uk|leeds|SKU-1|')).toEqual({
      text: 'STOCK.SKU_UNKNOWN · adobe-uk · leeds · SKU-1',
      to: '/cases?state=all&code=STOCK.SKU_UNKNOWN&query=SKU-1',
    });
    expect(subjectOf('contract.map', '1|wms|PAR').text).toBe('PAR of wms');
    expect(subjectOf('guard.approve', 'paris')).toEqual({ text: 'paris' });
  });

  it('tells of members only those that changed', () => {
    expect(changeOf('{"roles":"viewer","disabled":"no"}', '{"roles":"admin","disabled":"no"}')).toEqual([
      'roles viewer',
      'roles admin',
    ]);
    expect(changeOf(null, '{"roles":"admin"}')).toEqual(['–', 'roles admin']);
    expect(changeOf('open', 'open; assigned to sam')).toEqual(['open', 'open; assigned to sam']);
  });
});

describe('a SKU in the past', () => {
  const entry = (at: string, what: string, where: string, quantity: number | null, message: number) =>
    ({ at, what, where, quantity, message }) as never;
  const entries = [
    entry('2026-03-01T08:00:00Z', 'reported', 'leeds', 10, 1),
    entry('2026-03-01T08:00:01Z', 'desired', 'shop leeds_src', 9, 1),
    entry('2026-03-01T09:00:00Z', 'reported', 'leeds', 7, 5),
    entry('2026-03-01T09:00:02Z', 'written', 'shop leeds_src', null, 6),
  ];

  it('is what was last said of every figure before that moment', () => {
    const at = (time: string) =>
      figuresAt(entries, Date.parse(time)).map((was) => [was.what, was.quantity, was.message]);

    expect(at('2026-03-01T07:00:00Z')).toEqual([]);
    expect(at('2026-03-01T08:30:00Z')).toEqual([
      ['reported', 10, 1],
      ['desired', 9, 1],
    ]);
    expect(at('2026-03-01T10:00:00Z')).toEqual([
      ['reported', 7, 5],
      ['desired', 9, 1],
      ['written', null, 6],
    ]);
  });
});

describe('how parity went', () => {
  it('is a line for each storefront, oldest first, without what did not get through', () => {
    const run = (connection: string, minute: number, parity: number, failure?: string) =>
      ({ connection, parity, compared: 4, failure, endedAt: `2026-03-01T08:0${minute}:00Z` }) as never;

    expect(
      trendOf([run('ct', 4, 1), run('shop', 3, 0.5), run('shop', 2, 0, 'no answer'), run('shop', 1, 1)]).map(
        (line) => [line.name, line.points.map(([, share]) => share)],
      ),
    ).toEqual([
      ['shop', [1, 0.5]],
      ['ct', [1]],
    ]);
  });
});

describe('a backlog', () => {
  it('is gone when its slowest queue is, and never where one stands still', () => {
    const queue = (kind: string, depth: number, drainMs: number | null) =>
      ({ kind, depth, drainMs }) as never;

    expect(drainOf([queue('stock', 0, 0), queue('mapping', 9, null)])).toBeUndefined();
    expect(drainOf([queue('stock', 5, 4_000), queue('orders', 2, 9_000)])).toBe(9_000);
    expect(drainOf([queue('stock', 5, 4_000), queue('orders', 2, null)])).toBe('never');
  });
});

describe('a cell of the matrix', () => {
  it('has the colour of the worst in it', () => {
    expect(toneOfCell({ drift: 1, held: 1, pending: 1 })).toBe('bad');
    expect(toneOfCell({ drift: 0, held: 1, pending: 1 })).toBe('warn');
    expect(toneOfCell({ drift: 0, held: 0, pending: 1 })).toBe('info');
    expect(toneOfCell({ drift: 0, held: 0, pending: 0 })).toBe('ok');
  });
});

describe('what a case is about', () => {
  it('names a word of a sender for what it is', () => {
    expect(aboutOf({ connection: 'wms', location: 'state RET' })).toBe('connection wms · state RET');
    expect(aboutOf({ storefront: 'shop', location: 'leeds' })).toBe('storefront shop · location leeds');
  });
});

describe('the figure of an alert', () => {
  it('is in the unit of what is measured', () => {
    const told = ['parity', 'lag', 'errors', 'rejected', 'decrement', 'volume'].map((metric) =>
      figureOf({ metric, figure: 90.456 }),
    );
    expect(told).toEqual([
      '90.46%',
      '1 min 30 s',
      '90.46%',
      '90.456',
      '1 min 30 s',
      '90.46% of what is usual',
    ]);
  });
});
