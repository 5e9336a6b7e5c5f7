"""One family of materials in each file, as `FAMILY`; `docs/families.md` says how to write one."""
