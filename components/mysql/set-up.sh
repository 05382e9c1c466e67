#!/bin/sh
# Runs in a shard's container: makes the configured passwords those of root and of the application's account, then runs
# SQL as root. Standard input: the passwords of root, of the application's account and of the CDC account, each a line in
# base64, so that it may hold anything and is never an argument; then the SQL, which is given the last one.
set -eu
IFS= read -r root
IFS= read -r app
IFS= read -r cdc

decoded() { printf %s "$1" | base64 -d; }
# Not in the binlog: the CDC account can read that, and statements about accounts hold the passwords' hashes.
sql() { mysql --user=root --default-character-set=utf8mb4 --init-command='SET sql_log_bin = OFF'; }
variable() { echo "SET @$1 = CONVERT(FROM_BASE64('$2') USING utf8mb4);"; }

# Connects with the password in MYSQL_PWD and says why it cannot.
connect() { mysql "$@" --execute='DO 0' 2>&1; }

# Puts a password into the file that a variable of the container names: the next change reads it.
keep() {
  decoded "$2" >"$1.new"
  mv "$1.new" "$1"
}

export MYSQL_PWD
MYSQL_PWD=$(decoded "$root")
if ! refusal=$(connect --user=root); then
  # Another password is configured than the shard has: that one is in the container's file.
  MYSQL_PWD=$(cat "$MYSQL_ROOT_PASSWORD_FILE")
  connect --user=root >/dev/null || {
    echo "$refusal" >&2
    case $refusal in *"Access denied"*)
      echo "root has neither the configured rootPassword nor the one in $MYSQL_ROOT_PASSWORD_FILE. Set rootPassword to" \
        "the password that root has in this shard, run 'up', and then change it." >&2
      ;;
    esac
    exit 1
  }
fi

{
  variable root "$root"
  variable app "$app"
  cat <<'SQL'
SET @statement = CONCAT('ALTER USER ''root''@''localhost'' IDENTIFIED BY ', QUOTE(@root));
PREPARE statement FROM @statement;
EXECUTE statement;
SET @statement = CONCAT('ALTER USER IF EXISTS ''app''@''%'' IDENTIFIED BY ', QUOTE(@app));
PREPARE statement FROM @statement;
EXECUTE statement;
SQL
} | sql
keep "$MYSQL_ROOT_PASSWORD_FILE" "$root"
keep "$MYSQL_PASSWORD_FILE" "$app"

# What the CDC account takes already must not be set again: it would push out the old password, which the connector uses.
MYSQL_PWD=$(decoded "$cdc")
# By itself the client does not encrypt a socket, and the account requires it.
if connect --user=debezium --ssl-mode=REQUIRED >/dev/null; then valid=TRUE; else valid=FALSE; fi
MYSQL_PWD=$(decoded "$root")
{
  variable cdc_password "$cdc"
  echo "SET @cdc_password_valid = $valid;"
  cat
} | sql
