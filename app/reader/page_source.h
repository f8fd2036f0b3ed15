/* Where a page's bytes come from: a file, or a sealed memfd that is already there. Shared by the pages of a file. */
#pragma once
#include "app/reader/reader_message.h"

enum { SOURCE_MAX_BYTES = 256 * 1024 * 1024 };

typedef struct {
	char *path; /* NULL: not from a file */
	int fd;     /* -1 until it is opened */
} PageSource;

PageSource *page_source_new_file(const char *path);
PageSource *page_source_new_fd(int fd); /* duplicated */
PageSource *page_source_ref(PageSource *source);
void page_source_unref(PageSource *source);

/* Reads the file into a sealed memfd, once. Errors: MISSING, DENIED, EMPTY, TOO_LARGE, NOT_AN_IMAGE (a folder, a pipe,
 * a device), FAILED. */
gboolean page_source_open(PageSource *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;
