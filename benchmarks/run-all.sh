#!/bin/sh
# Produces every table of benchmarks/README.md on this machine, into artifacts/benchmarks. About 10 minutes; leave the machine alone meanwhile.
set -eu
cd "$(dirname "$0")/.."
repeats=${1:-5}
out=artifacts/benchmarks
mkdir -p "$out"
dotnet build -c Release benchmarks/Orchestration.Benchmarks
measure() { dotnet benchmarks/Orchestration.Benchmarks/bin/Release/net10.0/Orchestration.Benchmarks.dll "$@"; }

{
    date -u +%Y-%m-%d
    uname -sr
    grep -m1 'model name' /proc/cpuinfo || true
    echo "processors: $(nproc); load average before: $(cut -d' ' -f1-3 /proc/loadavg)"
    dotnet --version
} > "$out/machine.txt"

measure --filter '*'

# A process each, so that nothing is warm or fragmented from the one before; kinds in turn, so that noise meets all of them.
{
    echo 'kind | wall ms | CPU ms | peak MiB | before MiB | allocated bytes a run'
    for _ in $(seq "$repeats"); do
        for kind in tasks dataflow effects effects-discard asks asks-discard; do
            measure runs "$kind"
        done
    done | sort -t'|' -k1,1 -k2,2n
} | tee "$out/runs.txt"

{ measure inflight; measure inflight memory-log; } | tee "$out/inflight.txt"
# Streams from the simulator, which runs in a process of its own; the bare bytes first, for what HTTP and the sockets take is in every row.
{
    echo 'kind | streams | pace | CPU us a chunk | bytes a chunk | first piece, median ms | p99 ms | chunks/s'
    for _ in $(seq "$repeats"); do
        for streams in 50 500; do
            for kind in bytes adapter guarded; do
                measure streams "$kind" "$streams"
            done
        done
    done | sort -t'|' -k2,2n -k1,1
    for kind in bytes guarded; do
        measure streams "$kind" 50 20
    done
} | tee "$out/streams.txt"

measure schemas "$out/schemas" | tee "$out/schemas.txt"
measure splice | tee "$out/splice.txt"
measure audit "$out/audit" | tee "$out/audit.txt"
