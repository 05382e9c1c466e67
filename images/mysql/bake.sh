#!/bin/sh
# Prepares a data directory with time zone tables at image build, as an archive: what it holds is mostly zeros. It is packed by
# zstd, because each shard unpacks it at its first start, which takes gzip a second of processor. What would make two shards
# one is left out: the server UUID (auto.cnf), keys, binary logs and with them the executed GTIDs.
set -eu
data=/tmp/data
mkdir "$data"
mysqld --initialize-insecure --datadir="$data"
mysqld --datadir="$data" --skip-networking --skip-log-bin --pid-file=/tmp/bake.pid --socket=/tmp/bake.sock &
until mysqladmin --socket=/tmp/bake.sock --user=root ping --silent 2>/dev/null; do
  kill -0 $! || exit 1
  sleep 0.2
done
# It warns about files that are no time zones.
mysql_tzinfo_to_sql /usr/share/zoneinfo 2>/dev/null | mysql --socket=/tmp/bake.sock --user=root mysql
mysqladmin --socket=/tmp/bake.sock --user=root shutdown
wait
rm -f "$data"/auto.cnf "$data"/binlog.* "$data"/*.pem
tar --create --use-compress-program='zstd -19' --sparse --file=/usr/share/mysql-data/data.tar.zst --directory="$data" .
rm -rf "$data"
