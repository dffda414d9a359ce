#!/usr/bin/env bash
# Checks the models with spin.
#
#     Model/check.sh                      the default configurations: there must be no error
#     Model/check.sh mutations            one rule taken away after another: an error must be found each time
#     Model/check.sh redundant            rules that others cover: there must be no error without one of them
#     Model/check.sh all                  the large configurations of README.md; hours, and up to 20 GB
#     Model/check.sh protocol MUT=META KICK=1 …     one configuration, and with TRACE=1 the events that lead to its error
#
# Several sets may be named. JOBS: how many are run at the same time (2), each in less than 1.5 GB. Needs spin and gcc.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Faults are off unless they are named; `faults` turns on those that every set-up may have.
defaults() {
    case $1 in
    protocol) echo NX=2 NR=1 LAST=1 FAULTS=2 ROOM=9 COUNTED=0 TOMB=0 CRASH=0 KICK=0 REB=0 FAILS=0 WAITS=0 UNK=0 TMO=0 \
        DUP=0 LOST=0 RET=0 TERM=0 MUT=NO ;;
    mail) echo FAULTS=2 ROOM=12 SENDS0=1 SENDS1=0 WAITS=1 PATIENCE=0 NEVER=0 CRASH=0 TMO=0 LOST=0 OLDER=0 COMPACT=0 MUT=NO ;;
    batch) echo PRODUCERS=1 FAULTS=1 CRASH=0 KICK=0 UNK=0 TMO=0 LOST=0 MUT=NO ;;
    *) echo "There is no model $1." >&2; exit 2 ;;
    esac
}
protocol_faults='CRASH=1 KICK=1 REB=1 FAILS=1 WAITS=1 UNK=1 TMO=1 DUP=1 LOST=1 RET=1 TERM=1'
batch_faults='CRASH=1 KICK=1 UNK=1 TMO=1 LOST=1'
mail_faults='PATIENCE=1 NEVER=1 CRASH=1 TMO=1 LOST=1 OLDER=1'

set_default() {
    cat <<-END
	none protocol $protocol_faults
	none batch PRODUCERS=2 $batch_faults
	none batch FAULTS=2 $batch_faults
	none mail FAULTS=1 SENDS0=2 SENDS1=1 $mail_faults
	none mail SENDS1=1 $mail_faults
	none mail SENDS0=2 $mail_faults
	none protocol NR=2 LAST=0 FAULTS=1 $protocol_faults
	none protocol COUNTED=1 FAULTS=3 CRASH=1 REB=1
	END
}

set_mutations() {
    cat <<-END
	error protocol MUT=META KICK=1
	error protocol MUT=FRESH KICK=1
	error protocol MUT=LSO CRASH=1
	error protocol MUT=RU KICK=1
	error protocol MUT=RU UNK=1
	error protocol MUT=ORDER KICK=1
	error protocol MUT=ENDLSO CRASH=1
	error protocol MUT=RECORD LOST=1 REB=1
	error protocol MUT=FORGET DUP=1 REB=1
	error protocol MUT=FORGET LOST=1 REB=1
	error protocol MUT=REATTACH KICK=1 REB=1
	error protocol MUT=PICKUPS COUNTED=1 FAULTS=3 REB=1
	error protocol MUT=EARLY TMO=1
	error protocol MUT=CPOUT CRASH=1
	error protocol MUT=LATE FAILS=1
	error protocol MUT=TWICE FAILS=1
	error protocol MUT=COUNTER REB=1 UNK=1
	error protocol MUT=COUNTER FAULTS=3 CRASH=1 UNK=1 TERM=1
	error protocol MUT=UNKFAIL UNK=1
	error protocol MUT=UNKOK UNK=1
	error protocol MUT=UNKLOST UNK=1 LOST=1
	error protocol MUT=STAY UNK=1 LOST=1
	error protocol MUT=MISSING RET=1 REB=1
	error protocol MUT=MISSING WAITS=1 CRASH=1
	error protocol MUT=UNDONE NR=2 LAST=0 FAULTS=1 CRASH=1
	error protocol MUT=UNHELD TERM=1
	error protocol TOMB=1 FAULTS=3 LOST=1 REB=1
	error protocol TOMB=1 NR=2 LAST=0 REB=1
	error batch MUT=SEPARATE TMO=1
	error batch MUT=ONEMARK UNK=1
	error batch MUT=OVERLAP PRODUCERS=2 TMO=1
	error batch MUT=AFTER CRASH=1
	error batch MUT=AGAIN
	error batch MUT=FORGET
	error batch MUT=OFFSETS
	error batch MUT=BEHIND TMO=1
	error batch MUT=ALONE
	error batch MUT=CONDEMN
	error batch MUT=TRIES
	error batch MUT=KEEP
	error batch MUT=UNKFAIL UNK=1
	error batch MUT=UNKLOST FAULTS=2 UNK=1 LOST=1
	error mail MUT=ZOMBIE CRASH=1
	error mail MUT=MAILONLY CRASH=1 PATIENCE=1
	error mail MUT=NOREAD CRASH=1
	error mail MUT=ENDLSO CRASH=1 PATIENCE=1
	error mail MUT=READBACK PATIENCE=1
	error mail MUT=MEMORY PATIENCE=1 SENDS0=2
	error mail MUT=HEARD SENDS0=2
	error mail MUT=FREED TMO=1 PATIENCE=1
	error mail MUT=NULLAPART CRASH=1 PATIENCE=1
	error mail MUT=NULLFIRST CRASH=1
	error mail MUT=UNSETTLED
	error mail MUT=REST
	error mail MUT=MISREAD CRASH=1 OLDER=1
	error mail MUT=UNREAD PATIENCE=1
	error mail MUT=LSO PATIENCE=1
	error mail MUT=PICKFIRST
	error mail MUT=UNHELD
	error mail MUT=POSTAPART CRASH=1
	error mail COMPACT=1 SENDS0=2
	END
}

set_redundant() {
    cat <<-END
	none protocol MUT=NOMARK KICK=1 REB=1 CRASH=1
	none protocol MUT=NONUMBER KICK=1 REB=1 CRASH=1
	none protocol MUT=NOHOLD KICK=1 REB=1 CRASH=1
	none protocol MUT=NOSTART REB=1 CRASH=1 RET=1
	none mail MUT=WITHDRAWN SENDS1=1 $mail_faults
	none mail MUT=NULLAPART SENDS0=2 CRASH=1 TMO=1
	none mail MUT=MAILONLY SENDS0=2 CRASH=1 TMO=1
	none mail MUT=ENDLSO SENDS0=2 CRASH=1 TMO=1
	none mail MUT=MEMORY SENDS0=2 CRASH=1 TMO=1
	END
}

set_all() {
    set_default
    set_mutations
    set_redundant
    cat <<-END
	none protocol @cycles FAULTS=1 $protocol_faults
	none batch @cycles $batch_faults
	none mail @cycles FAULTS=1 SENDS0=2 SENDS1=1 $mail_faults
	none protocol @large NR=2 FAULTS=1 $protocol_faults
	none protocol @large COUNTED=1 FAULTS=4 CRASH=1 REB=1 KICK=1
	none protocol @large FAULTS=3 CRASH=1 KICK=1 REB=1 UNK=1 LOST=1
	none protocol @large LAST=2 $protocol_faults
	none protocol @large NX=3 $protocol_faults
	none protocol @bits NR=2 LAST=0 $protocol_faults
	none protocol @bits FAULTS=3 $protocol_faults
	none batch @large FAULTS=3 $batch_faults
	none mail @large SENDS0=2 SENDS1=1 $mail_faults
	none mail @large FAULTS=4 SENDS1=1 $mail_faults
	none mail @large FAULTS=4 SENDS0=2 $mail_faults
	none batch @bits PRODUCERS=2 FAULTS=2 $batch_faults
	END
}

# The events of a trail, each by the line of the model that it begins with, and the number of the process that has it.
events() {
    spin -t -p "${flags[@]}" model.pml | awk '
        BEGIN { while ((getline line < "model.pml") > 0) text[++count] = line }
        match($0, /\[\(run [A-Z][a-z]*/) { name = substr($0, RSTART + 6, RLENGTH - 6); number[++pid] = instances[name]++ }
        /^ *[0-9]+:\tproc/ && $1 != last && !/\(:init:/ {
            last = $1
            name = $4; sub(/^\(/, "", name); sub(/:.*/, "", name)
            match($0, /model.pml:[0-9]+/)
            line = text[substr($0, RSTART + 10, RLENGTH - 10)]
            sub(/^ *(end: *)?(:: )?(d_step [{] )?/, "", line)
            printf "    %-11s %s\n", name " " number[$3], substr(line, 1, 120)
        }'
}

# What is violated at the end of a trail: the comment beside the assertion, or above it.
violated() {
    spin -t "${flags[@]}" model.pml | sed -n 's/^spin: model.pml:\([0-9]*\), Error: assertion violated.*/\1/p' |
        { read -r line && head -n "$line" model.pml | grep -o '/\* [^*]* \*/' | tail -n 1 | sed 's|^/. \(.*\) ./$|\1|'; } || true
}

# check <none|error> <model> <settings>: a line that says what came of it; false when that is not what it should be.
check() {
    local expected=$1 model=$2 name="${*:2}" setting optimise=-O1 table=24 memory=1400 pan=-DSAFETY run=
    shift 2
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    cp "$here/$model.pml" "$work/model.pml"
    cd "$work"
    declare -A values=()
    for setting in $(defaults "$model") "$@"; do
        case $setting in
        @large) pan='-DSAFETY -DCOLLAPSE' memory=16000 table=26 ;;
        @bits) pan='-DSAFETY -DBITSTATE' memory=16000 table=35 ;;
        @cycles) pan=-DNP run=-l ;;
        *=*) values[${setting%%=*}]=${setting#*=} ;;
        *) echo "What is $setting?" >&2 && exit 2 ;;
        esac
    done
    flags=()
    for setting in "${!values[@]}"; do flags+=("-D$setting=${values[$setting]}"); done
    if [ "$expected" = error ]; then optimise=-O0 table=20; fi
    # shellcheck disable=SC2086
    if ! spin "${flags[@]}" -a model.pml >compiled 2>&1 ||
        ! gcc $optimise -w -DNOREDUCE -DNOBOUNDCHECK -DVECTORSZ=1024 -DMEMLIM=$memory $pan -o pan pan.c >>compiled 2>&1; then
        echo "FAILED  $name: the model does not compile" && cat compiled
        return 1
    fi
    timeout "${LIMIT:-900}" ./pan -m300000 -w$table $run >found 2>&1 || true
    local states errors verdict
    states=$(awk '/states, stored/ { printf "%d", $1 }' found)
    errors=$(sed -n 's/.*errors: \([0-9]*\).*/\1/p' found)
    if [ "${errors:-0}" -gt 0 ] && [ -f model.pml.trail ]; then
        verdict="$(violated)"
        verdict=${verdict:-$(sed -n 's/^pan:1: \(.*\) (at depth.*/\1/p' found)}
        [ "$expected" = error ] && echo "found   $name: $verdict" || echo "FAILED  $name: $verdict"
        if [ -n "${TRACE:-}" ]; then events; fi
        [ "$expected" = error ]
    elif [ "${errors:-}" = 0 ] && ! grep -qE 'not completed|too small|out of memory' found; then
        [ "$expected" = none ] && echo "ok      $name: no error in $states states" ||
            echo "FAILED  $name: no error in $states states, and there must be one"
        [ "$expected" = none ]
    else
        echo "FAILED  $name: the search did not end" && tail -n 20 found
        return 1
    fi
}

for tool in spin gcc; do
    if ! command -v "$tool" >/dev/null; then
        echo "$tool is missing. On Debian and Ubuntu: apt-get install spin gcc libc6-dev" >&2
        exit 2
    fi
done

if [ "${1:-}" = check ]; then
    check "${@:2}"
    exit
elif [[ ${1:-} =~ ^(protocol|batch|mail)$ ]]; then
    expected=none
    for setting; do
        case $setting in MUT=NO) ;; MUT=* | TOMB=1 | COMPACT=1) expected=error ;; esac
    done
    check $expected "$@"
    exit
fi

[ $# -gt 0 ] || set -- default
for set in "$@"; do
    if ! declare -F "set_$set" >/dev/null; then
        echo "There is no set $set: default, mutations, redundant, all." >&2
        exit 2
    fi
done
list=$(for set in "$@"; do "set_$set"; done)
results=$(mktemp)
trap 'rm -f "$results"' EXIT
xargs -P "${JOBS:-2}" -L 1 "${BASH_SOURCE[0]}" check <<<"$list" | tee "$results" || true

count() { grep -c "^$1" "$results" || true; }
echo "Models: $(count ok) without an error, $(count found) mutations found, $(count FAILED) failed, of $(wc -l <<<"$list")."
[ $(($(count ok) + $(count found))) -eq "$(wc -l <<<"$list")" ]
