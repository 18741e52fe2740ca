# A PostgreSQL in a temporary folder, reached by its socket there. Prints "ready <folder>" or what
# went wrong, and ends the server when standard input closes. Its own text comes as the argument.
set -eu
# A key pressed in the terminal ends the tests, which closes standard input; that is enough.
trap '' INT TERM HUP

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then
  echo "there is no /usr/lib/postgresql/*/bin"
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  # The server refuses to run as root.
  exec setpriv --reuid nobody --regid nogroup --clear-groups sh -c "$1" sh "$1"
fi

folder=$(mktemp -d /tmp/cloakroom-postgres.XXXXXX)
cd "$folder"
"$bin/initdb" -D data -U cloakroom -A trust -E UTF8 --locale C --no-sync >log 2>&1 || {
  echo "initdb failed: $(tail -n 1 log)"
  exit 1
}
"$bin/postgres" -D data -k "$folder" -c listen_addresses= -c fsync=off -c max_connections=200 \
  >>log 2>&1 &
server=$!
ready=
for _ in $(seq 300); do
  if "$bin/pg_isready" -q -h "$folder"; then ready=yes; break; fi
  kill -0 $server 2>/dev/null || break
  sleep 0.1
done
if [ $ready ]; then
  echo "ready $folder"
  read -r _ || true
else
  echo "postgres did not start: $(tail -n 1 log)"
fi
kill -QUIT $server 2>/dev/null || true
wait $server 2>/dev/null || true
cd /
rm -rf "$folder"
