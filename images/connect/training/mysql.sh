# A MySQL server for the training, which is gone with it: the packages of Debian's suite that has MySQL, unpacked into a folder with all
# that they need. Installed, they would replace libraries of the image by newer ones.
mysql_root=/tmp/mysql
mysql_data=$mysql_root/data

install_mysql() { # suite
  local apt=$mysql_root/apt mirror deb folder
  local options=(-o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$apt/lists"
    -o Dir::State::Status=/dev/null -o "Dir::Cache=$apt/cache" -o Acquire::Retries=3 -o APT::Sandbox::User=root)
  mirror=$(grep -rhom1 'http[^ ]*/debian/\?' /etc/apt/sources.list /etc/apt/sources.list.d | head -n 1)
  [[ $mirror ]] || { echo "the base image names no Debian mirror in /etc/apt" >&2; return 1; }
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$mysql_data" "$mysql_root"/{dev,etc,tmp}
  # Its signed Release file may be past its date in a mirror.
  echo "deb [check-valid-until=no] $mirror $1 main" >"$apt/sources.list"
  apt-get "${options[@]}" update
  apt-get "${options[@]}" install -y --download-only --no-install-recommends mysql-server-core mysql-client-core
  for deb in "$apt"/cache/archives/*.deb; do dpkg-deb --extract "$deb" "$mysql_root"; done
  # As base-files makes them, which is not among the packages.
  for folder in bin sbin lib lib64; do [[ -e $mysql_root/$folder ]] || ln -s "usr/$folder" "$mysql_root/$folder"; done
  echo root:x:0:0::/: >"$mysql_root/etc/passwd"
  mknod -m 666 "$mysql_root/dev/null" c 1 3
}

in_mysql() { chroot "$mysql_root" "$@"; }
sql() { in_mysql mysql --socket=/tmp/mysql.sock --user=root --default-character-set=utf8mb4; }

# Becomes the server, as a shard's is set up.
serve_mysql() {
  local server=(mysqld --no-defaults --user=root --datadir=/data --secure-file-priv=NULL)
  in_mysql "${server[@]}" --initialize-insecure
  exec chroot "$mysql_root" "${server[@]}" --socket=/tmp/mysql.sock --mysqlx=OFF --performance-schema=OFF --server-id=1 \
    --log-bin=binlog --binlog-format=ROW --gtid-mode=ON --enforce-gtid-consistency=ON --default-time-zone=+09:00
}
