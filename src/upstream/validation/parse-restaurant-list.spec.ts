import { describe, expect, it } from '@jest/globals';
import { parseRestaurantList } from './parse-restaurant-list.js';

const listOf = (...data: unknown[]) => parseRestaurantList({ data });

describe('the list of restaurants', () => {
  it('has each name once and verbatim, with its first id as a text', () => {
    expect(
      listOf(
        { id: 7, name: ' Warung `Bu` ' },
        { id: 'b-8', restaurant_name: 'Café' },
        { id: 9, name: 'Café', restaurant_name: 'Another' },
        { id: 10, name: '', restaurant_name: 'Depot' },
        { name: 'No id' },
        { id: null, name: 'Null' },
      ),
    ).toEqual({
      restaurants: [
        { id: '7', name: ' Warung `Bu` ' },
        { id: 'b-8', name: 'Café' },
        { id: '10', name: 'Depot' },
        { id: null, name: 'No id' },
        { id: null, name: 'Null' },
      ],
      rejected: [],
    });
  });

  it('leaves out what has no name, and keeps nothing else of a row', () => {
    expect(listOf(null, 'text', 7, [], {}, { id: 1 }, { name: 5 }, { id: 2, name: 'A', grab_token: 'secret' })).toEqual(
      {
        restaurants: [{ id: '2', name: 'A' }],
        rejected: [],
      },
    );
  });

  it('has no id that cannot be stored: an object, a half character or more than 100 characters', () => {
    const ids = [{ a: 1 }, 'a\u0000', '\ud83c', 'x'.repeat(101), 'x'.repeat(100)];
    const { restaurants } = listOf(...ids.map((id, index) => ({ id, name: `R${index}` })))!;
    expect(restaurants.map(({ id }) => id)).toEqual([null, null, null, null, 'x'.repeat(100)]);
  });

  it('names each name that no client can have, once and shortened, with the rule', () => {
    const long = 'x'.repeat(60) + 'y'.repeat(400);
    const { restaurants, rejected } = listOf(
      { name: 'A\nB' },
      { name: 'A\nB' },
      { name: 'N\u0000' },
      { name: long },
      { name: 'Fine' },
    )!;
    expect(restaurants).toEqual([{ id: null, name: 'Fine' }]);
    expect(rejected).toEqual([
      { name: 'A\nB', problem: 'must not contain a line break' },
      { name: 'N\uFFFD', problem: 'must not contain the character U+0000' },
      { name: `${'x'.repeat(60)}…`, problem: expect.stringMatching(/^may have at most \d+ characters$/) },
    ]);
    expect(listOf({ name: `${'x'.repeat(59)}\n` })?.rejected[0]?.name).toBe(`${'x'.repeat(59)}\n`);
  });

  it.each([[null], ['text'], [[]], [{}], [{ data: null }], [{ data: { a: 1 } }]])('is null for %j', (body) => {
    expect(parseRestaurantList(body)).toBeNull();
  });

  it('is empty for no rows', () => {
    expect(listOf()).toEqual({ restaurants: [], rejected: [] });
  });
});
