import type { MysqlTestDatabase, StatRow } from './mysql.js';

interface DemoRow extends StatRow {
  readonly restaurant_id: number;
}

/** Copies the restaurants and all their days from a server with the API into the tables of a database. */
export async function copyToMysql(url: string, database: MysqlTestDatabase): Promise<number> {
  const get = async <T>(query: Record<string, string>) => {
    const response = await fetch(`${url}/api/v1/getRestaurantStats?${new URLSearchParams(query)}`);
    return ((await response.json()) as { data: T[] }).data;
  };
  const restaurants = await get<{ id: number; name: string }>({ source: 'restaurants' });
  let copied = 0;
  for (const { id, name } of restaurants) {
    const rows = await get<DemoRow>({ source: 'looker_summary', restaurant_name: name });
    copied += rows.length;
    await database.insert(
      id,
      name,
      rows.map((row) => ({ ...row, stat_date: String(row.stat_date).slice(0, 10) })),
    );
  }
  return copied;
}
