#!/bin/sh
# MariaDB in a container: alone behind a socket (gwms-database), or one of several nodes that hold the same data
# (gwms-database node, with NODE= its own name and NODES= all of them, the same order everywhere). GWMS_DB_PASSWORD is
# that of the user gwms, who may change the schema and makes the users of the programs. A node that is FIRST=1 makes
# the cluster when it has no data yet, or when it was the last to stop.
set -eu
data=/var/lib/mysql
sock=/run/mysqld/mysqld.sock
name=${GWMS_DB_NAME:-gwms}

quoted() { # TEXT: as an SQL string
	printf "'%s'" "$(printf %s "$1" | sed -e "s/[\\\\']/\\\\&/g")"
}

if [ ! -d "$data/mysql" ]; then
	rm -rf "${data:?}"/*
	mariadb-install-db --no-defaults --datadir="$data" --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
		--skip-test-db >/dev/null
fi

# Read at every start: a changed password is taken over.
from=localhost
[ "${1:-}" != node ] || from=%
umask 077
cat >/tmp/init.sql <<-SQL
	CREATE DATABASE IF NOT EXISTS \`$name\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_nopad_ci;
	CREATE USER IF NOT EXISTS gwms@'$from' IDENTIFIED BY $(quoted "$GWMS_DB_PASSWORD");
	ALTER USER gwms@'$from' IDENTIFIED BY $(quoted "$GWMS_DB_PASSWORD");
	GRANT ALL ON \`$name\`.* TO gwms@'$from' WITH GRANT OPTION;
	GRANT CREATE USER ON *.* TO gwms@'$from';
SQL

# In a file: a node that sends its data to another reads its settings there too.
cat >/tmp/my.cnf <<-CNF
	[mysqld]
	datadir=$data
	socket=$sock
	pid-file=/run/mysqld/mysqld.pid
	init-file=/tmp/init.sql
	skip-name-resolve
	local-infile=0
	character-set-server=utf8mb4
	collation-server=utf8mb4_unicode_520_nopad_ci
	innodb-flush-log-at-trx-commit=1
	innodb-doublewrite=ON
	sync-binlog=1
	binlog-format=ROW
	innodb-print-all-deadlocks=ON
	max-allowed-packet=32M
	max-connections=500
	innodb-buffer-pool-size=${DB_MEMORY:-256M}
	innodb-log-file-size=${DB_LOG:-128M}
CNF
if [ "${1:-}" != node ]; then
	exec mariadbd --defaults-file=/tmp/my.cnf --skip-networking
fi

cat >>/tmp/my.cnf <<-CNF
	bind-address=0.0.0.0
	default-storage-engine=InnoDB
	innodb-autoinc-lock-mode=2
	wsrep-on=ON
	wsrep-provider=/usr/lib/galera/libgalera_smm.so
	wsrep-cluster-name=gwms
	wsrep-cluster-address=gcomm://$NODES
	wsrep-node-name=$NODE
	wsrep-node-address=$NODE
	wsrep-sst-method=mariabackup
	wsrep-sst-auth=$(id -un):
	wsrep-slave-threads=2
CNF
first=
if [ "${FIRST:-0}" = 1 ]; then
	if [ ! -f "$data/grastate.dat" ] || grep -q 'safe_to_bootstrap: 1' "$data/grastate.dat"; then
		# Others that run already are joined: a second cluster of the same name would lose one of the two.
		joined=
		for node in $(echo "$NODES" | tr , ' '); do
			[ "$node" = "$NODE" ] || ! socat -u OPEN:/dev/null "TCP:$node:4567,connect-timeout=2" 2>/dev/null || joined=1
		done
		[ -n "$joined" ] || first=--wsrep-new-cluster
	fi
fi
exec mariadbd --defaults-file=/tmp/my.cnf ${first:+"$first"}
