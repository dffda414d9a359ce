/* Two partitions of one executor in one transaction, as built: what Engine+Commits, Commit, Trouble, Arrive and BatchWriter do.
 * How a partition is taken over is checked in protocol.pml: here an assignment reads all at once, when it may. README.md says
 * what is left out, what the mutations do, and how to run it.
 *
 * Partition 0 has three triggers, the first and the last for run 0, the second for run 1. The runs live in partition 1, and
 * have one step each: the owner of 0 commits their starts into `steps` of 1. At most one entry is refused by the brokers. */
mtype:mutation = { NO, OFFSETS, BEHIND, ALONE, CONDEMN, TRIES, KEEP, OVERLAP, AGAIN, FORGET, AFTER, ONEMARK, SEPARATE,
    UNKFAIL, UNKLOST };
#define IS(m) (MUT == m)
#define MAY(kind) (left > 0 && kind)
#define NIL 255
byte left = FAULTS;
hidden byte i, j, p, k, m;              /* scratch, dead between two events */

/* ---------------------------------------------------------------------------------------------------------- entries */
#define START(t) (t)                    /* step 0 for the run of trigger t, which is its source */
#define REJECT(t) (3 + (t))             /* the trigger's dead letter; the same source */
#define DONE(r) (6 + (r))               /* run r is complete, with its outputs */
#define ERROR(r) (8 + (r))              /* run r has failed: what it wrote is refused */
#define ISOFRUN(e) (e >= 6)
#define RUN(t) ((t) % 2)
#define HAS(set, e) (((set) >> (e)) & 1)
byte guilty;                            /* the entry that is refused; NIL: none */

/* ------------------------------------------------------------------------------------------------------ the brokers */
mtype:state = { NONE, OPEN, SENT, DECIDED };
mtype:outcome = { IDLE, UNDERWAY, COMMITTED, ABORTED, REFUSED, DOUBTFUL, NEITHER };
typedef Transaction {                   /* of one producer, with the batch that it carries */
    mtype:state state = NONE; mtype:outcome outcome = IDLE; bool isFenced;
    byte parts; short entries; byte triggers, mark[2] = NIL;       /* parts, entries: sets; triggers: offset of the inbox */
    bool noOffsets, noRecords, isLater                             /* markers to write; after the other producer's */
}
Transaction tx[4]; byte process;        /* 2 * process and the next: of this process; the others: of the one before */
byte coTriggers, coMark[2] = NIL;       /* committed offset of `triggers` of 0, and the mark of each partition */
byte starts[2]; bool table[2];          /* of partition 1, by run: records of step 0; is it over in `checkpoints`? */
#define its tx[n]
#define PENDING(t, p) ((t.state == SENT || t.noOffsets) && HAS(t.parts, p))
#define STABLE(p) !(PENDING(tx[0], p) || PENDING(tx[1], p) || PENDING(tx[2], p) || PENDING(tx[3], p))
#define HOLDS(t) ((t.state == SENT || t.noRecords) && t.entries >= 64)
#define READABLE !(HOLDS(tx[0]) || HOLDS(tx[1]) || HOLDS(tx[2]) || HOLDS(tx[3]))       /* `checkpoints` of 1 */

/* -------------------------------------------------------------------------------------------------------- the ledgers */
typedef Ledger {
    bool isUp; byte position, lastMark = NIL;                      /* position: in `triggers` */
    byte count, pending[4], carrier[4];                            /* writes in order; the producer of each, + 1 */
    byte failures, limit                                           /* Trouble; limit 0: all */
}
Ledger ledger[2];
#define L(p) ledger[p]
mtype:stage = { ABSENT, SETTLED, ENDED };
mtype:stage runs[2] = ABSENT; byte seen[2];                        /* of partition 1; seen: records that arrived */
#define ISALONE(p) ((L(p).failures > 0 || L(p).limit > 0) && !IS(ALONE))

/* ----------------------------------------------------------------- invariants, checked when a transaction is decided */
bool handled[3], over[2], hasLost; byte refusals;
inline invariants(n) {
    for (i : 0 .. 2) {
        if :: HAS(its.entries, START(i)) || HAS(its.entries, REJECT(i)) ->
                assert(!handled[i] || hasLost); handled[i] = true                  /* each trigger once */
           :: else fi };
    for (i : 0 .. 1) {
        if :: HAS(its.entries, DONE(i)) || HAS(its.entries, ERROR(i)) ->
                assert(!over[i]); over[i] = true                                   /* each run once */
           :: else fi };
    for (i : 0 .. 2) {
        assert(!HAS(its.entries, REJECT(i)) || guilty == START(i));              /* refused: the one that is to blame */
        assert(i > 1 || !HAS(its.entries, ERROR(i)) || guilty == DONE(i));         /* failed: the one that is to blame */
        assert(!HAS(its.parts, 0) || i >= its.triggers || handled[i]) };       /* no trigger is passed over */
}

/* ------------------------------------------------------------------------------------------------------- the ledger */
inline append(q, what) { L(q).pending[L(q).count] = what; L(q).count++ }
inline removeFirst(q) {
    for (j : 1 .. 3) { L(q).pending[j-1] = L(q).pending[j]; L(q).carrier[j-1] = L(q).carrier[j] };
    L(q).pending[3] = 0; L(q).carrier[3] = 0; L(q).count--
}
inline committed(q, n) {                /* CONTINUE */
    j = 0;
    for (i : 0 .. 3) {
        if :: i < L(q).count && L(q).carrier[i] == n+1 && ISOFRUN(L(q).pending[i]) ->
                runs[RUN(L(q).pending[i])] = (IS(FORGET) -> ABSENT : ENDED)
           :: i < L(q).count && L(q).carrier[i] != n+1 ->
                L(q).pending[j] = L(q).pending[i]; L(q).carrier[j] = L(q).carrier[i]; j++
           :: else fi };
    L(q).count = j; L(q).failures = 0; L(q).limit = (j == 0 -> 0 : L(q).limit);
    for (i : j .. 3) { L(q).pending[i] = 0; L(q).carrier[i] = 0 };
    m = 0
}
inline replace(q) {                     /* one entry that is refused, however often it is sent: what can be kept of it */
    m = L(q).pending[0];
    if :: ISOFRUN(m) && m < ERROR(0) -> removeFirst(q); append(q, m + 2)
       :: m < REJECT(0) -> L(q).pending[0] = REJECT(m)
       :: else fi
}
inline aborted(q, n, isRefused) {       /* what it held goes first into the next one. TROUBLE: three tries, then halves */
    m = 0;
    for (i : 0 .. 3) { if :: L(q).carrier[i] == n+1 -> L(q).carrier[i] = 0; m++ :: else fi };
    L(q).failures = (L(q).failures < 3 -> L(q).failures + 1 : 3);
    if :: IS(BEHIND) && m < L(q).count -> m = L(q).pending[0]; removeFirst(q); append(q, m)
       :: isRefused && L(q).failures >= (IS(TRIES) -> 1 : 3) && (m == 1 || IS(CONDEMN)) ->
          L(q).failures = 0; L(q).limit = 0;
          if :: !IS(KEEP) -> replace(q) :: else fi
       :: isRefused && L(q).failures == 3 && m > 1 && !IS(CONDEMN) -> L(q).failures = 0; L(q).limit = m / 2
       :: else fi
}
inline drop(q) {
    for (i : 0 .. 3) { L(q).pending[i] = 0; L(q).carrier[i] = 0 };
    for (i : 0 .. 1) { runs[i] = (q == 1 -> ABSENT : runs[i]); seen[i] = (q == 1 -> 0 : seen[i]) };
    L(q).isUp = false; L(q).count = 0; L(q).failures = 0; L(q).limit = 0; L(q).position = 0; L(q).lastMark = NIL
}

/* ------------------------------------------------------------------------------------------------------- the engine */
inline forget(n) {
    if :: its.state == NONE && its.outcome == IDLE ->
            its.parts = 0; its.entries = 0; its.triggers = 0; its.mark[0] = NIL; its.mark[1] = NIL; its.isFenced = false
       :: else fi
}
inline conclude(n, q, what) {           /* how its batch ended, told to one of its partitions */
    if :: L(q).isUp && what == COMMITTED -> L(q).lastMark = its.mark[q]; committed(q, n)
       :: L(q).isUp && (what == ABORTED || what == REFUSED) -> aborted(q, n, what == REFUSED)
       :: L(q).isUp && what == NEITHER -> drop(q)                  /* the table is read again */
       :: else fi
}
inline batchEnded(n, what) {
    for (p : 0 .. 1) { if :: HAS(its.parts, p) -> conclude(n, p, what) :: else fi };
    its.outcome = IDLE; its.state = (what == COMMITTED -> its.state : NONE); forget(n)
}
inline outcomeRead(n, q) {              /* the partition's own mark tells: ours, the one before, or else the table must */
    m = (coMark[q] == its.mark[q] -> COMMITTED : (coMark[q] != NIL && coMark[q] == L(q).lastMark -> ABORTED : NEITHER));
    m = (IS(UNKFAIL) || (IS(UNKLOST) && coMark[q] == NIL) -> ABORTED : m);
    conclude(n, q, m); its.parts = its.parts & (3 - (1 << q));
    its.outcome = (its.parts == 0 -> IDLE : DOUBTFUL); forget(n)
}
#define REMEMBERS(t) (m == t.mark[q])
inline takePart(n, q) {
    m = (L(q).limit == 0 -> 4 : L(q).limit); j = 0;
    if :: q == 0 -> its.triggers = L(0).position :: else fi;
    for (i : 0 .. 3) {
        if :: i < L(q).count && L(q).carrier[i] == 0 && m > 0 ->
                L(q).carrier[i] = n+1; its.entries = its.entries | (1 << L(q).pending[i]); m--
           :: i < L(q).count && L(q).carrier[i] == 0 && m == 0 && q == 0 && j == 0 && !IS(OFFSETS) ->
                its.triggers = L(q).pending[i] % 3; j = 1        /* the first that stays: its source is not done */
           :: else fi };
    m = 0;                              /* a mark that nobody remembers, as if counted on for ever */
    do :: m == coMark[q] || m == L(q).lastMark || REMEMBERS(tx[0]) || REMEMBERS(tx[1]) || REMEMBERS(tx[2]) ||
          REMEMBERS(tx[3]) -> m++
       :: else -> break od;
    its.mark[q] = m
}
#define ISFREE(n) (tx[n].state == NONE && tx[n].outcome == IDLE)
#define ANYFREE (ISFREE(2 * process) || (PRODUCERS > 1 && ISFREE(2 * process + 1)))
inline takeBatch(which) {               /* by the producer that has rested longest */
    k = (ISFREE(2 * process) -> 2 * process : 2 * process + 1);
    for (p : 0 .. 1) { if :: HAS(which, p) -> takePart(k, p) :: else fi };
    tx[k].parts = which; tx[k].outcome = UNDERWAY; tx[k].state = OPEN
}
#define ISCARRIED(p) (L(p).carrier[0] != 0 || L(p).carrier[1] != 0 || L(p).carrier[2] != 0)
#define ISREADY(p) (L(p).isUp && L(p).count > 0 && L(p).carrier[L(p).count-1] == 0 && (!ISCARRIED(p) || IS(OVERLAP)))
#define INFLIGHT(n, p) (tx[n].outcome != IDLE && HAS(tx[n].parts, p))
#define SETTLING(p) (INFLIGHT(0, p) || INFLIGHT(1, p) || INFLIGHT(2, p) || INFLIGHT(3, p))
inline die(n) { its.outcome = IDLE; its.state = (its.state == OPEN -> NONE : its.state); forget(n) }
inline leave(n, which) { if :: its.outcome != IDLE && its.parts == which -> die(n) :: else fi }
#define ISSHARED(n) (tx[n].outcome != IDLE && tx[n].parts == 3)
#define SHARED (ISSHARED(0) || ISSHARED(1) || ISSHARED(2) || ISSHARED(3))

proctype Engine() {
end: do
    /* ASSIGNED: the outcome of its own batch first, then what is pending or open there */
    :: d_step { !L(0).isUp && !SETTLING(0) && STABLE(0) ->
        L(0).position = coTriggers; L(0).lastMark = coMark[0]; L(0).isUp = true }
    :: d_step { !L(1).isUp && !SETTLING(1) && STABLE(1) && READABLE -> L(1).lastMark = coMark[1]; L(1).isUp = true;
        runs[0] = (table[0] -> ENDED : ABSENT); runs[1] = (table[1] -> ENDED : ABSENT) }
    /* ARRIVE: a trigger becomes step 0 in the partition of its run */
    :: d_step { L(0).isUp && L(0).position < 3 -> append(0, START(L(0).position)); L(0).position++ }
    /* ARRIVE, PERFORM, SETTLE: step 0 begins a run that is not known; else it is done */
    :: d_step { L(1).isUp && seen[0] < starts[0] -> seen[0]++;
        if :: runs[0] == ABSENT || IS(AGAIN) -> runs[0] = SETTLED; append(1, DONE(0)) :: else fi }
    :: d_step { L(1).isUp && seen[1] < starts[1] -> seen[1]++;
        if :: runs[1] == ABSENT || IS(AGAIN) -> runs[1] = SETTLED; append(1, DONE(1)) :: else fi }
    /* COMMIT: partitions that are ready share a transaction; one in trouble goes alone */
    :: d_step { ANYFREE && ISREADY(0) -> takeBatch(1) }
    :: d_step { ANYFREE && ISREADY(1) -> takeBatch(2) }
    :: d_step { ANYFREE && ISREADY(0) && ISREADY(1) && !ISALONE(0) && !ISALONE(1) -> takeBatch(3) }
    /* the leases end, and others begin: of the same process, or of the one that comes after kill -9 */
    :: d_step { MAY(KICK) && (L(0).isUp || L(1).isUp) -> left--; drop(0); drop(1);
        tx[2 * process].isFenced = !ISFREE(2 * process); tx[2 * process + 1].isFenced = !ISFREE(2 * process + 1) }
    :: d_step { MAY(CRASH) && (L(0).isUp || L(1).isUp) && ISFREE(2 - 2 * process) && ISFREE(3 - 2 * process) -> left--;
        drop(0); drop(1); die(2 * process); die(2 * process + 1); process = 1 - process }
    /* or only one of them, when two executors have them */
    :: d_step { MAY(CRASH) && L(0).isUp && !SHARED -> left--; drop(0); leave(0, 1); leave(1, 1); leave(2, 1); leave(3, 1) }
    :: d_step { MAY(CRASH) && L(1).isUp && !SHARED -> left--; drop(1); leave(0, 2); leave(1, 2); leave(2, 2); leave(3, 2) }
    od
}

#define GOESON(n) (tx[n].state == OPEN && tx[n].outcome == UNDERWAY)
proctype Producer(byte n) {             /* and the brokers */
end: do
    /* the fence, then the records: one that is refused takes the whole transaction with it */
    :: d_step { GOESON(n) && !its.isFenced && (guilty == NIL || !HAS(its.entries, guilty)) ->
        its.isLater = tx[n^1].noOffsets; its.state = SENT }
    :: d_step { GOESON(n) && !its.isFenced && guilty != NIL && HAS(its.entries, guilty) ->
        refusals++; assert(refusals <= 6 * (1 + FAULTS));                          /* the refused one is found */
        batchEnded(n, REFUSED) }
    :: d_step { GOESON(n) && its.isFenced -> batchEnded(n, ABORTED) }
    /* decided: committed from here on, in all its partitions */
    :: d_step { its.state == SENT -> invariants(n);
        its.noOffsets = true; its.noRecords = true; its.state = DECIDED;
        its.outcome = (its.outcome == UNDERWAY -> COMMITTED : its.outcome) }
    /* its markers, in any order; of two batches of a partition the later one's offsets count */
    :: d_step { its.noOffsets && !its.isLater ->
        if :: HAS(its.parts, 0) -> coMark[0] = its.mark[0]; coTriggers = its.triggers :: else fi;
        if :: HAS(its.parts, 1) && !(IS(ONEMARK) && its.parts == 3) -> coMark[1] = its.mark[1] :: else fi;
        its.noOffsets = false; tx[n^1].isLater = false; its.state = (its.noRecords -> DECIDED : NONE); forget(n) }
    :: d_step { its.noRecords ->
        for (i : 0 .. 2) { starts[RUN(i)] = starts[RUN(i)] + (HAS(its.entries, START(i)) && !IS(AFTER)) };
        for (i : 0 .. 1) { table[i] = table[i] || HAS(its.entries, DONE(i)) || HAS(its.entries, ERROR(i)) };
        its.noRecords = false; its.state = (its.noOffsets -> DECIDED : NONE); forget(n) }
    /* the engine hears it */
    :: d_step { its.outcome == COMMITTED ->
        for (i : 0 .. 2) { starts[RUN(i)] = starts[RUN(i)] + (HAS(its.entries, START(i)) && IS(AFTER)) };
        batchEnded(n, COMMITTED) }
    /* aborted for a reason of the moment; free of charge when its process is gone, or its producer is made anew */
    :: d_step { (its.state == OPEN || its.state == SENT) && its.outcome == UNDERWAY && MAY(TMO) ->
        left--; batchEnded(n, ABORTED) }
    :: d_step { (its.state == OPEN || its.state == SENT) && its.outcome != UNDERWAY -> its.state = NONE; forget(n) }
    :: d_step { IS(SEPARATE) && its.state == SENT && its.parts == 3 && its.outcome == UNDERWAY && MAY(TMO) -> left--;
        conclude(n, 1, COMMITTED); its.parts = 1; its.entries = its.entries & 63 }
    /* UNKNOWN: its producer is made anew, then each partition asks for itself */
    :: d_step { MAY(UNK) && ((its.state == SENT && its.outcome == UNDERWAY) || its.outcome == COMMITTED) ->
        left--; its.outcome = DOUBTFUL }
    :: d_step { its.outcome == DOUBTFUL && its.state == NONE && HAS(its.parts, 0) && STABLE(0) -> outcomeRead(n, 0) }
    :: d_step { its.outcome == DOUBTFUL && its.state == NONE && HAS(its.parts, 1) && STABLE(1) -> outcomeRead(n, 1) }
    od
}
proctype World() {
end: do
    :: d_step { MAY(LOST) && coMark[0] != NIL -> left--; hasLost = true; coMark[0] = NIL; coTriggers = 0 }
    :: d_step { MAY(LOST) && coMark[1] != NIL -> left--; hasLost = true; coMark[1] = NIL }
    od
}
proctype Rest() {                       /* nothing can happen any more: nothing is lost */
end: timeout -> d_step { for (i : 0 .. 2) { assert(handled[i]) }; assert(over[0] && (over[1] || guilty == START(1))) }
}
init {
    if :: guilty = NIL :: guilty = START(0) :: guilty = START(1) :: guilty = DONE(0) :: guilty = DONE(1) fi;
    atomic { run Rest(); run World(); run Engine(); run Producer(0); run Producer(1); run Producer(2); run Producer(3) }
}
