#!/bin/sh
# Prints ebpf_exporter's kfree_skb.yaml (the argument) with the drop reasons of the running kernel: the numbers differ from one kernel
# version to the next, so that a table of another kernel gives wrong names. Without an argument it prints the table alone.
# Needs bpftool and the kernel's BTF (/sys/kernel/btf/vmlinux, or the file named by $BTF).
set -eu

reasons() {
  bpftool btf dump file "${BTF:-/sys/kernel/btf/vmlinux}" format c | awk '
    /^enum skb_drop_reason \{/ { on = 1; next }
    on && /^\}/ { exit }
    on && /SKB_DROP_REASON_/ && !/SUBSYS|_MAX|_MASK/ { gsub(/[,;]/, ""); printf "                %d: %s\n", $3, $1 }'
}

if [ $# -eq 0 ]; then
  reasons
  exit
fi
table=$(mktemp)
trap 'rm -f "$table"' EXIT
reasons > "$table"
awk -v table="$table" '
  /^ +[0-9]+: SKB_DROP_REASON_/ { if (!done) { while ((getline line < table) > 0) print line; done = 1 }; next }
  /vmlinux.h . grep SKB_DROP_REASON_/ { next }
  { print }' "$1"
