import Foundation

/// Gives a process another time of day.
struct ShiftedClock {
    private let library: PreloadedLibrary

    init(in folder: URL) throws { library = try PreloadedLibrary("shift", source: Self.source, in: folder) }

    /// For a shell in which `$0` is the program.
    func command(shiftedBy seconds: Int, running arguments: String = "executor") -> String {
        library.command("SHIFT_SECONDS", "\(seconds)", running: arguments)
    }

    /// Who waits until a time of day is given the kernel's, which is not shifted.
    private static let source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <pthread.h>
        #include <semaphore.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <threads.h>
        #include <time.h>
        #include <unistd.h>
        static long shift;
        __attribute__((constructor)) static void begin(void) {
            const char *text = getenv("SHIFT_SECONDS");
            shift = text ? atol(text) : 0;
        }
        int clock_gettime(clockid_t clock, struct timespec *time) {
            int result = syscall(SYS_clock_gettime, clock, time);
            if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += shift;
            return result;
        }
        int gettimeofday(struct timeval *time, void *zone) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            time->tv_sec = now.tv_sec;
            time->tv_usec = now.tv_nsec / 1000;
            return 0;
        }
        time_t time(time_t *out) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (out) *out = now.tv_sec;
            return now.tv_sec;
        }
        int timespec_get(struct timespec *out, int base) {
            return clock_gettime(CLOCK_REALTIME, out) == 0 ? base : 0;
        }
        static struct timespec real(const struct timespec *until) {
            struct timespec result = *until;
            if (result.tv_sec > 1000000000) result.tv_sec -= shift;
            return result;
        }
        int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until) {
            static int (*next)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
            if (!next) next = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
            if (!next) next = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
            struct timespec time = real(until);
            return next(condition, mutex, &time);
        }
        int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until) {
            static int (*next)(cnd_t *, mtx_t *, const struct timespec *);
            if (!next) next = dlsym(RTLD_NEXT, "cnd_timedwait");
            struct timespec time = real(until);
            return next(condition, mutex, &time);
        }
        int sem_timedwait(sem_t *semaphore, const struct timespec *until) {
            static int (*next)(sem_t *, const struct timespec *);
            if (!next) next = dlsym(RTLD_NEXT, "sem_timedwait");
            struct timespec time = real(until);
            return next(semaphore, &time);
        }
        """
}
