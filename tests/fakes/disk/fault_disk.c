#include "tests/fakes/disk/fault_disk.h"
#include <sqlite3.h>

typedef struct {
	sqlite3_file base;
	sqlite3_file *real; /* behind this struct */
} File;

static sqlite3_vfs faulty;
static sqlite3_vfs *beneath;
static guint countdown;
static gboolean is_full, struck;

static int
strike(void)
{
	if (struck || (countdown > 0 && --countdown == 0)) {
		struck = TRUE;
		return is_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
	}
	return SQLITE_OK;
}

#define REAL(file) (((File *)(file))->real)
#define PASS(method, ...) (REAL(file)->pMethods->method(REAL(file), ##__VA_ARGS__))

static int
file_close(sqlite3_file *file)
{
	return PASS(xClose);
}

static int
file_read(sqlite3_file *file, void *buffer, int size, sqlite3_int64 offset)
{
	return PASS(xRead, buffer, size, offset);
}

static int
file_write(sqlite3_file *file, const void *buffer, int size, sqlite3_int64 offset)
{
	int rc = strike();
	if (rc == SQLITE_OK)
		return PASS(xWrite, buffer, size, offset);
	/* half of it gets to the disk: a torn write */
	if (size > 1)
		PASS(xWrite, buffer, size / 2, offset);
	return rc;
}

static int
file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int rc = strike();
	return rc == SQLITE_OK ? PASS(xTruncate, size) : SQLITE_IOERR_TRUNCATE;
}

static int
file_sync(sqlite3_file *file, int flags)
{
	int rc = strike();
	return rc == SQLITE_OK ? PASS(xSync, flags) : SQLITE_IOERR_FSYNC;
}

static int
file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return PASS(xFileSize, size);
}

static int
file_lock(sqlite3_file *file, int level)
{
	return PASS(xLock, level);
}

static int
file_unlock(sqlite3_file *file, int level)
{
	return PASS(xUnlock, level);
}

static int
file_check(sqlite3_file *file, int *reserved)
{
	return PASS(xCheckReservedLock, reserved);
}

static int
file_control(sqlite3_file *file, int operation, void *argument)
{
	return PASS(xFileControl, operation, argument);
}

static int
file_sector(sqlite3_file *file)
{
	return PASS(xSectorSize);
}

static int
file_characteristics(sqlite3_file *file)
{
	return PASS(xDeviceCharacteristics);
}

static int
file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
	return PASS(xShmMap, page, size, extend, memory);
}

static int
file_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return PASS(xShmLock, offset, n, flags);
}

static void
file_shm_barrier(sqlite3_file *file)
{
	PASS(xShmBarrier);
}

static int
file_shm_unmap(sqlite3_file *file, int delete)
{
	return PASS(xShmUnmap, delete);
}

static const sqlite3_io_methods methods = {2, file_close, file_read, file_write, file_truncate, file_sync, file_size,
	file_lock, file_unlock, file_check, file_control, file_sector, file_characteristics, file_shm_map,
	file_shm_lock, file_shm_barrier, file_shm_unmap, NULL, NULL};

static int
vfs_open(sqlite3_vfs *vfs G_GNUC_UNUSED, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	File *mine = (File *)file;
	mine->real = (sqlite3_file *)(void *)(mine + 1);
	int rc = beneath->xOpen(beneath, name, mine->real, flags, out_flags);
	mine->base.pMethods = rc == SQLITE_OK ? &methods : NULL;
	return rc;
}

void
fault_disk_install(void)
{
	beneath = sqlite3_vfs_find(NULL);
	faulty = *beneath;
	faulty.zName = "fault-disk";
	faulty.szOsFile = (int)sizeof(File) + beneath->szOsFile;
	faulty.xOpen = vfs_open;
	g_assert_cmpint(sqlite3_vfs_register(&faulty, 1), ==, SQLITE_OK);
}

void
fault_disk_arm(guint nth, gboolean full)
{
	countdown = nth;
	is_full = full;
	struck = FALSE;
}

gboolean
fault_disk_has_struck(void)
{
	return struck;
}
