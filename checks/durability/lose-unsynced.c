/*
 * A power failure for PostgreSQL, as a preload library (LD_PRELOAD). SIGKILL alone loses nothing: what was written lies in
 * the page cache of a kernel that lives on. So before a write to a file of the data folder's device, what stood there is
 * kept in a journal of that file (named by its inode); a sync of the file empties the journal. After the kill the harness
 * (unsynced.ts) puts back, newest first, whatever is still in the journals: that is the disk as the power failure left it.
 *
 * Exact because one lock for each file, in memory shared by all server processes, is held over "keep and write" and over
 * "sync and empty". A file opened with O_DSYNC or O_SYNC counts as synced by each write. What a directory says (creation,
 * renaming, removal) counts as durable at once, as does what stdio writes (statistics, no data); sync_file_range does not
 * count as a sync, because it is none.
 *
 * UNDO_FOLDER: where journals go, writable by the server. UNDO_DATA: the data folder.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { LOCKS = 1024 };

/* A record of the journal: this, then `kept` bytes that stood at `offset`. Read by unsynced.ts. */
struct record {
  uint64_t magic;
  int64_t offset;
  int64_t kept;
  int64_t size; /* of the file, before */
};
static const uint64_t MAGIC = 0x65647a6f77756e64ULL;

static pthread_mutex_t *locks; /* shared by postmaster and children: mapped before they are forked */
static int journals = -1;
static dev_t device;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_truncate)(const char *, off_t);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);

static void fail(const char *what) {
  /* A journal with a hole would make the test lie: end loudly. */
  dprintf(2, "lose-unsynced: %s: %s\n", what, strerror(errno));
  _exit(70);
}

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwritev = dlsym(RTLD_NEXT, "pwritev");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
  real_truncate = dlsym(RTLD_NEXT, "truncate");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_rename = dlsym(RTLD_NEXT, "rename");
  const char *folder = getenv("UNDO_FOLDER");
  const char *data = getenv("UNDO_DATA");
  struct stat about;
  if (!folder || !data) return;
  if (stat(data, &about) != 0) fail(data);
  device = about.st_dev;
  locks = mmap(NULL, LOCKS * sizeof *locks, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (locks == MAP_FAILED) fail("mmap");
  pthread_mutexattr_t shared;
  pthread_mutexattr_init(&shared);
  pthread_mutexattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
  for (int each = 0; each < LOCKS; each++) pthread_mutex_init(&locks[each], &shared);
  int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  journals = opened < 0 ? -1 : fcntl(opened, F_DUPFD_CLOEXEC, 900);
  if (journals < 0) fail(folder);
  close(opened);
}

/* True for a file whose writes are kept; `about` is filled. Standard streams go to the harness. */
static int tracked(int fd, struct stat *about) {
  if (journals < 0 || fd <= 2) return 0;
  int before = errno;
  int is = fstat(fd, about) == 0 && S_ISREG(about->st_mode) && about->st_dev == device && about->st_nlink > 0;
  errno = before;
  return is;
}

static pthread_mutex_t *lock_of(ino_t inode) {
  pthread_mutex_t *lock = &locks[inode % LOCKS];
  pthread_mutex_lock(lock);
  return lock;
}

static int journal_of(ino_t inode, int flags) {
  char name[32];
  snprintf(name, sizeof name, "%llu", (unsigned long long)inode);
  return openat(journals, name, O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0600);
}

static void empty(ino_t inode) {
  int before = errno;
  int journal = journal_of(inode, 0);
  if (journal >= 0) {
    if (real_ftruncate(journal, 0) != 0) fail("emptying a journal");
    close(journal);
  } else if (errno != ENOENT) {
    fail("opening a journal");
  }
  errno = before;
}

/* Keeps what stands in [offset, offset + length). Under the file's lock. */
static void keep(int fd, ino_t inode, off_t offset, size_t length) {
  static __thread char piece[1 << 16];
  int before = errno;
  struct stat now;
  if (fstat(fd, &now) != 0) fail("fstat");
  char path[40];
  int reading = fd;
  if ((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY) {
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    reading = open(path, O_RDONLY | O_CLOEXEC);
    if (reading < 0) fail("opening for reading");
  }
  int64_t there = now.st_size > offset ? now.st_size - offset : 0;
  if ((int64_t)length < there) there = (int64_t)length;
  int journal = journal_of(inode, O_CREAT);
  if (journal < 0) fail("opening a journal");
  /* In pieces, each whole in itself. Zero bytes kept: the file only grew, so its old size says all. */
  do {
    size_t some = there > (int64_t)sizeof piece ? sizeof piece : (size_t)there;
    size_t got = 0;
    while (got < some) {
      ssize_t more = pread(reading, piece + got, some - got, offset + (off_t)got);
      if (more <= 0) fail("reading what stands there");
      got += (size_t)more;
    }
    struct record head = {MAGIC, offset, (int64_t)some, now.st_size};
    struct iovec both[2] = {{&head, sizeof head}, {piece, some}};
    if (real_writev(journal, both, 2) != (ssize_t)(sizeof head + some)) fail("writing a journal");
    offset += (off_t)some;
    there -= (int64_t)some;
  } while (there > 0);
  close(journal);
  if (reading != fd) close(reading);
  errno = before;
}

static size_t length_of(const struct iovec *parts, int count) {
  size_t sum = 0;
  for (int each = 0; each < count; each++) sum += parts[each].iov_len;
  return sum;
}

/* Where write(2) will write. */
static off_t place_of(int fd, const struct stat *about) {
  return fcntl(fd, F_GETFL) & O_APPEND ? about->st_size : lseek(fd, 0, SEEK_CUR);
}

#define KEPT(fd, offset, length, call)                                                                                 \
  do {                                                                                                                 \
    struct stat about;                                                                                                 \
    if (!tracked(fd, &about)) return call;                                                                             \
    pthread_mutex_t *lock = lock_of(about.st_ino);                                                                     \
    int synced = fcntl(fd, F_GETFL) & (O_DSYNC | O_SYNC);                                                              \
    if (!synced) keep(fd, about.st_ino, offset, length);                                                               \
    ssize_t done = call;                                                                                               \
    if (synced && done >= 0 && real_fdatasync(fd) == 0) empty(about.st_ino);                                           \
    pthread_mutex_unlock(lock);                                                                                        \
    return done;                                                                                                       \
  } while (0)

ssize_t write(int fd, const void *from, size_t length) {
  KEPT(fd, place_of(fd, &about), length, real_write(fd, from, length));
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  KEPT(fd, place_of(fd, &about), length_of(parts, count), real_writev(fd, parts, count));
}
ssize_t pwrite(int fd, const void *from, size_t length, off_t offset) {
  KEPT(fd, offset, length, real_pwrite(fd, from, length, offset));
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  KEPT(fd, offset, length_of(parts, count), real_pwritev(fd, parts, count, offset));
}
ssize_t pwrite64(int fd, const void *from, size_t length, off_t offset) { return pwrite(fd, from, length, offset); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev(fd, parts, count, offset);
}

static int synced(int fd, int (*sync)(int)) {
  struct stat about;
  if (!tracked(fd, &about)) return sync(fd);
  pthread_mutex_t *lock = lock_of(about.st_ino);
  int failed = sync(fd);
  if (!failed) empty(about.st_ino);
  pthread_mutex_unlock(lock);
  return failed;
}
int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int ftruncate(int fd, off_t length) {
  struct stat about;
  if (!tracked(fd, &about)) return real_ftruncate(fd, length);
  pthread_mutex_t *lock = lock_of(about.st_ino);
  struct stat now;
  if (fstat(fd, &now) == 0) keep(fd, about.st_ino, length, now.st_size > length ? (size_t)(now.st_size - length) : 0);
  int failed = real_ftruncate(fd, length);
  pthread_mutex_unlock(lock);
  return failed;
}
int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }
int truncate(const char *path, off_t length) {
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return real_truncate(path, length);
  int failed = ftruncate(fd, length);
  int why = errno;
  close(fd);
  errno = why;
  return failed;
}

/* The number of a removed file is given to a new one: its journal must not follow. */
static int leaving(const char *path, struct stat *about) {
  int before = errno;
  int is = journals >= 0 && lstat(path, about) == 0 && S_ISREG(about->st_mode) && about->st_dev == device &&
           about->st_nlink == 1;
  errno = before;
  return is;
}
int unlink(const char *path) {
  struct stat about;
  int last = leaving(path, &about);
  pthread_mutex_t *lock = last ? lock_of(about.st_ino) : NULL;
  int failed = real_unlink(path);
  if (last && !failed) empty(about.st_ino);
  if (lock) pthread_mutex_unlock(lock);
  return failed;
}
int rename(const char *from, const char *to) {
  struct stat about;
  int last = leaving(to, &about);
  pthread_mutex_t *lock = last ? lock_of(about.st_ino) : NULL;
  int failed = real_rename(from, to);
  if (last && !failed) empty(about.st_ino);
  if (lock) pthread_mutex_unlock(lock);
  return failed;
}
