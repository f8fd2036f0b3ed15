#include "app/ocr/model_file.h"
#include <string.h>

enum { MAX_PARTS = 64 };

Feed
feed_of(GBytes *bytes)
{
	gsize size;
	const guint8 *data = g_bytes_get_data(bytes, &size);
	return (Feed){.at = data, .end = data + size};
}

const guint8 *
feed_bytes(Feed *feed, gsize n)
{
	if ((gsize)(feed->end - feed->at) < n) {
		feed->broken = TRUE;
		feed->at = feed->end;
		return NULL;
	}
	const guint8 *bytes = feed->at;
	feed->at += n;
	return bytes;
}

guint8
feed_byte(Feed *feed)
{
	const guint8 *bytes = feed_bytes(feed, 1);
	return bytes != NULL ? *bytes : 0;
}

gint32
feed_int(Feed *feed)
{
	guint32 value = 0;
	const guint8 *bytes = feed_bytes(feed, sizeof value);
	if (bytes != NULL)
		memcpy(&value, bytes, sizeof value);
	return (gint32)GUINT32_FROM_LE(value);
}

static gint64
feed_long(Feed *feed)
{
	guint64 value = 0;
	const guint8 *bytes = feed_bytes(feed, sizeof value);
	if (bytes != NULL)
		memcpy(&value, bytes, sizeof value);
	return (gint64)GUINT64_FROM_LE(value);
}

double
feed_double(Feed *feed)
{
	gint64 bits = feed_long(feed);
	double value;
	memcpy(&value, &bits, sizeof value);
	return value;
}

GBytes *
model_file_part(GBytes *file, ModelPart part)
{
	Feed feed = feed_of(file);
	gint64 size = (gint64)g_bytes_get_size(file);
	int n = feed_int(&feed);
	if (n <= (int)part || n > MAX_PARTS)
		return NULL;
	gint64 start = -1, end = size;
	gint64 offsets[MAX_PARTS] = {0};
	for (int i = 0; i < n; i++)
		offsets[i] = feed_long(&feed);
	start = offsets[part];
	for (int i = 0; i < n; i++)
		if (offsets[i] > start)
			end = MIN(end, offsets[i]);
	if (feed.broken || start < 0 || start >= end)
		return NULL;
	return g_bytes_new_from_bytes(file, (gsize)start, (gsize)(end - start));
}
