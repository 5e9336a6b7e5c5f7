"""Say which system libraries the bpy wheel lacks here and how to get them; exit status 1 when it lacks any.

With --list: all of them, as Debian names them."""

import re
import subprocess
import sys

DEBIAN_PACKAGES = {
    "libX11.so": "libx11-6",
    "libXi.so": "libxi6",
    "libXxf86vm.so": "libxxf86vm1",
    "libXfixes.so": "libxfixes3",
    "libXrender.so": "libxrender1",
    "libXext.so": "libxext6",
    "libxkbcommon.so": "libxkbcommon0",
    "libSM.so": "libsm6",
    "libICE.so": "libice6",
    "libGL.so": "libgl1",
    "libEGL.so": "libegl1",
    "libgomp.so": "libgomp1",
}


def main() -> int:
    every = " ".join(sorted(set(DEBIAN_PACKAGES.values())))
    if "--list" in sys.argv:
        print(every)
        return 0
    done = subprocess.run([sys.executable, "-c", "import bpy"], capture_output=True, text=True)
    if done.returncode == 0:
        return 0
    found = re.search(r"(lib[\w+-]+\.so)[.\d]*: cannot open shared object", done.stderr)
    if found is None:
        print(f"Blender's Python module does not start here:\n{done.stderr}", file=sys.stderr)
        return 1
    package = DEBIAN_PACKAGES.get(found[1], f"the package that holds {found[1]}")
    print(
        f"Blender needs the system library {found[1]}, which is missing here: install {package}."
        f"\nOn Debian and Ubuntu, all that Blender may need: apt-get install {every}",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
