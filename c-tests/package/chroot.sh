# shellcheck shell=bash
# Sourced by package.sh: a small Debian of this machine's release in $root, which is in memory and goes with
# the process. $cache keeps from run to run what comes from the mirror.

root=$work/root
cache=$TARGET/package
mirror=http://deb.debian.org/debian
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
# shellcheck disable=SC2016 # apt fills these in
if used=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(ORIGIN)/$(LABEL)' 'Created-By: Packages' |
    grep -m 1 " $suite Debian/Debian\$"); then
    mirror=${used%% *}
fi

# inside COMMAND...: "${inside[@]}" in the background has the command's process in $!.
inside=(chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=xterm LC_ALL=C.UTF-8
    DEBIAN_FRONTEND=noninteractive ${http_proxy:+"http_proxy=$http_proxy"})
apt() { "${inside[@]}" timeout 200 apt-get -y -qq "$@"; }

make_base() {
    debootstrap --variant=minbase "$suite" "$root" "$mirror" || { tail -n 20 "$root/debootstrap/debootstrap.log"; return 1; }
    # No daemon starts, nothing is asked, and no time is spent on syncing disks.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/test"
    cat >"$root/etc/apt/apt.conf.d/99test" <<'END'
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Dpkg::Use-Pty "false";
END
    rm -f "$root"/var/cache/apt/archives/*.deb
    tar -C "$root" -cf "$base.new" . && mv "$base.new" "$base"
}

# new_root: as freshly installed, with the packages to test in /deb
new_root() {
    # What ran in a former one may still be on its way out.
    if mountpoint -q "$root"; then umount --recursive --lazy "$root" || return 1; fi
    mkdir -p "$root" "$cache/archives/partial"
    mount -t tmpfs -o mode=755 tmpfs "$root" || return 1
    base=$cache/$suite-$(dpkg --print-architecture).tar
    if [ -e "$base" ]; then tar -C "$root" -xf "$base"; else make_base; fi || return 1
    mount -t proc proc "$root/proc" && mount -t devpts -o ptmxmode=666 devpts "$root/dev/pts" &&
        mount --bind "$cache/archives" "$root/var/cache/apt/archives" || return 1
    cp -L /etc/resolv.conf /etc/hosts "$root/etc"
    cp -R "$TARGET/deb" "$root/deb"
    apt update 2>&1 || return 1
}

# debs NAME...: our package files, as apt-get inside is given them
debs() { printf "/deb/%s_$version.deb\n" "$@"; }

# installed PATTERN...: the names of the packages that are
installed() {
    # shellcheck disable=SC2016 # dpkg fills these in
    "${inside[@]}" dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "ii" {print $2}'
}

# only ours|originals: libevent's packages that are installed are those, and nothing is broken.
only() {
    local there strays said
    there=$(installed 'libevent*')
    case $1 in
    ours) strays=$(grep -v '^libevent-rs' <<<"$there") ;;
    originals) strays=$(grep '^libevent-rs' <<<"$there") ;;
    esac
    [ -n "$there" ] && [ -z "$strays" ] || { echo "installed:" "$there"; return 1; }
    said=$("${inside[@]}" dpkg --audit 2>&1 && apt check 2>&1) && [ -z "$said" ] || { echo "broken: $said"; return 1; }
}
