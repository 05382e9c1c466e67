#!/bin/sh
# Runs in the Connect container: puts what comes on standard input into a file, and starts the task of the connector that reads
# it again, since a task keeps the secrets that it was started with. It goes on where it was. Of a certificate, a file that ends in
# `.pem`, it makes a key store beside it, which is what Java reads.
# Arguments: file, connector, seconds until its task must run.
set -eu
file=$1
connector=http://localhost:8083/connectors/$2
deadline=$(($(date +%s) + $3))
umask 077

# With an `x`, which keeps the newlines at the end.
content() {
  cat "$1" 2>/dev/null
  echo x
}

# Once more, unless the time is up.
again() {
  [ "$(date +%s)" -lt "$deadline" ] || give_up "$1"
  sleep 0.5
}

give_up() {
  echo "connector $connector has not taken up its new secret; the next 'up' tries again. Connect's last answer:" >&2
  printf '%s\n' "$1" | cut -c 1-2000 >&2
  exit 1
}

taken_up() {
  rm -f "$file.pending"
  exit
}

cat >"$file.new"
# Also when the file is the same: the run that wrote it may have been interrupted.
if [ ! -e "$file.pending" ] && [ "$(content "$file")" = "$(content "$file.new")" ]; then
  rm "$file.new"
  exit
fi
case $file in *.pem)
  rm -f "$file.p12.new"
  # The password protects nothing: a certificate is public. `-jdktrust` is what Java takes a certificate in a PKCS12 file as
  # trusted by; an openssl before 3.2 does not know it, and not every image has one. keytool is a JVM: a second of processor.
  openssl pkcs12 -export -nokeys -jdktrust anyExtendedKeyUsage -name ca -in "$file.new" -out "$file.p12.new" \
    -passout pass:changeit 2>/dev/null \
    || said=$(rm -f "$file.p12.new" && keytool -importcert -noprompt -alias ca -file "$file.new" \
      -keystore "$file.p12.new" -storetype PKCS12 -storepass changeit 2>&1) || {
    echo "$said" >&2
    exit 1
  }
  ;;
esac
: >"$file.pending"
case $file in *.pem) mv "$file.p12.new" "$file.p12" ;; esac
mv "$file.new" "$file"

status() { curl --silent --show-error --max-time 30 "$connector/status" 2>&1; }

# A task that has failed shows that until it runs again.
case $(status) in *'"state":"FAILED"'*) failed_before=yes ;; *) failed_before= ;; esac

# 404: there is no such connector or it is stopped; it will read the file when it starts. Connect starts the task before
# it answers with 204 (https://kafka.apache.org/documentation/#connect_rest), with 409 while the group rebalances.
while answer=$(curl --silent --show-error --max-time 100 --write-out ' %{http_code}' \
  --request POST "$connector/tasks/0/restart" 2>&1) || :; do
  case $answer in
    *' 20'?) break ;;
    *' 404') taken_up ;;
    *) again "$answer" ;;
  esac
done

while answer=$(status) || :; do
  case ${answer#*'"tasks":'} in
    *'"state":"FAILED"'*) [ "$failed_before" ] || give_up "$answer" ;;
    *'"state":"RUNNING"'* | *'"state":"PAUSED"'*) taken_up ;;
  esac
  again "$answer"
done
