#!/usr/bin/env bash
# enter.sh -s SUITE [-r PATH]... [-w PATH]... [-e NAME=VALUE]... COMMAND [ARGUMENT]...
# Run COMMAND inside the root folder that make_blender_root.sh made for that suite, in namespaces of its own: it has no network, its own
# /tmp and process numbers, nothing stays mounted, and whatever it started ends with it.
# -r and -w show a file or folder inside, at the same absolute path, for reading only or for writing too.
set -euo pipefail

if [[ ${1:-} != --inside ]]; then
    exec unshare --mount --pid --fork --kill-child --ipc --net -- bash "${BASH_SOURCE[0]}" --inside "$@"
fi
shift
[[ $1 == -s ]] || exit 2
root=${ARTML_GUI_ROOT:-$HOME/.cache/artml-gui}/$2
shift 2

mount_system() {
    local device
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sys "$root/sys"
    mount -t tmpfs -o mode=1777 tmp "$root/tmp"
    mount -t tmpfs -o mode=755 dev "$root/dev"
    mkdir "$root/dev/shm" "$root/dev/pts"
    mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
    for device in null zero full random urandom tty; do
        touch "$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    ln -s pts/ptmx "$root/dev/ptmx"
    ln -s /proc/self/fd "$root/dev/fd"
    ln -s fd/0 "$root/dev/stdin"
    ln -s fd/1 "$root/dev/stdout"
    ln -s fd/2 "$root/dev/stderr"
}

show() {
    local path=$1 options=$2
    if [[ -d $path ]]; then
        mkdir -p "$root$path"
    else
        mkdir -p "$root${path%/*}"
        touch "$root$path"
    fi
    mount --bind "$path" "$root$path"
    mount -o "remount,bind,$options" "$root$path"
}

mount_system
variables=()
while getopts r:w:e: option; do
    case $option in
        r) show "$OPTARG" ro ;;
        w) show "$OPTARG" rw ;;
        e) variables+=("$OPTARG") ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
mkdir -p "$root/var/cache/mesa" # kept: the first start compiles the shaders of Blender's interface
mkdir -m 700 "$root/tmp/runtime"
# A shell stays the first process: what runs as number 1 gets no default signal actions.
exec chroot "$root" env -i PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 HOME=/tmp XDG_RUNTIME_DIR=/tmp/runtime TERM=dumb \
    LIBGL_ALWAYS_SOFTWARE=1 MESA_SHADER_CACHE_DIR=/var/cache/mesa "${variables[@]}" \
    sh -c 'cd / && "$@"; exit $?' sh "$@"
