#!/usr/bin/env bash
# make_blender_root.sh SUITE: a Debian root folder with Blender, a virtual X server and software OpenGL, made once.
# SUITE is trixie (Blender 4.3.2) or sid (5.2.2, or what Debian has by now).
# Place: ${ARTML_GUI_ROOT:-$HOME/.cache/artml-gui}/SUITE (345 MB to download, 1.5 GB on disk). Needs root.
set -Eeuo pipefail

suite=$1
root=${ARTML_GUI_ROOT:-$HOME/.cache/artml-gui}/$suite
marker=$root/complete
log=$root.log
packages=(
    blender python3-numpy python3-requests python3-zstandard python3-cattr # what Blender's extension system imports
    xvfb xauth xdotool imagemagick
    libgl1 libgl1-mesa-dri libglx-mesa0 libegl1 libegl-mesa0
)

refuse() {
    echo "$1" >&2
    exit 1
}

install_debootstrap() {
    command -v debootstrap >/dev/null && return
    command -v apt-get >/dev/null || refuse "The window tests need debootstrap; install it with your package manager."
    apt-get update >>"$log" 2>&1
    apt-get install -y --no-install-recommends debootstrap >>"$log" 2>&1
}

make_base() {
    local mirror
    # shellcheck disable=SC2016 # apt-get's own variable
    mirror=$(apt-get indextargets --format '$(SITE)' | head -n 1)
    debootstrap --variant=minbase --force-check-gpg "$suite" "$root" "$mirror" >>"$log" 2>&1
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/fast"
    printf 'path-exclude=/usr/share/%s/*\n' doc man >"$root/etc/dpkg/dpkg.cfg.d/no-manuals"
    # A mirror that stands still is soon past its Valid-Until.
    printf '%s\n' 'Acquire::Check-Valid-Until "false";' 'Acquire::Languages "none";' >"$root/etc/apt/apt.conf.d/99artml"
    ln -sfn /proc/self/mounts "$root/etc/mtab" # Blender reads it for the list of file systems
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d" # no package starts a service
}

install_packages() {
    mountpoint --quiet "$root/proc" || mount -t proc proc "$root/proc"
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin
    chroot "$root" apt-get update
    chroot "$root" apt-get install -y --no-install-recommends "${packages[@]}"
    chroot "$root" apt-get clean
}

[[ -e $marker ]] && exit 0
[[ $EUID -eq 0 ]] || refuse "The window tests need root, for a folder with Blender of their own (and debootstrap)."
# In a mount namespace of its own: what is mounted in the folder goes away with this script, however it ends.
[[ ${2:-} == --inside ]] || exec unshare --mount -- bash "${BASH_SOURCE[0]}" "$suite" --inside
mkdir -p "$(dirname "$root")"
exec 9>"$root.lock"
flock 9
[[ -e $marker ]] && exit 0 # another run made it meanwhile
echo "Making a root folder with Blender from Debian $suite (one to three minutes; log: $log) ..."
trap 'echo "The root folder with Blender could not be made; the reason is at the end of $log." >&2' ERR
: >"$log"
rm -rf --one-file-system "$root" # what an interrupted run left
install_debootstrap
make_base
install_packages >>"$log" 2>&1
touch "$marker"
