#!/bin/bash
# First start: sets passwords, makes database and account, runs /docker-entrypoint-initdb.d, as the official image does
# (https://hub.docker.com/_/mysql). Then, as at every later start, becomes mysqld.
set -euo pipefail
DATA=/var/lib/mysql
BAKED=/usr/share/mysql-data/data.tar.zst
DONE="$DATA/.shardview-initialised"
SOCKET=/run/mysqld/mysqld.sock

log() { echo "entrypoint: $*"; }
fail() {
  echo "entrypoint: $*" >&2
  exit 1
}

# Value of a variable, or the content of the file that <name>_FILE names, without its last newline.
setting() {
  local file_name="${1}_FILE" content
  if [ -z "${!file_name:-}" ]; then
    printf %s "${!1:-}"
    return
  fi
  [ -r "${!file_name}" ] || fail "$file_name names ${!file_name}, which cannot be read"
  # The `x` keeps the newlines that command substitution cuts.
  content="$(cat "${!file_name}" && printf x)"
  content="${content%x}"
  printf %s "${content%$'\n'}"
}

# Statement that sets a variable of the server to any text. In base64: no character has to be thought of here.
variable() {
  echo "SET @$1 = CONVERT(FROM_BASE64('$(printf %s "$2" | base64 -w0)') USING utf8mb4);"
}

setting_variable() {
  local text
  text="$(setting "$2" && printf x)"
  variable "$1" "${text%x}"
}

# Runs the text that an SQL expression gives; the server's own QUOTE() makes literals of variables.
execute() {
  echo "SET @statement = $1; PREPARE statement FROM @statement; EXECUTE statement;"
}

# The database's name in backticks.
DATABASE="CONCAT('\`', REPLACE(@db, '\`', '\`\`'), '\`')"

database_and_account() {
  variable db "${MYSQL_DATABASE:-}"
  setting_variable account MYSQL_USER
  setting_variable account_password MYSQL_PASSWORD
  [ -z "${MYSQL_DATABASE:-}" ] || execute "CONCAT('CREATE DATABASE IF NOT EXISTS ', $DATABASE)"
  [ -n "$(setting MYSQL_USER)" ] || return 0
  execute "CONCAT('CREATE USER ', QUOTE(@account), '@''%'' IDENTIFIED BY ', QUOTE(@account_password))"
  # CHAR(92) is the backslash: in a grant on a database a bare `_` stands for any character.
  [ -z "${MYSQL_DATABASE:-}" ] ||
    execute "CONCAT('GRANT ALL ON ', REPLACE($DATABASE, '_', CONCAT(CHAR(92), '_')), '.* TO ', QUOTE(@account), '@''%''')"
}

root_account() {
  local host="${MYSQL_ROOT_HOST-%}"
  variable host "$host"
  setting_variable root_password MYSQL_ROOT_PASSWORD
  if [ -n "$host" ] && [ "$host" != localhost ]; then
    execute "CONCAT('CREATE USER ''root''@', QUOTE(@host), ' IDENTIFIED BY ', QUOTE(@root_password))"
    execute "CONCAT('GRANT ALL ON *.* TO ''root''@', QUOTE(@host), ' WITH GRANT OPTION')"
  fi
  execute "CONCAT('ALTER USER ''root''@''localhost'' IDENTIFIED BY ', QUOTE(@root_password))"
}

client() { mysql --socket="$SOCKET" --user=root --default-character-set=utf8mb4 "$@"; }

run_init_files() {
  local file database=()
  [ -z "${MYSQL_DATABASE:-}" ] || database=("$MYSQL_DATABASE")
  for file in /docker-entrypoint-initdb.d/*; do
    log "running $file"
    case "$file" in
      *.sh) bash "$file" ;;
      *.sql) client "${database[@]}" <"$file" ;;
      *.sql.gz) gunzip -c "$file" | client "${database[@]}" ;;
      *) log "ignoring $file" ;;
    esac || fail "$file failed"
  done
}

initialise() {
  [ -n "$(setting MYSQL_ROOT_PASSWORD)" ] || fail "set MYSQL_ROOT_PASSWORD or MYSQL_ROOT_PASSWORD_FILE"
  log "first start: initialising"
  # Also after a first start that was interrupted: nothing half-made is kept.
  find "$DATA" -mindepth 1 -delete
  tar --extract --zstd --sparse --file="$BAKED" --directory="$DATA" --no-overwrite-dir
  # With its binary log, so that a shard has executed transactions of its own before its connector starts: Debezium
  # fails on an empty gtid_executed.
  "$@" --skip-networking --socket="$SOCKET" &
  local server=$!
  until mysqladmin --socket="$SOCKET" --user=root ping --silent 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || fail "the server ended while initialising"
    sleep 0.1
  done
  database_and_account | client
  run_init_files
  # Last: until here the client needs no password.
  root_account | client
  kill -TERM "$server"
  wait "$server" || fail "the server did not stop cleanly after initialising"
  touch "$DONE"
  log "initialised"
}

shopt -s nullglob
case "${1:-mysqld}" in
  mysqld) ;;
  -*) set -- mysqld "$@" ;;
  *) exec "$@" ;;
esac
[ -e "$DONE" ] || initialise "$@"
exec "$@"
