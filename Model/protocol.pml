/* One partition through its leases, as built: RatchetEngine's engine and ledger, and the brokers' rules. README.md says what
 * is left out, what the mutations do, and how to run it.
 *
 * Each d_step is one event, of an engine, a broker or the world, and any order may happen: an executor that stands still is
 * one whose events come late. A step's number is 2 * seq + attempt - 1, ordered as (seq, attempt) is: the next step is + 2,
 * the second attempt + 1. Run 0 has the steps 0 to LAST, the others have one. FAULTS: how many, of the kinds that are on. */
mtype:mutation = { NO, META, FRESH, LSO, RU, ORDER, ENDLSO, EARLY, CPOUT, LATE, RECORD, FORGET, TWICE, REATTACH, PICKUPS,
    COUNTER, UNKFAIL, UNKOK, UNKLOST, STAY, MISSING, UNDONE, UNHELD, NOMARK, NONUMBER, NOHOLD, NOSTART };
#define IS(m) (MUT == m)
#define MAY(kind) (left > 0 && kind)
#define NIL 255
#define ALL 254
byte left = FAULTS;
hidden byte i, j, y, m;                 /* scratch, dead between two events */

/* ---------------------------------------------------------------------------------------------- records and batches */
mtype:status  = { UNKNOWN, LIVE, SLEEPING, RETRYING, OVER };
typedef Checkpoint { mtype:status is = UNKNOWN; byte number, pickups }
mtype:meaning = { NOTHING, PICKUP, PUBLISH, STEP, WAIT, RETRY, TAKEBACK, DONE, ERROR, CRASHED, TERMINATE };
#define PICKSUP(w) (w == PICKUP || w == PUBLISH)       /* PUBLISH: a pick-up that publishes its step again */
#define PUBLISHES(w) (w == STEP || w == PUBLISH || (IS(TWICE) && w == RETRY))
#define ENDS(w) (w == DONE || w == ERROR || w == CRASHED || w == TERMINATE)
#define AHEAD(w) (w == STEP -> 2 : (w == RETRY -> 1 : 0))
mtype:generation = { OUTSIDE, OLD, CURRENT };
mtype:outcome = { IDLE, UNDERWAY, COMMITTED, ABORTED, DOUBTFUL };
typedef Batch {                         /* by run: what is written, and the next checkpoint; offsets and mark */
    mtype:outcome outcome = IDLE; mtype:generation lease = OUTSIDE;
    mtype:meaning write[NR] = NOTHING; Checkpoint next[NR]; byte steps, mark = NIL
}

/* ------------------------------------------------------------------------------------------------------ the brokers */
byte owner; bool preparing;             /* the group: who has the partition; it waits for that one to give it up */
byte coSteps = NIL, coMark = NIL;        /* committed offsets, and the mark on that of `steps` */
Checkpoint table[NR];                   /* `checkpoints`, as read_committed shows it */
bool row;                               /* of `mail`: terminate run 0. How it came there, mail.pml shows */
typedef Record { byte whose, number, is }
Record steps[ROOM]; byte high, low;     /* `steps`: high watermark and log start; what its records are: */
#define VOID 0
#define VISIBLE 1
#define UNDECIDED(x) (2 + (x))          /* in a transaction of x that is open */
#define UNMARKED(x) (2 + NX + (x))      /* in one that is committed, whose marker is not written here yet */
mtype:transaction = { NONE, OPEN, SENT };
mtype:transaction tx[NX] = NONE; bool produced[NX];    /* SENT: its offsets have passed the fence, and are pending */
Batch decided[NX]; bool noOffsets[NX], noTable[NX], noSteps[NX];   /* markers of the last, still to be written */
#define PENDING(x) (tx[x] == SENT || noOffsets[x])
#define STABLE (!(PENDING(0) || PENDING(1) || PENDING(NX-1)) || IS(RU))
#define HOLDS(x) ((tx[x] != NONE && produced[x]) || noTable[x])    /* readers at the last stable offset */
#define READABLE (!(HOLDS(0) || HOLDS(1) || HOLDS(NX-1)) || IS(LSO))

/* ---------------------------------------------------------------------------------------------------- the executors */
mtype:stage = { ABSENT, EXPECTED, WAITING, READY, PICKING_UP, CONTINUING, RUNNING, SETTLED, ENDED };
typedef RunEntry {
    mtype:stage stage = ABSENT; Checkpoint checkpoint; byte undone = NIL; bool isMissing, hasTakenBack;
    mtype:meaning write = NOTHING; bool isInFlight; Checkpoint next                /* what is pending, or in flight */
}
mtype:phase = { OUT, SETTLING, READING, READING_TABLE, OWNER, CLOSING };           /* OUT: neither ledger nor opening */
typedef Engine {
    mtype:phase phase = OUT; mtype:generation joined = CURRENT, lease = OUTSIDE;   /* joined: what librdkafka knows */
    byte lastMark = NIL, counter, position, stepsEnd;
    RunEntry runs[NR]; byte parked[NR]                                             /* parked: the step's number + 1 */
}
Engine engine[NX]; Batch batch[NX];     /* batch: in flight, or open though nobody waits for it */
#define me engine[x]
#define mine batch[x]
#define RUN(r) engine[x].runs[r]
#define entry RUN(r)
#define HERE steps[me.position]
#define ISLIVE(e) (e.stage != ABSENT && e.stage != ENDED)
#define ISUP(x) (engine[x].phase == OWNER || engine[x].phase == CLOSING)           /* its ledger stands */
#define OWNS(x) (x == owner && engine[x].lease == CURRENT)

/* ----------------------------------------------------------------- invariants, checked when a transaction is decided */
byte truth[NR]; bool over[NR], blame, hasLost;                     /* what really committed; what excuses what */
inline invariants(x) {
    for (i : 0 .. NR-1) {
        m = mine.write[i];
        if :: m != NOTHING ->
                assert(!over[i]);                                  /* nothing after a terminal checkpoint */
                assert(mine.next[i].number == truth[i] + AHEAD(m));            /* each step once, none left out */
                assert(m != RETRY || truth[i] % 2 == 0);           /* one retry */
                assert(m != CRASHED || blame);                     /* no crash that never was */
                truth[i] = mine.next[i].number; over[i] = ENDS(m)
           :: else fi };
    assert(x == owner || !ISUP(owner));                            /* nothing behind a newer owner's back */
    for (i : 0 .. high-1) { for (j : low .. high-1) {              /* no step is published twice, starts aside */
        assert(steps[i].is != UNDECIDED(x) || (steps[j].is != VISIBLE && steps[j].is < UNMARKED(0)) || steps[i].number == 0 ||
            steps[i].whose != steps[j].whose || steps[i].number != steps[j].number || (coSteps != NIL && j < coSteps) || hasLost) } }
}

/* ------------------------------------------------------------------------------------------------------- the ledger */
inline copy(A, B) { A.is = B.is; A.number = B.number; A.pickups = B.pickups }
inline blank(C) { C.is = UNKNOWN; C.number = 0; C.pickups = 0 }
inline settle(x, r, what) {             /* Settlement: the one place where checkpoints are made */
    RUN(r).stage = SETTLED; RUN(r).write = what;
    RUN(r).next.number = RUN(r).checkpoint.number + AHEAD(what); RUN(r).next.pickups = 0;
    RUN(r).next.is = (what == STEP -> LIVE : (what == WAIT -> SLEEPING : (what == RETRY -> RETRYING : OVER)))
}
inline handOut(x, r, what, picked) {    /* Settlement.pickUp and takeBack */
    RUN(r).write = what;
    RUN(r).next.is = LIVE; RUN(r).next.number = RUN(r).checkpoint.number; RUN(r).next.pickups = (picked) * COUNTED
}
inline pickUp(x, r) {                   /* makeReady, then grant: there are slots enough */
    if :: RUN(r).checkpoint.pickups == 3 -> settle(x, r, CRASHED)
       :: else -> m = (RUN(r).isMissing || RUN(r).checkpoint.is == RETRYING -> PUBLISH : PICKUP);
          RUN(r).stage = PICKING_UP; handOut(x, r, m, RUN(r).checkpoint.pickups + 1) fi
}
inline publishMissing(x) {              /* live runs whose record did not show up: their pick-up publishes it again */
    for (i : 0 .. NR-1) {
        if :: RUN(i).stage == EXPECTED && me.position >= me.stepsEnd && !IS(MISSING) ->
                RUN(i).isMissing = true; pickUp(x, i)
           :: else fi };
    me.stepsEnd = (me.position >= me.stepsEnd -> 0 : me.stepsEnd)
}
inline begin(x) {                       /* Ledger.init, attachParked, and what can be told at once */
    for (i : 0 .. NR-1) {
        RUN(i).stage = (RUN(i).checkpoint.is == UNKNOWN || (RUN(i).checkpoint.is == OVER && IS(FORGET)) -> ABSENT :
            (RUN(i).checkpoint.is == OVER -> ENDED : (RUN(i).checkpoint.is == LIVE -> EXPECTED : WAITING)));
        if :: RUN(i).stage == EXPECTED && me.parked[i] != 0 &&
                (RUN(i).checkpoint.number == me.parked[i] - 1 || IS(REATTACH) || IS(NONUMBER)) ->
                RUN(i).stage = RUNNING; RUN(i).checkpoint.number = me.parked[i] - 1
           :: else fi;
        me.parked[i] = 0 };
    publishMissing(x); me.phase = OWNER
}
inline takeBackPickUps(x) {
    for (i : 0 .. NR-1) {
        if :: (RUN(i).stage == RUNNING || RUN(i).stage == CONTINUING) && RUN(i).checkpoint.pickups > 0 &&
                !RUN(i).hasTakenBack && !IS(PICKUPS) ->
                RUN(i).hasTakenBack = true; handOut(x, i, TAKEBACK, RUN(i).checkpoint.pickups - 1)
           :: else fi }
}
inline close(x) {                       /* what is settled commits, what was not begun is left */
    for (i : 0 .. NR-1) {
        if :: PICKSUP(RUN(i).write) && !RUN(i).isInFlight ->
                RUN(i).stage = READY; RUN(i).write = NOTHING; blank(RUN(i).next)
           :: else fi };
    takeBackPickUps(x); me.phase = CLOSING
}
inline proceed(x, r) {                  /* CONTINUE: a run's entry changes its checkpoint here, nowhere else */
    copy(RUN(r).checkpoint, mine.next[r]); RUN(r).isInFlight = false; m = mine.write[r];
    if :: RUN(r).write == m -> RUN(r).write = NOTHING; blank(RUN(r).next) :: else fi;
    RUN(r).undone = (PICKSUP(m) || m == TAKEBACK -> RUN(r).undone : NIL);
    RUN(r).isMissing = RUN(r).isMissing && m != PUBLISH;
    RUN(r).stage = (m == TAKEBACK -> RUN(r).stage : (m == WAIT || m == RETRY -> WAITING : (ENDS(m) -> ENDED :
        (me.phase == CLOSING -> CONTINUING : RUNNING))))
}

/* ------------------------------------------------------------------------------------------------------- the engine */
inline forget(x) {                      /* a batch that nobody needs any more */
    if :: mine.outcome == IDLE && tx[x] == NONE ->
            for (i : 0 .. NR-1) { mine.write[i] = NOTHING; blank(mine.next[i]) };
            mine.mark = NIL
       :: else fi
}
inline drop(x) {                        /* the ledger is gone; what runs goes on, parked; a batch in flight goes its way */
    for (i : 0 .. NR-1) {
        me.parked[i] = (RUN(i).stage == RUNNING -> RUN(i).checkpoint.number + 1 : me.parked[i]);
        RUN(i).stage = ABSENT; RUN(i).undone = NIL; RUN(i).isMissing = false; RUN(i).hasTakenBack = false;
        RUN(i).write = NOTHING; RUN(i).isInFlight = false; blank(RUN(i).checkpoint); blank(RUN(i).next) };
    me.counter = (IS(COUNTER) -> 0 : me.counter);
    me.phase = OUT; me.lease = OUTSIDE; me.position = 0; me.stepsEnd = 0
}
inline dropParked(x) { for (i : 0 .. NR-1) { me.parked[i] = 0 } }
inline reopen(x) {                      /* in doubt: the table is read again, under the same lease */
    m = me.lease; drop(x);
    if :: IS(STAY) -> skip :: else -> me.phase = READING; me.lease = m fi
}
inline committedRead(x) {
    if :: coMark != me.lastMark && !IS(REATTACH) && !IS(NOMARK) -> dropParked(x) :: else fi;
    me.lastMark = coMark; me.position = (coSteps == NIL -> low : coSteps)
}
#define REMEMBERS(x) (m == batch[x].mark || m == decided[x].mark || m == engine[x].lastMark)
inline takeBatch(x, only) {             /* all that is pending, or a part; the lowest offsets that are not done then */
    me.counter = (IS(COUNTER) -> me.counter + 1 : 0);              /* a mark that nobody remembers, as if counted on */
    m = (IS(COUNTER) -> 100 * x + me.counter : 0);
    do :: (m == coMark || REMEMBERS(0) || REMEMBERS(1) || REMEMBERS(NX-1)) && !IS(COUNTER) -> m++
       :: else -> break od;
    mine.mark = m; mine.outcome = UNDERWAY; mine.lease = me.lease; mine.steps = me.position;
    for (i : 0 .. NR-1) {
        if :: RUN(i).write != NOTHING && (only == ALL || only == i) ->
                RUN(i).isInFlight = true; mine.write[i] = RUN(i).write; copy(mine.next[i], RUN(i).next);
                if :: IS(EARLY) && RUN(i).write == STEP -> proceed(x, i) :: else fi
           :: else fi;
        if :: RUN(i).undone < mine.steps && !(RUN(i).isInFlight && RUN(i).stage == SETTLED) && !IS(UNDONE) ->
                mine.steps = RUN(i).undone
           :: else fi };
    tx[x] = OPEN
}
inline conclude(x, isCommitted) {       /* how the batch in flight ended */
    me.lastMark = (isCommitted -> mine.mark : me.lastMark);
    for (j : 0 .. NR-1) {
        if :: mine.write[j] == NOTHING -> skip
           :: mine.write[j] != NOTHING && isCommitted && ISUP(x) && !(IS(EARLY) && mine.write[j] == STEP) -> proceed(x, j)
           :: else -> RUN(j).isInFlight = false fi;                /* not visible: it goes into the next batch */
        if :: IS(CPOUT) && isCommitted && mine.write[j] != NOTHING -> copy(table[j], mine.next[j]) :: else fi };
    if :: me.phase == CLOSING -> takeBackPickUps(x) :: else fi;
    mine.outcome = IDLE; forget(x);
    me.phase = (me.phase == SETTLING -> READING : me.phase)
}

/* ------------------------------------------------------------------------- the path of one step: run r at executor x */
#define ARRIVED (me.phase == OWNER && me.position < high && HERE.is == VISIBLE && HERE.whose == r)
proctype Flow(byte x, r) {
end: do
    /* ARRIVE: live if its number is the checkpoint's. One that is ahead is held while a batch is in flight */
    :: d_step { ARRIVED && !(ISLIVE(entry) && HERE.number > entry.checkpoint.number && mine.outcome != IDLE && !IS(NOHOLD)) ->
        j = me.position; me.position++;
        if :: entry.stage == ABSENT && steps[j].number < 2 ->      /* step 0 of a run that the table does not know */
                entry.checkpoint.is = LIVE; entry.undone = j; pickUp(x, r)
           :: ISLIVE(entry) && steps[j].number == entry.checkpoint.number && !(IS(NOSTART) && steps[j].number == 0) ->
                entry.undone = (entry.undone == NIL -> j : entry.undone);
                if :: entry.stage == EXPECTED -> pickUp(x, r) :: else fi
           :: ISLIVE(entry) && steps[j].number > entry.checkpoint.number && !(IS(NOHOLD) && mine.outcome != IDLE) ->
                assert(!OWNS(x) || !IS(NO));                       /* the owner never knows less than the log */
                reopen(x)
           :: else ->                                              /* done, over, or long gone */
                if :: IS(RECORD) && entry.stage == EXPECTED -> entry.checkpoint.number = steps[j].number; pickUp(x, r)
                   :: else fi fi;
        if :: me.phase == OWNER -> publishMissing(x) :: else fi }
    :: d_step { ARRIVED && entry.stage == ABSENT && HERE.number < 2 && MAY(WAITS) -> left--;       /* a start for later */
        entry.checkpoint.is = LIVE; entry.undone = me.position; settle(x, r, WAIT); me.position++; publishMissing(x) }
    :: d_step { me.phase == OWNER && entry.stage == WAITING -> pickUp(x, r) }      /* its time has come */
    /* PERFORM, SETTLE */
    :: d_step { me.phase == OWNER && entry.stage == RUNNING ->
        if :: entry.checkpoint.number / 2 == LAST * (r == 0) -> settle(x, r, DONE) :: else -> settle(x, r, STEP) fi }
    :: d_step { me.phase == OWNER && entry.stage == RUNNING && MAY(FAILS) -> left--;       /* it throws, or is too slow */
        if :: entry.checkpoint.number % 2 == 0 -> settle(x, r, RETRY) :: else -> settle(x, r, ERROR) fi }
    :: d_step { me.phase == OWNER && entry.stage == RUNNING && MAY(WAITS) -> left--; settle(x, r, WAIT) }
    :: d_step { me.phase == OWNER && entry.stage == RUNNING && IS(LATE) && entry.checkpoint.number % 2 == 1 ->
        settle(x, r, STEP); entry.next.number = entry.checkpoint.number + 1 }      /* attempt 1 comes back */
    /* MAIL: a row's effect goes into the next write of its run; one that is under way is waited for */
    :: d_step { r == 0 && row && ISUP(x) && ISLIVE(entry) && (entry.write == NOTHING || IS(UNHELD)) -> settle(x, r, TERMINATE) }
    od
}

/* -------------------------------------------------------------------------------- leases and commits of executor x */
#define MAYCOMMIT (ISUP(x) && mine.outcome == IDLE && tx[x] == NONE)           /* one after another */
proctype Owner(byte x) {
end: do
    /* ASSIGNED: the outcome of its own batch, the committed offsets, the ends; then the table up to its end */
    :: d_step { me.phase == READING && (STABLE || IS(ORDER)) && (READABLE || !IS(ORDER)) ->
        if :: IS(ORDER) -> for (i : 0 .. NR-1) { copy(RUN(i).checkpoint, table[i]) } :: else -> committedRead(x) fi;
        me.stepsEnd = high;
        for (j : 0 .. high-1) { me.stepsEnd = (IS(ENDLSO) && steps[j].is > VISIBLE && j < me.stepsEnd -> j : me.stepsEnd) };
        me.phase = READING_TABLE }
    :: d_step { me.phase == READING_TABLE && (READABLE || IS(ORDER)) && (STABLE || !IS(ORDER)) ->
        if :: IS(ORDER) -> committedRead(x) :: else -> for (i : 0 .. NR-1) { copy(RUN(i).checkpoint, table[i]) } fi;
        me.lease = (IS(META) -> me.joined : me.lease); begin(x) }
    :: d_step { me.phase == OWNER && me.position < high && (HERE.is == VOID || me.position < low) ->
        me.position++; publishMissing(x) }
    /* COMMIT: all, or a part when it is full or halved */
    :: d_step { MAYCOMMIT && (RUN(0).write != NOTHING || RUN(NR-1).write != NOTHING) -> takeBatch(x, ALL) }
    :: d_step { MAYCOMMIT && NR > 1 && RUN(0).write != NOTHING && RUN(NR-1).write != NOTHING -> takeBatch(x, 0) }
    :: d_step { MAYCOMMIT && NR > 1 && RUN(0).write != NOTHING && RUN(NR-1).write != NOTHING -> takeBatch(x, NR-1) }
    :: d_step { mine.outcome == COMMITTED -> conclude(x, true) }
    :: d_step { mine.outcome == ABORTED || (mine.outcome == DOUBTFUL && IS(UNKFAIL)) -> conclude(x, false) }
    /* UNKNOWN: its producer is made anew, then the mark tells. Neither ours nor the one before: the table must tell */
    :: d_step { mine.outcome == DOUBTFUL && ((tx[x] == NONE && STABLE) || IS(UNKOK)) ->
        if :: coMark == mine.mark || IS(UNKOK) -> conclude(x, true)
           :: coMark != mine.mark && ((coMark == me.lastMark && coMark != NIL) || (coMark == NIL && IS(UNKLOST))) ->
              conclude(x, false)
           :: else -> if :: me.phase == OWNER -> reopen(x) :: me.phase == CLOSING -> drop(x) :: else fi;
              dropParked(x); conclude(x, false) fi }
    /* REVOKED in good order: gone when all is committed */
    :: d_step { me.phase == CLOSING && mine.outcome == IDLE && RUN(0).write == NOTHING && RUN(NR-1).write == NOTHING ->
        drop(x) }
    /* LOST: librdkafka hears it, then the engine; it joins again */
    :: d_step { (IS(META) || IS(FRESH)) && me.joined == OLD && me.phase != OUT -> me.joined = OUTSIDE }
    :: d_step { me.joined != CURRENT && me.phase != OUT -> drop(x); me.joined = CURRENT }
    /* kill -9: the next process has another name, and remembers nothing */
    :: d_step { MAY(CRASH) && me.phase != OUT -> left--; blame = COUNTED;
        drop(x); dropParked(x); mine.outcome = IDLE; forget(x);
        me.lastMark = NIL; me.joined = (x == owner -> OUTSIDE : CURRENT) }
    od
}

/* ----------------------------------------------------------- the transactions of executor x: its producer and the brokers */
inline rollback(x) {
    for (j : 0 .. high-1) {
        if :: steps[j].is == UNDECIDED(x) -> steps[j].is = VOID; steps[j].whose = 0; steps[j].number = 0 :: else fi };
    tx[x] = NONE; mine.lease = OUTSIDE; mine.steps = 0; forget(x); produced[x] = false
}
proctype Producer(byte x) {
end: do
    /* produce, and send the offsets, in either order; these are the fence */
    :: d_step { tx[x] != NONE && mine.outcome == UNDERWAY && !produced[x] ->
        for (i : 0 .. NR-1) {
            if :: PUBLISHES(mine.write[i]) -> assert(high < ROOM);
                    steps[high].whose = i; steps[high].number = mine.next[i].number; steps[high].is = UNDECIDED(x); high++
               :: else fi };
        produced[x] = true }
    :: d_step { tx[x] == OPEN && mine.outcome == UNDERWAY ->
        mine.lease = (IS(FRESH) -> me.joined : mine.lease);
        if :: mine.lease == CURRENT || ((IS(META) || IS(FRESH)) && mine.lease == OUTSIDE) -> tx[x] = SENT
           :: else -> if :: ISUP(x) -> drop(x) :: else fi; conclude(x, false); rollback(x) fi }    /* the lease is over */
    /* decided: committed from here on. The next one waits for the markers of the last */
    :: d_step { tx[x] == SENT && produced[x] && !noOffsets[x] && !noTable[x] && !noSteps[x] -> invariants(x);
        decided[x].steps = mine.steps; decided[x].mark = mine.mark;
        for (i : 0 .. NR-1) { decided[x].write[i] = mine.write[i]; copy(decided[x].next[i], mine.next[i]) };
        for (j : 0 .. high-1) {
            if :: steps[j].is == UNDECIDED(x) -> steps[j].is = UNMARKED(x); noSteps[x] = true :: else fi };
        noOffsets[x] = true; noTable[x] = !IS(CPOUT); tx[x] = NONE;
        mine.outcome = (mine.outcome == UNDERWAY -> COMMITTED : mine.outcome);
        rollback(x) }                                              /* only forgets: its records are decided */
    /* its markers, in any order */
    :: d_step { noOffsets[x] -> coSteps = decided[x].steps; coMark = decided[x].mark;
        decided[x].steps = 0; decided[x].mark = NIL; noOffsets[x] = false }
    :: d_step { noTable[x] ->
        for (i : 0 .. NR-1) {
            if :: decided[x].write[i] != NOTHING -> copy(table[i], decided[x].next[i]) :: else fi;
            decided[x].write[i] = NOTHING; blank(decided[x].next[i]) };
        noTable[x] = false }
    :: d_step { noSteps[x] ->
        for (j : 0 .. high-1) { steps[j].is = (steps[j].is == UNMARKED(x) -> VISIBLE : steps[j].is) };
        noSteps[x] = false }
    /* aborted, for whatever reason; free of charge when its process is gone, or its producer is made anew */
    :: d_step { tx[x] != NONE && mine.outcome == UNDERWAY && MAY(TMO) -> left--; mine.outcome = ABORTED; rollback(x) }
    :: d_step { tx[x] != NONE && mine.outcome != UNDERWAY -> rollback(x) }
    /* the answer is lost, or the request */
    :: d_step { MAY(UNK) && ((tx[x] == SENT && produced[x] && mine.outcome == UNDERWAY) || mine.outcome == COMMITTED ||
                mine.outcome == ABORTED) -> left--; mine.outcome = DOUBTFUL }
    od
}

/* ------------------------------------------------------------------------------------------ the group, and the world */
inline assign(x) {                      /* a new generation: x is the owner; who still holds a ledger is not in it */
    for (y : 0 .. NX-1) {
        engine[y].lease = (engine[y].lease == CURRENT -> OLD : engine[y].lease);
        batch[y].lease = (batch[y].lease == CURRENT -> OLD : batch[y].lease);
        engine[y].joined = (engine[y].phase == OUT || y == x -> CURRENT : OLD);
        for (j : 0 .. NR-1) { engine[y].parked[j] = (engine[y].phase == OUT && y != x -> 0 : engine[y].parked[j]) } };
    drop(x); preparing = false; owner = x; me.lease = CURRENT; me.phase = (mine.outcome == IDLE -> READING : SETTLING)
}
proctype Group(byte x) {                /* x: the next owner */
end: do
    :: d_step { MAY(REB) && !preparing && x == owner && me.joined == CURRENT && me.phase != OUT -> left--;
        if :: me.phase == OWNER -> close(x) :: else -> drop(x) fi; preparing = true }
    :: d_step { me.phase == OUT && engine[owner].phase == OUT && (preparing || engine[owner].joined == OUTSIDE) -> assign(x) }
    :: d_step { MAY(KICK) && ((me.phase == OUT && engine[owner].phase != OUT) ||
                (x == owner && me.phase == CLOSING && preparing)) ->
        left--; blame = COUNTED; assign(x) }                       /* its session is lost, or it is not waited for */
    od
}
proctype World() {
end: do
    :: d_step { MAY(DUP) -> left--; assert(high < ROOM); steps[high].is = VISIBLE; high++ }        /* run 0 is started again */
    :: d_step { MAY(LOST) && coMark != NIL -> left--; hasLost = true; coSteps = NIL; coMark = NIL }
    :: d_step { MAY(RET) && low < high && steps[low].is <= VISIBLE && table[steps[low].whose].is != UNKNOWN -> left--;
        steps[low].whose = 0; steps[low].number = 0; steps[low].is = VOID; low++ }
    :: d_step { MAY(TERM) && !row -> left--; row = true }
    :: d_step { MAY(TOMB) && table[NR-1].is == OVER -> left--; blank(table[NR-1]) }                /* forgotten too early */
    od
}
proctype Rest() {                       /* nothing can happen any more: nothing is lost */
end: timeout -> d_step { for (i : 0 .. NR-1) { assert(over[i]) }; skip }
}
init {
    d_step { for (i : 0 .. NR-1) { steps[i].whose = i; steps[i].is = VISIBLE }; high = NR;
        engine[0].lease = CURRENT; engine[0].phase = READING };
    atomic {
        run Rest(); run World();
        for (m : 0 .. NX-1) {
            run Owner(m); run Producer(m); run Group(m); run Flow(m, 0);
            if :: NR > 1 -> run Flow(m, NR-1) :: else fi } }
}
