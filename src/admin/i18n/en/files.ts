/** The English messages of files that a person downloads. */
export const files = {
  list: 'Restaurants',
  days: 'Days',
  about: 'About this file',
  rank: 'No.',
  restaurant: 'Restaurant',
  status: 'Status',
  day: 'Day',
  daysExpected: 'Days expected',
  matched: 'Compared reports',
  matchedOf: 'of',
  contents: {
    period: 'Period',
    comparison: 'Compared with',
    noComparison: 'nothing',
    platform: 'Platform',
    fakeOrders: 'Fake orders',
    withFake: 'counted',
    withoutFake: 'left out of orders and average check',
    search: 'Search',
    created: 'Created',
    dataThrough: 'Data through',
    neverReported: 'never',
    money:
      'Money is in rupiah. An empty cell means that nobody reported the value, or that it cannot be calculated. It is not 0.',
    delta: 'A change compares only days that a platform reported in both periods. There is none when too few do.',
  },
} as const;
