import { FieldType, toDataFrame } from '@grafana/data';

import { tidyTable } from './tables';

describe('tidyTable', () => {
  it('leaves out metrics that are only there to compute others', () => {
    const frame = toDataFrame({
      refId: 'A',
      fields: [
        { name: 'session.id', type: FieldType.string, values: ['a', 'b'] },
        { name: 'Min', type: FieldType.number, values: [1, 2] },
        { name: 'Bucket Script', type: FieldType.number, values: [5, 9] },
      ],
    });
    const metrics = [
      { id: '1', type: 'min', field: '@timestamp', hide: true },
      { id: '3', type: 'bucket_script' },
    ];

    const { fields } = tidyTable(frame, [{ refId: 'A', metrics } as { refId: string }], 'Session length');

    expect(fields.map(({ name }) => name)).toEqual(['session.id', 'Bucket Script']);
  });

  it('shows when something was seen as a time', () => {
    const frame = toDataFrame({
      refId: 'A',
      fields: [
        { name: 'error.grouping_key', type: FieldType.string, values: ['a'] },
        { name: 'Count', type: FieldType.number, values: [3] },
        { name: 'Max', type: FieldType.number, values: [1_800_000_000_000] },
      ],
    });
    const metrics = [
      { id: '1', type: 'count' },
      { id: '2', type: 'max', field: '@timestamp' },
    ];

    const { fields } = tidyTable(frame, [{ refId: 'A', metrics } as { refId: string }], 'Exceptions');

    expect(fields.map(({ config }) => config.unit)).toEqual([undefined, undefined, 'dateTimeAsIso']);
  });

  it('names a plain value and puts the highest first', () => {
    const frame = toDataFrame({
      refId: 'A',
      fields: [
        { name: 'Time', type: FieldType.time, values: [7, 7] },
        { name: 'pod', type: FieldType.string, values: ['a', 'b'] },
        { name: 'Value #A', type: FieldType.number, values: [1, 2] },
      ],
    });

    const { fields } = tidyTable(frame, [{ refId: 'A' }], 'Restarts');

    expect(fields.map(({ name, values }) => [name, Array.from(values)])).toEqual([
      ['pod', ['b', 'a']],
      ['Restarts', [2, 1]],
    ]);
  });
});
