#!/bin/sh
# Slurm: one array task per shard. Usage, in a directory that all nodes see: sbatch --array=1-64 slurm.sh
# The swaps are imported and the plugins installed in WEIR_HOME before; every task reads them and writes its own result file there.
#SBATCH --job-name=weir-sweep
#SBATCH --cpus-per-task=4
#SBATCH --mem=2G
#SBATCH --time=24:00:00
#SBATCH --requeue
set -eu
export WEIR_HOME="${WEIR_HOME:?directory of the home, on a file system that all nodes see}"
# Extra memory beyond the heap is used by the JVM itself.
export JAVA_OPTS="-Xmx1500m"
# A requeued task resumes after its stored trials. Use the same options for merge.
exec "${WEIR:-/opt/weir}/bin/weir" sweep \
  --strategy range-follower --param halfWidth=500..40000/10 --from 2024-01-05 \
  --workers "$SLURM_CPUS_PER_TASK" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
