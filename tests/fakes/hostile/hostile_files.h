/* Files that mean harm: each malformed in one way, made by rule from a few sound ones. The same list every time. */
#pragma once
#include <glib.h>

typedef struct {
	char *what; /* "png: palette of 0 colours" */
	GBytes *bytes;
	gboolean costly; /* a sound file as large as the limits allow: it is read, and takes its time */
} HostileFile;

GPtrArray *hostile_files(void); /* HostileFile, owned; more than 1,000 */

/* --- inside this folder --- */

typedef struct {
	GByteArray *bytes;
	gboolean big_endian;
} Out;

Out out_new(gboolean big_endian);
void out_number(Out *out, guint64 value, int n_bytes);
void out_bytes(Out *out, gconstpointer data, gsize n);
void out_fill(Out *out, guint8 value, gsize n);
GBytes *out_end(Out *out);

/* Appends; takes the bytes over. what is copied. */
void hostile_add(GPtrArray *files, const char *what, GBytes *bytes);
void hostile_add_costly(GPtrArray *files, const char *what, GBytes *bytes);
/* The file cut at so many places, and with single bits and runs of bytes changed so many times. Takes it over. */
void hostile_spoil(GPtrArray *files, const char *what, GBytes *sound, int cuts, int flips);

/* A zlib stream of n bytes of this value. */
GBytes *hostile_deflate(guint8 value, gsize n);

void hostile_png(GPtrArray *files);
void hostile_jpeg(GPtrArray *files);
void hostile_tiff(GPtrArray *files);
void hostile_other(GPtrArray *files); /* PNM, other formats, none */
