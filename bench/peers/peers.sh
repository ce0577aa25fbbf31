#!/usr/bin/env bash
# Debian's FTP servers on loopback, for a comparison with ours: see bench/README.md.
#
#   peers.sh install   their packages, unpacked side by side in bench/target/peers; needs root once, for what they link to
#   peers.sh start     starts them as root and says how to compare
#   peers.sh stop      stops them and deletes their files
#
# PEERS: which, "vsftpd proftpd pure-ftpd pyftpdlib" unless set. FULL: how many sessions the second one of each holds.
set -euo pipefail

folder=$(cd "$(dirname "$0")" && pwd)
work=$folder/../target/peers
peers=${PEERS:-vsftpd proftpd pure-ftpd pyftpdlib}
full=${FULL:-100}
# Nobody's limit is to be met by accident.
roomy=6000
home=/dev/shm/drawbridge-bench-peers
account=bench
# A user that every Debian has: the servers give up root for it. vsftpd wants its home to be there, which nobody's is not.
user=daemon
uid=$(id -u $user) gid=$(id -g $user)

install_peers() {
  mkdir -p "$work"/packages
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends openssl perl-base python3-pyftpdlib python3-openssl libpam0g libpam-modules \
    libwrap0 libcap2 libsodium23 libacl1 libhiredis0.14 libidn2-0 libmemcached11 libmemcachedutil2 libncursesw6 libpcre2-8-0 \
    libpcre2-posix3 >/dev/null
  # They conflict as packages: each wants to be the FTP server. Unpacked they do not, and nothing of them starts by itself.
  (cd "$work"/packages && apt-get download -qq vsftpd proftpd-core proftpd-mod-crypto pure-ftpd pure-ftpd-common)
  for package in "$work"/packages/*.deb; do
    dpkg -x "$package" "$work"/unpacked
  done
}

certificate() {
  [ ! -f "$work"/both.pem ] || return 0
  openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=localhost -keyout "$work"/key.pem -out "$work"/cert.pem 2>/dev/null
  cat "$work"/key.pem "$work"/cert.pem >"$work"/both.pem
  chmod 600 "$work"/*.pem
}

# The cheapest hash that all of them read: a login is to measure the server and not the hash.
passwords() {
  local hash
  hash=$(perl -e 'print crypt("bench", "db")')
  echo "$account:$hash:$uid:$gid::$home:/bin/sh" >"$work"/proftpd.passwd
  echo "$account:$hash:$uid:$gid::$home/./::::::::::::" >"$work"/pure.passwd
  chmod 600 "$work"/*.passwd
  "$work"/unpacked/usr/bin/pure-pw mkdb "$work"/pure.pdb -f "$work"/pure.passwd
  # vsftpd asks PAM, and here PAM says yes to everybody: it listens on loopback, and only while it is measured.
  printf 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n' \
    >/etc/pam.d/drawbridge-bench
}

# launch NAME PORT COMMAND...: in a process group of its own, and waits until it listens.
launch() {
  local name=$1 port=$2
  shift 2
  setsid "$@" >"$work/$name.log" 2>&1 </dev/null &
  echo $! >"$work/$name.pid"
  for _ in $(seq 100); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      return 0
    fi
    sleep 0.1
  done
  echo "$name does not start:" >&2
  tail -5 "$work/$name.log" >&2
  exit 1
}

# Each with its own range of passive ports, wide enough for those that take them at random.
vsftpd() { # NAME PORT SESSIONS
  mkdir -p "$work"/empty
  cat >"$work/$1.conf" <<EOF
background=NO
listen=YES
listen_address=127.0.0.1
listen_port=$2
max_clients=$3
max_per_ip=0
pasv_min_port=10000
pasv_max_port=19999
local_enable=YES
anonymous_enable=NO
guest_enable=YES
guest_username=$user
virtual_use_local_privs=YES
pam_service_name=drawbridge-bench
local_root=$home
chroot_local_user=YES
allow_writeable_chroot=YES
write_enable=YES
secure_chroot_dir=$work/empty
# Cost a third of its logins.
isolate=NO
isolate_network=NO
seccomp_sandbox=NO
xferlog_enable=NO
use_sendfile=YES
ssl_enable=YES
rsa_cert_file=$work/cert.pem
rsa_private_key_file=$work/key.pem
force_local_logins_ssl=NO
force_local_data_ssl=NO
ssl_ciphers=HIGH
EOF
  launch "$1" "$2" "$work"/unpacked/usr/sbin/vsftpd "$work/$1.conf"
}

proftpd() { # NAME PORT SESSIONS
  cat >"$work/$1.conf" <<EOF
ServerType standalone
ServerName bench
DefaultServer on
DefaultAddress 127.0.0.1
SocketBindTight on
UseIPv6 off
Port $2
MaxInstances $3
# Its greatest.
TCPBackLog 255
PassivePorts 20000 24999
User $user
Group $(id -gn $user)
ModulePath $work/unpacked/usr/lib/proftpd
LoadModule mod_tls.c
AuthOrder mod_auth_file.c
AuthUserFile $work/proftpd.passwd
RequireValidShell off
DefaultRoot $home
AllowOverwrite on
UseSendfile on
UseReverseDNS off
WtmpLog off
SystemLog none
TransferLog none
PidFile $work/$1.own.pid
# With one, logins wait for each other on its lock.
ScoreboardFile none
DelayEngine off
TLSEngine on
TLSRequired off
TLSLog none
TLSProtocol TLSv1.2 TLSv1.3
TLSRSACertificateFile $work/cert.pem
TLSRSACertificateKeyFile $work/key.pem
EOF
  launch "$1" "$2" "$work"/unpacked/usr/sbin/proftpd --nodaemon --quiet -c "$work/$1.conf"
}

pure_ftpd() { # NAME PORT SESSIONS
  launch "$1" "$2" "$work"/unpacked/usr/sbin/pure-ftpd -4 -S "127.0.0.1,$2" -c "$3" -C "$3" -H -A -E -f none -I 15 \
    -L 20000:5 -l "puredb:$work/pure.pdb" -p 25000:31999 -g "$work/$1.own.pid" -Y 1 -2 "$work/cert.pem,$work/key.pem"
}

pyftpdlib() { # NAME PORT SESSIONS
  cat >"$work/$1-server.py" <<EOF
import logging
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import TLS_FTPHandler
from pyftpdlib.servers import FTPServer

logging.disable(logging.CRITICAL)
users = DummyAuthorizer()
users.add_user("$account", "$account", "$home", perm="elradfmwMT")
TLS_FTPHandler.authorizer = users
TLS_FTPHandler.certfile = "$work/both.pem"
TLS_FTPHandler.passive_ports = range(40100, 42000)
TLS_FTPHandler.log_prefix = ""
server = FTPServer(("127.0.0.1", $2), TLS_FTPHandler, backlog=4096)
# It counts the socket that listens.
server.max_cons = $3 + 1
server.max_cons_per_ip = 0
server.serve_forever()
EOF
  launch "$1" "$2" /usr/bin/python3 "$work/$1-server.py"
}

start_peers() {
  [ -d "$work"/unpacked ] || { echo "first: $0 install" >&2; exit 1; }
  ulimit -n 20000
  certificate
  passwords
  mkdir -p "$home"
  chown "$uid:$gid" "$home"
  local port=2200 open="" limited=""
  for peer in $peers; do
    "${peer//-/_}" "$peer" $port $roomy
    open+=,$peer=127.0.0.1:$port:$account:$account
    # proftpd closes the connection without a word when it is full.
    if [ "$peer" != proftpd ]; then
      "${peer//-/_}" "$peer-full" $((port + 1)) "$full"
      limited+=,$peer=127.0.0.1:$((port + 1)):$account:$account
    fi
    port=$((port + 10))
  done
  echo "./mvnw -Pbench -Dbench.peers=${open#,} -Dbench.limited=${limited#,} -Dbench.held=$full"
}

stop_peers() {
  local file pid
  for file in "$work"/*.pid; do
    case $file in
    *.own.pid | *\*.pid) continue ;;
    esac
    pid=$(cat "$file")
    # The group: most of them are a process for each session.
    kill -- "-$pid" 2>/dev/null || true
    rm "$file"
  done
  rm -rf "$home" /etc/pam.d/drawbridge-bench
}

case ${1:-} in
install) install_peers ;;
start) start_peers ;;
stop) stop_peers ;;
*)
  sed -n '2,8s/^# \{0,1\}//p' "$0"
  exit 2
  ;;
esac
