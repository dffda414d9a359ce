/* Mail, as far as it is built: how a command comes to its run. README.md says what is left out, what the mutations do, and how
 * to run it. What protocol.pml shows is taken from there: an owner has its tables whole or not at all, its batches come one
 * after another, the fence refuses an old owner's, and a lost answer is one that comes late, or a lease that ends.
 *
 * One run, whose home is partition 1; its trigger lies at 0, or there is none; its commands, two terminates, come to both
 * inboxes: SENDS0, SENDS1 times, each time with the same id. The run waits up to WAITS times.
 *
 * Each d_step is one event, and any order may happen. The records of a transaction get their offsets when it begins, and count
 * when it is decided; readers stop at what is undecided, and are as slow as they like, which is also how late a marker may
 * come. FAULTS: how many, of the kinds that are on. */
mtype:mutation = { NO, ZOMBIE, MAILONLY, NOREAD, ENDLSO, READBACK, MEMORY, HEARD, FREED, NULLAPART, NULLFIRST, UNSETTLED, REST,
    MISREAD, UNREAD, LSO, PICKFIRST, UNHELD, WITHDRAWN, POSTAPART };
#define IS(m) (MUT == m)
#define MAY(kind) (left > 0 && kind)
#define NIL 255
byte left = FAULTS;
hidden byte i, j, k, m;                 /* scratch, dead between two events */

/* ------------------------------------------------------------------------------------------------------------- the logs */
#define UNDECIDED(p) (1 + (p))          /* in the open transaction of p's owner */
#define VISIBLE 3
typedef Record { byte row, is; bool isNull }
Record mail[ROOM]; byte high, mailEnd;      /* `mail` of 1: what its owner has not read; what is to be read before it begins */
byte start; bool trigger;               /* step 0 in `steps` of 1; its trigger in `triggers` of 0 */
byte sends[2], inbox[4], sent[4];       /* inbox[2p+c]: how often command c lies unread in `commands` of p */
mtype:status = { UNKNOWN, LIVE, SLEEPING, OVER };
typedef Checkpoint { mtype:status is = UNKNOWN; bool version; byte waits }     /* version: of one write after another */
Checkpoint table;                       /* `checkpoints` of 1 */

/* ------------------------------------------------------------------------------------------------ the ledger of the home */
mtype:meaning = { NOTHING, PICKUP, WAIT, DONE, TERMINATE, SETTLE, DEAD, BARE };
mtype:stage = { ABSENT, UNREADABLE, EXPECTED, WAITING, PICKING_UP, RUNNING, SETTLED, ENDED };
typedef RunEntry {
    mtype:stage stage = ABSENT; Checkpoint checkpoint;
    mtype:meaning write = NOTHING; byte by = NIL; bool isInFlight; Checkpoint next     /* by: the command; what is pending */
}
mtype:rest = { NONE, RESTS, ANSWERED }; /* ANSWERED: its null is written. Left alone until that is read */
typedef Row {
    mtype:rest is = NONE; byte asked;                              /* when its patience ended: 2: step 0 lay unread */
    mtype:meaning write = NOTHING; bool isInFlight                 /* what is pending */
}
bool isUp, hasArrived; RunEntry entry; Row rows[2]; byte post = NIL, told = NIL;
#define ISLIVE (entry.stage != ABSENT && entry.stage != UNREADABLE && entry.stage != ENDED)
mtype:outcome = { IDLE, UNDERWAY, COMMITTED };
typedef Batch {
    mtype:outcome outcome = IDLE;
    mtype:meaning write = NOTHING; byte by = NIL; Checkpoint next; mtype:meaning row[2] = NOTHING; byte post = NIL
}
Batch batch, zombie;                    /* of 1 */
mtype:posting = { FREE, STARTING, POSTING, OWED };
mtype:posting poster = FREE; byte posted, owed = NIL;              /* of 0: it starts the run, or posts a command */

/* ----------------------------------------------------------------------- invariants, checked when a transaction is decided */
bool over, version, isAnswered[2], isDone[2], isDoomed[2];
inline invariants(b) {
    for (i : 0 .. 1) {
        if :: b.row[i] == SETTLE || b.row[i] == DEAD || (b.write == TERMINATE && b.by == i) ->
                assert(b.row[i] != SETTLE || over);                /* settled without effect: its run is over */
                assert(b.row[i] == SETTLE || !isAnswered[i]);      /* a row has one answer: obeyed, or a dead letter */
                isAnswered[i] = true; isDone[i] = true; isDoomed[i] = false
           :: else fi };
    if :: b.write != NOTHING ->
            assert(!over);                                         /* nothing after a terminal checkpoint */
            assert(b.next.version != version);                     /* each write is made from the one before */
            assert(b.write != PICKUP || !(isDoomed[0] || isDoomed[1]));    /* terminated before step 0 is read: never begins */
            version = b.next.version; over = b.write == DONE || b.write == TERMINATE
       :: else fi
}

/* --------------------------------------------------------------------------------------------- the log, and transactions */
inline set(A, B) { A.is = B.is; A.version = B.version; A.waits = B.waits }
inline blank(C) { C.is = UNKNOWN; C.version = 0; C.waits = 0 }
inline append(row0, isNull0, state) {
    assert(high < ROOM);                /* (the model is large enough) */
    mail[high].row = row0; mail[high].isNull = isNull0; mail[high].is = state; high++
}
inline move(to, from) { mail[to].row = mail[from].row; mail[to].isNull = mail[from].isNull; mail[to].is = mail[from].is }
inline remove(at) {
    for (j : at + 1 .. high-1) { move(j - 1, j) };
    high--; mail[high].row = 0; mail[high].isNull = false; mail[high].is = 0;
    mailEnd = (at < mailEnd -> mailEnd - 1 : mailEnd)
}
inline decide(p) {                      /* its records count; what is posted after a null is to be answered anew */
    for (j : 0 .. high-1) { mail[j].is = (mail[j].is == UNDECIDED(p) -> VISIBLE : mail[j].is) };
    for (j : 0 .. high-1) {
        if :: mail[j].is == VISIBLE -> isAnswered[mail[j].row] = mail[j].isNull :: else fi };
    start = (start == UNDECIDED(p) -> VISIBLE : start)
}
inline rollback(p) {
    m = high;
    for (i : 1 .. m) { if :: mail[m-i].is == UNDECIDED(p) -> remove(m - i) :: else fi };
    start = (start == UNDECIDED(p) -> 0 : start)
}
inline produce(b) {                     /* the records of a batch of 1 in `mail` */
    for (i : 0 .. 1) {
        if :: (IS(NULLAPART) -> b.row[i] == BARE :
                b.row[i] != NOTHING || (b.write == TERMINATE && b.by == i && !IS(NULLFIRST))) -> append(i, true, UNDECIDED(1))
           :: else fi };
    if :: b.post != NIL -> append(b.post, false, UNDECIDED(1)) :: else fi
}
inline effect(b) {
    invariants(b);
    if :: b.write != NOTHING -> set(table, b.next) :: else fi;
    if :: b.post != NIL -> inbox[2+b.post]-- :: else fi;
    decide(1)
}
inline clear(b) {
    for (i : 0 .. 1) { b.row[i] = NOTHING };
    b.outcome = IDLE; b.write = NOTHING; b.by = NIL; blank(b.next); b.post = NIL
}

/* ------------------------------------------------------------------------------------------------------------ the ledger */
inline settle(what, status0, by0) {     /* Settlement */
    entry.write = what; entry.by = by0; entry.next.is = status0; entry.next.version = !entry.checkpoint.version;
    entry.next.waits = entry.checkpoint.waits + (what == WAIT);
    entry.stage = (what == PICKUP -> PICKING_UP : SETTLED)
}
inline answer(c, what) {                /* what: without the run; NOTHING: with the run's write */
    rows[c].is = (IS(HEARD) -> RESTS : ANSWERED); rows[c].write = what; rows[c].isInFlight = false; rows[c].asked = 0
}
inline terminate(c) {
    settle(TERMINATE, OVER, c);
    if :: !IS(NULLFIRST) -> answer(c, NOTHING) :: else fi
}
#define ISPENDING(c) (rows[c].write != NOTHING && !rows[c].isInFlight)
#define HASMAIL (ISPENDING(0) || ISPENDING(1) || post != NIL)
#define HASRUN (entry.write != NOTHING && !entry.isInFlight)
inline takeBatch(hasRun, hasMail) {
    if :: hasRun -> entry.isInFlight = true;
            batch.write = entry.write; batch.by = entry.by; set(batch.next, entry.next)
       :: else fi;
    if :: hasMail -> batch.post = post;
            for (i : 0 .. 1) {
                if :: rows[i].write != NOTHING -> rows[i].isInFlight = true; batch.row[i] = rows[i].write :: else fi }
       :: else fi;
    batch.outcome = UNDERWAY; produce(batch)
}
inline heard(c, what) {                 /* its answer is committed: nothing else comes of that. A new row may be there already */
    if :: rows[c].isInFlight || rows[c].write == NOTHING ->
            rows[c].isInFlight = false; rows[c].write = (IS(NULLAPART) && what != BARE -> BARE : NOTHING)
       :: else fi;
    told = (IS(NULLFIRST) && what == BARE -> c : told);
    if :: rows[c].is != NONE && IS(MEMORY) -> rows[c].is = NONE
       :: rows[c].is != NONE && IS(READBACK) && what == DEAD -> rows[c].is = RESTS
       :: rows[c].is != NONE && IS(HEARD) -> rows[c].is = ANSWERED
       :: else fi
}
inline conclude(isCommitted) {          /* CONTINUE. What is aborted goes into the next batch */
    for (i : 0 .. 1) {
        if :: isCommitted && batch.row[i] != NOTHING -> heard(i, batch.row[i])
           :: isCommitted && batch.write == TERMINATE && batch.by == i && !IS(NULLFIRST) -> heard(i, TERMINATE)
           :: !isCommitted && IS(FREED) && batch.row[i] != NOTHING ->
                rows[i].isInFlight = false; rows[i].write = NOTHING; rows[i].is = RESTS
           :: else -> rows[i].isInFlight = false fi };
    if :: isCommitted && batch.post != NIL -> post = NIL :: else fi;
    if :: isCommitted && batch.write != NOTHING -> set(entry.checkpoint, batch.next);
            if :: entry.write == batch.write -> entry.write = NOTHING; entry.by = NIL; blank(entry.next);
                    entry.stage = (batch.write == PICKUP -> RUNNING : (batch.write == WAIT -> WAITING : ENDED))
               :: else fi
       :: else fi;
    entry.isInFlight = false; clear(batch)
}
inline drop() {                         /* the lease ends; the next owner reads all that is there */
    isUp = false; post = NIL; told = NIL;
    entry.stage = ABSENT; entry.write = NOTHING; entry.by = NIL; entry.isInFlight = false; blank(entry.checkpoint); blank(entry.next); hasArrived = hasArrived && table.is != UNKNOWN;
    for (i : 0 .. 1) {
        rows[i].is = (rows[i].is == NONE || IS(NOREAD) -> NONE : RESTS);
        rows[i].write = NOTHING; rows[i].isInFlight = false; rows[i].asked = 0 };
    if :: batch.outcome == UNDERWAY && (IS(ZOMBIE) || (IS(MAILONLY) && batch.write == NOTHING)) ->
            zombie.outcome = UNDERWAY; zombie.write = batch.write; zombie.by = batch.by; set(zombie.next, batch.next);
            for (i : 0 .. 1) { zombie.row[i] = batch.row[i] }
       :: else fi;
    if :: batch.outcome == UNDERWAY -> rollback(1) :: else fi;
    clear(batch); mailEnd = (IS(NOREAD) || IS(ENDLSO) -> 0 : high)
}

/* ------------------------------------------------------------------------------------------------- the path of the run */
#define TAKES(c) (rows[c].is == RESTS && !(IS(HEARD) && rows[c].write != NOTHING))
#define ISFREE (isUp && (entry.write == NOTHING || IS(UNHELD) || (IS(WITHDRAWN) && HASRUN && entry.write != TERMINATE)))
#define ISTOLD(c) (rows[c].is == RESTS || (rows[c].write == DEAD && !(rows[c].isInFlight && batch.outcome == COMMITTED)))
proctype Flow() {
end: do
    /* ARRIVE: a run that is not known begins, or is terminated. PICKUP */
    :: d_step { isUp && start == VISIBLE && !hasArrived -> hasArrived = true;
        if :: entry.stage == ABSENT -> isDoomed[0] = ISTOLD(0); isDoomed[1] = ISTOLD(1); entry.checkpoint.is = LIVE;
                if :: TAKES(0) && !IS(PICKFIRST) -> terminate(0)
                   :: rows[0].is != RESTS && TAKES(1) && !IS(PICKFIRST) -> terminate(1)
                   :: else -> settle(PICKUP, LIVE, NIL) fi
           :: else fi }
    :: d_step { isUp && (entry.stage == EXPECTED || entry.stage == WAITING) -> settle(PICKUP, LIVE, NIL) }
    /* PERFORM, SETTLE */
    :: d_step { isUp && entry.stage == RUNNING -> settle(DONE, OVER, NIL) }
    :: d_step { isUp && entry.stage == RUNNING && entry.checkpoint.waits < WAITS -> settle(WAIT, SLEEPING, NIL) }
    :: d_step { ISFREE && ISLIVE && told != NIL -> terminate(told); told = NIL }
    od
}
proctype Command(byte c) {              /* the row of a command */
end: do
    /* its run takes it when no write of it is under way */
    :: d_step { ISFREE && ISLIVE && TAKES(c) && told == NIL ->
        if :: IS(NULLFIRST) -> answer(c, BARE) :: else -> terminate(c) fi }
    /* its run is over, or not known, or not to be read: then it rests */
    :: d_step { isUp && TAKES(c) && ((entry.stage == ENDED && !IS(UNSETTLED)) ||
                (entry.stage == ABSENT && IS(REST)) || (entry.stage == UNREADABLE && IS(MISREAD))) -> answer(c, SETTLE) }
    /* its patience ends: what lies in `steps` now is read first */
    :: d_step { PATIENCE && isUp && TAKES(c) && entry.stage == ABSENT && !rows[c].asked ->
        rows[c].asked = 1 + (start != 0) + (start == UNDECIDED(0) && IS(LSO)) }
    :: d_step { isUp && TAKES(c) && entry.stage == ABSENT &&
                (rows[c].asked == 1 || (rows[c].asked > 1 && (start == 0 || IS(UNREAD) || rows[c].asked == 3))) ->
        assert(rows[c].asked == 1 || start != VISIBLE);            /* unknown: it does not even lie in `steps` */
        answer(c, DEAD) }
    od
}

/* ------------------------------------------------------------------------------------- leases and commits of the home */
#define MAYCOMMIT (isUp && batch.outcome == IDLE)
proctype Owner() {
end: do
    /* FOLLOW: the log, in its order, as far as it is decided */
    :: d_step { high > 0 && mail[0].is == VISIBLE -> m = mail[0].row;
        if :: mail[0].isNull ->
                assert(!isUp || rows[m].is == ANSWERED || !IS(NO));                /* an owner reads no nulls but its own */
                rows[m].is = NONE
           :: else -> rows[m].is = (rows[m].is == NONE -> RESTS : rows[m].is) fi;
        remove(0) }
    /* ASSIGNED: all that lay there is read, the table and the mail */
    :: d_step { !isUp && mailEnd == 0 -> isUp = true; set(entry.checkpoint, table);
        entry.stage = (table.is == UNKNOWN -> ABSENT :
            (table.is == LIVE -> EXPECTED : (table.is == SLEEPING -> WAITING : ENDED))) }
    :: d_step { !isUp && mailEnd == 0 && table.is != UNKNOWN && MAY(OLDER) -> left--; isUp = true; entry.stage = UNREADABLE }
    /* COMMIT: all, or a part when it is full or halved, in their order */
    :: d_step { MAYCOMMIT && (HASRUN || HASMAIL) -> takeBatch(HASRUN, true) }
    :: d_step { MAYCOMMIT && HASRUN && HASMAIL -> takeBatch(false, true) }
    :: d_step { MAYCOMMIT && HASRUN && HASMAIL && rows[0].write != DEAD && rows[1].write != DEAD -> takeBatch(true, false) }
    :: d_step { batch.outcome == UNDERWAY -> effect(batch); batch.outcome = COMMITTED }
    :: d_step { batch.outcome == COMMITTED -> conclude(true) }
    :: d_step { MAY(TMO) && batch.outcome == UNDERWAY -> left--; rollback(1); conclude(false) }
    /* its lease is lost, or it dies; or a newer program takes over */
    :: d_step { MAY(CRASH) && isUp -> left--; drop() }
    :: d_step { entry.stage == UNREADABLE -> drop() }
    /* only without a fence: the old owner writes under the nose of the new one */
    :: d_step { zombie.outcome == UNDERWAY && MAYCOMMIT -> produce(zombie); effect(zombie); clear(zombie) }
    od
}

/* ------------------------------------------------------------------------------- the owner of the inboxes, and the world */
inline take(c) {
    poster = POSTING; posted = c;
    if :: !IS(POSTAPART) -> append(c, false, UNDECIDED(0)) :: else fi
}
proctype Reader() {                     /* of 0 */
end: do
    :: d_step { poster == FREE && trigger -> poster = STARTING; start = UNDECIDED(0) }
    :: d_step { poster == FREE && inbox[0] -> take(0) }
    :: d_step { poster == FREE && inbox[1] -> take(1) }
    :: d_step { poster == FREE && owed != NIL -> poster = OWED; append(owed, false, UNDECIDED(0)) }
    :: d_step { poster != FREE ->
        if :: poster == STARTING -> trigger = false
           :: poster == POSTING -> inbox[posted]--; owed = (IS(POSTAPART) -> posted : NIL)
           :: else -> owed = NIL fi;
        decide(0); poster = FREE; posted = 0 }
    /* aborted, or its lease is lost */
    :: d_step { MAY(TMO) && poster != FREE -> left--; rollback(0); poster = FREE; posted = 0 }
    :: d_step { MAY(CRASH) && (poster != FREE || owed != NIL) -> left--; rollback(0); poster = FREE; posted = 0; owed = NIL }
    /* of 1: with its other writes */
    :: d_step { isUp && post == NIL && inbox[2] -> post = 0 }
    :: d_step { isUp && post == NIL && inbox[3] -> post = 1 }
    od
}
inline send(p, c) { sends[c]++; inbox[2*p+c]++; sent[2*p+c]++ }
proctype World(byte p) {
end: do
    :: d_step { sends[0] < SENDS0 -> send(p, 0) }
    :: d_step { sends[1] < SENDS1 -> send(p, 1) }
    /* the committed offset is lost: all is read again, and posted again */
    :: d_step { MAY(LOST) && inbox[2*p] + inbox[2*p+1] < sent[2*p] + sent[2*p+1] ->
        for (i : 2*p .. 2*p+1) { inbox[i] = sent[i] }; left-- }
    /* a record that a later one of its key follows is compacted before it is read */
    :: d_step { COMPACT && p == 1 && high > 1 && mail[0].is == VISIBLE && mail[1].is == VISIBLE && mail[0].row == mail[1].row ->
        remove(0) }
    od
}
proctype Rest() {                       /* nothing can happen any more */
end: timeout -> d_step {
        assert(start == 0 || over);                                /* the run is over */
        for (i : 0 .. 1) {
            assert(inbox[2*i] == 0 && inbox[2*i+1] == 0);          /* all commands are read */
            assert(rows[i].is == NONE);                            /* all mail is settled */
            assert(sends[i] == 0 || isDone[i]) };                  /* no command is lost */
        assert(high == 0) }                                        /* all is read */
}
init {
    if :: trigger = true :: NEVER -> skip fi;
    atomic { run Rest(); run World(0); run World(1); run Reader(); run Owner(); run Flow(); run Command(0); run Command(1) }
}
