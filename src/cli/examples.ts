/** Lines that a person may type, for the help of each command. `cli` stands for the program. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  sync: ['cli sync', 'cli sync --days 7 --client "name:Warung Sari"', 'cli sync --from 2026-10-01 --to 2026-10-31'],
  collect: ['cli collect --then-sync'],
  status: ['cli status', 'cli status --json | jq .freshness.state'],
  top: ['cli top --days 7 --limit 10'],
  export: [
    'cli export --from 2026-10-01 --to 2026-10-31 --out october.csv',
    'cli export --from 2026-10-01 --to 2026-10-31 --view list > ranking.csv',
  ],
  push: ['cli push rows.json', 'generate-rows | cli push -'],
  report: [
    'cli report --client 12 --month 2026-10 --lang ru',
    'cli report --owner 3 --month 2026-10 --format xlsx --out october.xlsx',
  ],
  'clients:import': ['cli clients:import clients.csv', 'cli clients:import - < clients.json'],
  'clients:list': ['cli clients:list'],
  'user:create': ['cli user:create --email ani@example.com --role manager'],
  'user:password': ['cli user:password --email ani@example.com --password-stdin < password.txt'],
  'user:second-factor-off': ['cli user:second-factor-off --email ani@example.com'],
  'token:create': [
    'cli token:create --name prometheus --role monitor',
    'cli token:create --name script --role manager --days 90',
  ],
  'token:list': ['cli token:list'],
  'token:revoke': ['cli token:revoke 4'],
  doctor: ['cli doctor'],
  backup: ['cli backup /backups/replica.sqlite'],
  restore: ['cli restore /backups/replica.sqlite'],
  'migrate-database': ['cli migrate-database --to postgres://stats:secret@db.example.com/stats'],
  'upstream:moved': ['cli upstream:moved --from https://old.example.com --to https://new.example.com'],
  openapi: ['cli openapi > openapi.json'],
  completion: ['source <(cli completion bash)', 'cli completion fish > ~/.config/fish/completions/cli.fish'],
};
