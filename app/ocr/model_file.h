/* The parts of a Tesseract model file (NAME.traineddata, as its 4.x and 5.x write it): a table of offsets, then the
 * parts one after the other, little-endian. A file is trusted to mean well, not to be whole. */
#pragma once
#include <glib.h>

typedef enum {
	MODEL_PART_NETWORK = 17,
	MODEL_PART_ALPHABET = 21, /* its "lstm-unicharset" */
	MODEL_PART_CODES = 22,    /* its "lstm-recoder" */
} ModelPart;

/* The bytes of a part, held by the file's; NULL when it has none. */
GBytes *model_file_part(GBytes *file, ModelPart part);

/* A place in bytes that are read one after the other. What lies beyond the end reads as 0 and is remembered. */
typedef struct {
	const guint8 *at, *end;
	gboolean broken;
} Feed;

Feed feed_of(GBytes *bytes);
const guint8 *feed_bytes(Feed *feed, gsize n); /* NULL: not so many are left */
guint8 feed_byte(Feed *feed);
gint32 feed_int(Feed *feed);
double feed_double(Feed *feed);
