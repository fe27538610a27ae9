import { explaining, isSameView, linkTo, placeOf } from './place.js';

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
});
