# The old design in miniature: a row-by-row upsert and a JOIN with SUM on ActiveRecord and SQLite, with the old indexes.
# Prints one JSON line. Writes ar.db in the current folder.
require 'active_record'
require 'benchmark'
require 'date'
require 'json'
days = (ARGV[0] || 365).to_i
ActiveRecord::Base.establish_connection(adapter: 'sqlite3', database: 'ar.db')
connection = ActiveRecord::Base.connection
connection.execute('pragma journal_mode=wal')
connection.execute('pragma synchronous=normal')
ActiveRecord::Schema.verbose = false
METRICS = %w[grab_sales grab_orders grab_ads_spend grab_ads_sales grab_new_customers grab_repeated_customers grab_fake_orders
             gojek_sales gojek_orders gojek_ads_spend gojek_ads_sales gojek_new_customers gojek_returned_customers
             gojek_fake_orders total_sales total_orders].freeze
ActiveRecord::Schema.define do
  create_table(:clients) { |t| t.string :name; t.string :status, default: 'active'; t.timestamps null: true }
  create_table(:client_stats) do |t|
    t.references :client
    t.date :stat_date
    METRICS.each { |metric| t.decimal metric, precision: 12, scale: 2, default: 0 }
    t.datetime :synced_at
    t.timestamps null: true
  end
  add_index :client_stats, %i[client_id stat_date], unique: true
  add_index :client_stats, :stat_date
  add_index :client_stats, :total_sales
  add_index :client_stats, :synced_at
end
class Client < ActiveRecord::Base; has_many :client_stats; end
class ClientStat < ActiveRecord::Base; belongs_to :client; end
127.times { |index| Client.create!(name: "R#{index}") }
first = Date.today - days
random = Random.new(1)
upsert = Benchmark.realtime do
  Client.find_each do |client|
    days.times do |offset|
      row = { client_id: client.id, stat_date: first + offset, synced_at: Time.now, created_at: Time.now, updated_at: Time.now }
      METRICS.each { |metric| row[metric.to_sym] = random.rand(10_000_000) }
      ClientStat.upsert(row, unique_by: %i[client_id stat_date])
    end
  end
end
list = lambda do |period|
  from = first + days - period
  samples = Array.new(9) do
    Benchmark.realtime do
      Client.where(status: 'active').joins(:client_stats).where(client_stats: { stat_date: from..(first + days) })
            .select('clients.*, SUM(client_stats.total_sales) AS period_sales').group('clients.id').order('period_sales DESC').to_a
    end
  end
  samples.sort[4] * 1000
end
puts JSON.generate(upsertMs: upsert * 1000, list30Ms: list.call(30), list365Ms: list.call(365))
