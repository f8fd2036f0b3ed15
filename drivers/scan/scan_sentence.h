/* What became of a scan, said to an operator: what happened and what to do. */
#pragma once
#include "firmware/base/error.h"

/* A sentence in the language of the run; the caller's. sheet: the one concerned, from 1; 0: none. pages: delivered. */
char *scan_sentence(StationError code, guint sheet, guint pages);
char *scan_sentence_done(guint pages);
