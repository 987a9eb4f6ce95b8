import { expect, inject, test } from 'vitest';
import { binaryFormOf } from '../../../src/main/privacy/export/table-format.ts';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';

type Sent = { readonly text: string; readonly sent: Buffer };

/** Far and near, either side of 2000 and of the year 1, with and without a part of a second. */
const micros = Array.from({ length: 400 }, (_, at) =>
  String((at % 2 === 0 ? 1 : -1) * Math.floor(1.13 ** at % 2.1e17) + at * 999_983),
);

const uuids = `select v::text as text, uuid_send(v) as sent
  from unnest(array['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']::uuid[]
    || array(select gen_random_uuid() from generate_series(1, 50))) as v`;

const dates = `select v::text as text, date_send(v) as sent
  from unnest(array['infinity', '-infinity', '4714-11-24 BC', '5874897-12-31', '0001-01-01', '0001-12-31 BC', '0002-02-28 BC',
    '1999-12-31', '2000-01-01', '2000-02-29', '2100-02-28', '9999-12-31', '10000-01-01']::date[]
    || array(select '2000-01-01'::date + (m / 86400000000)::int from unnest($1::bigint[]) as m where m > -200000000000000000)) as v`;

const times = `select v::text as text, timestamp_send(v) as sent
  from unnest(array['infinity', '-infinity', '4714-11-24 00:00 BC', '294276-12-31 23:59:59.999999', '0001-12-31 23:59:59.1 BC',
    '1999-12-31 23:59:59.999999', '2000-01-01', '2026-11-21 12:30:00.000001', '2026-11-21 12:30:00.120', '2285-06-05 04:03:02.000100']::timestamp[]
    || array(select '2000-01-01'::timestamp + make_interval(secs => m / 1e6) from unnest($1::bigint[]) as m
      where m > -200000000000000000)) as v`;

const instants = `select v::text as text, timestamptz_send(v) as sent
  from unnest(array['infinity', '-infinity', '4714-11-24 00:00+00 BC', '294276-12-31 23:59:59.999999+00', '2026-11-21 12:30:00.5+01']::timestamptz[]
    || array(select '2000-01-01 00:00+00'::timestamptz + make_interval(secs => m / 1e6) from unnest($1::bigint[]) as m
      where m > -200000000000000000)) as v`;

const sentBy = (statement: string): Promise<readonly Sent[]> =>
  asSuperuser(inject('postgres'), 'postgres', async (client) => {
    await client.query(`set timezone = 'UTC'`);
    await client.query(`set datestyle = 'ISO, YMD'`);
    return (await client.query<Sent>(statement, statement.includes('$1') ? [micros] : [])).rows;
  });

test.each([
  ['uuid', uuids],
  ['date', dates],
  ['timestamp without time zone', times],
  ['timestamp(3) without time zone', times],
  ['timestamp with time zone', instants],
  ['timestamp(6) with time zone', instants],
])(
  'a %s is written as the server writes it, and read back as the server keeps it',
  async (type, statement) => {
    const form = binaryFormOf(type)!;
    const sent = await sentBy(statement);
    const room = Buffer.alloc(form.room);
    expect(sent.map((value) => room.toString('latin1', 0, form.write(value.sent, 0, room, 0)))).toEqual(
      sent.map(({ text }) => text),
    );
    const read = sent.map(({ text }) => {
      const bytes = Buffer.from(text);
      form.read(bytes, 0, bytes.length);
      return bytes.toString('hex', 0, form.size);
    });
    expect(read).toEqual(sent.map((value) => value.sent.toString('hex')));
    expect(sent.length).toBeGreaterThan(50);
  },
);

test('a type that has no form of its own is sent as text', () => {
  const types = ['text', 'integer', 'timestamp with time zone[]', 'time without time zone', 'interval'];
  expect(types.map((type) => binaryFormOf(type))).toEqual(types.map(() => undefined));
});

test.each([
  ['uuid', '00000000-0000-0000-0000-00000000000g'],
  ['uuid', '00000000-0000-0000-0000-000000000000 '],
  ['date', '2026-1-1'],
  ['date', '2026-01-01 00:00:00'],
  ['timestamp with time zone', '2026-01-01 00:00:00'],
  ['timestamp without time zone', '2026-01-01 00:00:00+00'],
  ['timestamp with time zone', '2026-01-01'],
])('no %s is %s', (type, text) => {
  const bytes = Buffer.from(text);
  expect(() => binaryFormOf(type)?.read(bytes, 0, bytes.length)).toThrow(
    expect.objectContaining({ code: 'E_EXPORT_DAMAGED' }),
  );
});
