import { explaining, isSameView, linkTo, placeOf, faultsOf } from './place.js';

describe('where the reader stands', () => {
  it('is kept in the address and read back from it', () => {
    const place = { asOf: '2024-07-28T04:00:00.000Z', show: 'figure', figure: 'sitesOpen:sales', from: '2024-07' };
    expect(placeOf(linkTo(place))).toMatchObject(place);
  });

  it('stays the same page when something is explained on it', () => {
    const place = { asOf: '100', milestone: 'm-1' };
    const explained = placeOf(explaining({ ...place, show: 'unit', vin: 'X' }, { show: 'stock' }));
    expect(explained).toMatchObject({ ...place, show: 'stock', vin: undefined });
    expect(isSameView(place, explained)).toBe(true);
    expect(isSameView(place, { ...explained, asOf: undefined })).toBe(false);
  });

  it('is taken from an address without what is wrong there, which is said', () => {
    const address = '#asOf=abc&since=2024-07-28T04:00:00.000Z&from=2024-13&show=figure';
    expect(placeOf(address)).toMatchObject({ asOf: undefined, from: undefined, since: '2024-07-28T04:00:00.000Z' });
    expect(faultsOf(address)).toEqual([
      'asOf=abc is not a position, or a time with its offset',
      'from=2024-13 is not a month such as 2024-07',
    ]);
    expect(faultsOf('#asOf=2024-99-99T12:00Z')).toHaveLength(1);
    expect(faultsOf('#asOf=161472&show=unit&vin=X')).toEqual([]);
  });
});
